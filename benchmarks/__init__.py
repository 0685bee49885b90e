"""Benchmarks, and the one generator of pages and edits that they and the tests share."""
