"""How an installation is, in bounded time: a lake is looked at by a process of its own.

A PostgreSQL that takes connections and then says nothing holds DuckDB up for good: it takes all of a core meanwhile,
can't be stopped, and ends with the whole process that it is in (seen with 1.5.5).
"""

from __future__ import annotations

import json
import pickle
import struct
import sys
from datetime import datetime

from pydantic import TypeAdapter

from citewatch.settings import Settings
from citewatch.vitals import Vitals, vitals
from warehouse.errors import NotPublished, Unreadable, WarehouseError

LONGEST_S = 30.0
"""A look takes a second or two."""
_VITALS = TypeAdapter(Vitals)


def look(settings: Settings, now: datetime) -> Vitals:
    """`vitals`, or why there are none, within LONGEST_S where the warehouse is a lake.

    Raises:
        NotPublished: there is no readers' copy yet.
        WarehouseError, OSError: it can't be read.
    """
    if settings.lake is None:
        return vitals(settings, now)
    from extractors.reading.pages.apart import Apart  # with it comes the reading library, which a file has no use for

    apart = Apart("citewatch.looking")
    try:
        answer, is_late = apart.ask(pickle.dumps((settings, now)), LONGEST_S)
    finally:
        apart.close()
    if answer is None:
        why = f"no answer within {LONGEST_S:g} s" if is_late else "the process that looked at it ended without a word"
        raise Unreadable(f"{settings.place}: {why}. Look whether PostgreSQL answers at this address.")
    if "vitals" in answer:
        return _VITALS.validate_python(answer["vitals"])
    raise (NotPublished if answer["is_new"] else Unreadable)(answer["trouble"])


def main() -> None:
    """The other process: one question, one answer."""
    (length,) = struct.unpack(">Q", sys.stdin.buffer.read(8))
    settings, now = pickle.loads(sys.stdin.buffer.read(length))  # noqa: S301 - of our own process
    answer: dict[str, object]
    try:
        answer = {"vitals": _VITALS.dump_python(vitals(settings, now), mode="json")}
    except (WarehouseError, OSError) as error:
        answer = {"trouble": str(error), "is_new": isinstance(error, NotPublished)}
    except Exception as error:  # noqa: BLE001 - the one who asked tells it
        answer = {"trouble": f"a bug of citewatch ({type(error).__name__}: {error}).", "is_new": False}
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
