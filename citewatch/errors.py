"""The errors a user sees as one sentence. Everything else is a bug and keeps its traceback.

CitewatchError
├── CatalogError       a YAML file is wrong: names file, line, key and remedy
├── SettingsError      a folder, address or variable is missing or does not fit
└── ReplayError        evidence asked for is not there or not whole
"""

from __future__ import annotations


class CitewatchError(Exception):
    """A sentence for the user: what is wrong, where, and what to do."""


class CatalogError(CitewatchError):
    pass


class SettingsError(CitewatchError):
    pass


class ReplayError(CitewatchError):
    pass
