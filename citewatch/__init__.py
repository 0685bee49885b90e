"""citewatch: continuous integration for the numbers in a published report."""

__version__ = "0.1.0"
