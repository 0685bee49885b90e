"""The only packages that know DuckDB."""

import os

# Read when polars is first imported: our frames are small, and its threads cost memory and time in every refresh.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
# The same for its allocator, which would keep for ten seconds what each lot of rows took.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")
