"""Hop 5: claims and what was seen become findings. Pure: no network, no clock, no database."""

from citewatch.checks.judge import judge

__all__ = ["judge"]
