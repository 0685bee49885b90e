"""Where pandas is not installed, storing works as it does elsewhere, and numpy is not loaded for it."""

from __future__ import annotations

import json
import subprocess
import sys

_STORES = """
import json, sys

class NoPandas:
    def find_spec(self, name, path=None, target=None):
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, NoPandas())
from tests.warehouse.conftest import DAY, capture, reading
from warehouse.rows import capture_row, observation_row
from warehouse.write import check

good = capture_row(capture(), 0)
stored, none_broken = check("capture", [good])
read, no_more_broken = check("observation", [observation_row(reading())])
lean = "numpy" not in sys.modules
_, broken = check("capture", [{**good, "status": 7}])
import numpy
print(json.dumps([stored.height, read.height, none_broken, no_more_broken, lean, [(b.column, b.check) for b in broken],
                  float(numpy.float64(2)), sys.meta_path[0].__class__.__name__]))
"""


def test_without_pandas() -> None:
    done = subprocess.run([sys.executable, "-c", _STORES], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    stored, read, none_broken, no_more_broken, lean, broken, two, hook = json.loads(done.stdout)
    assert (stored, read, none_broken, no_more_broken, lean) == (1, 1, [], [], True)
    assert [column for column, _ in broken] == ["status"]
    assert (two, hook) == (2.0, "NoPandas"), "numpy is to be had again, and no import hook of ours is left"
