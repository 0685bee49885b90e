"""Where a connection puts what doesn't fit into its memory, if no file of its own tells DuckDB.

Left to itself it would make `.tmp` in the folder that the program was started in, which a service may not write into.
"""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex
from tempfile import gettempdir


def folder() -> str:
    """A name that nobody can foresee; DuckDB makes the folder when it needs it and removes it when it closes."""
    try:
        return str(Path(gettempdir()) / f"citewatch-{os.getpid()}-{token_hex(8)}")
    except FileNotFoundError:  # there is none that can be written: most questions need none
        return ".tmp"
