"""The only packages that know DuckDB."""

import os

# Read when polars is first imported: our frames are small, and its threads cost memory and time in every refresh.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
