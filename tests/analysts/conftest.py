"""Fixtures of the command line's tests: one time-lapse over the specimens, looked at by all."""

from tests.cli.conftest import data, run, shown

__all__ = ["data", "run", "shown"]
