"""Hop 5: claims and what was seen become findings. Pure: no network, no clock, no database."""

from citewatch.checks.judge import judge, judge_claim, together

__all__ = ["judge", "judge_claim", "together"]
