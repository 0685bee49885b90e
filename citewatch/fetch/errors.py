"""Why a fetch gave no page, in words a person can act on.

SettingsError
└── FetchSetupError    fetching can't start at all (no contact set): stops the run
Problem                one exchange failed: becomes the state and reason of a capture, never leaves the client
"""

import errno

from citewatch.errors import SettingsError
from schemas.capture import State


class FetchSetupError(SettingsError):
    """Fetching can't start: a setting is missing or wrong. The message says which and what to write."""


class Problem(Exception):
    """One exchange failed. `retry`: the same request may work in a moment."""

    def __init__(self, state: State, reason: str, *, retry: bool = False, retry_after_s: int | None = None) -> None:
        super().__init__(reason)
        self.state: State = state
        self.reason = reason
        self.retry = retry
        self.retry_after_s = retry_after_s
        self.began = False
        """The answer had begun to come: the server is there, and only this page did not come to its end."""


NO_DESCRIPTORS = (errno.EMFILE, errno.ENFILE)


def no_descriptors(host: str) -> Problem:
    """Ours, not the host's: nothing more can be opened on this machine."""
    return Problem(
        "unreachable",
        f"{host} was not asked: this machine has no file descriptor left (too many open files). Raise the limit with "
        "ulimit -n, or look for what keeps files open.",
        retry=True,
    )
