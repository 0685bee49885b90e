"""The command line: one verb a stage, each useful alone.

Exit codes: 0 nothing to tell, 1 a bug (with traceback), 2 wrong usage or bad input, 3 issues, 4 disagreements.
"""

from __future__ import annotations

import sys

EXIT_INPUT, EXIT_ISSUES, EXIT_DISAGREES = 2, 3, 4


def main() -> None:
    """Run the command line; what a user can mend is one sentence, not a traceback."""
    from citewatch.cli.app import app
    from citewatch.errors import CitewatchError
    from citewatch.fetch.errors import FetchSetupError
    from warehouse.errors import WarehouseError

    try:
        app()
    except (CitewatchError, WarehouseError, FetchSetupError) as error:
        sys.stderr.write(f"citewatch: {error}\n")
        sys.exit(EXIT_INPUT)
    except BrokenPipeError:
        sys.exit(0)
    except KeyboardInterrupt:
        sys.stderr.write("citewatch: stopped. What was stored stays; the next run goes on from there.\n")
        sys.exit(130)
