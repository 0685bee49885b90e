"""Named moments around every commit, rename and send, where a test may kill the process.

In normal use `reach` does nothing; a test's own wrapper program installs a hook before it starts the command.
"""

from __future__ import annotations

from collections.abc import Callable

_hook: Callable[[str], None] | None = None


def install(hook: Callable[[str], None] | None) -> None:
    global _hook
    _hook = hook


def reach(name: str) -> None:
    if _hook is not None:
        _hook(name)
