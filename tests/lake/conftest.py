"""Lakes in a real PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tools.postgres import Cluster
from warehouse.lake.address import LakeAddress
from warehouse.lake.store import LakeStore


@pytest.fixture
def address(postgres: Cluster, tmp_path: Path) -> LakeAddress:
    return LakeAddress(postgres.database(), str(tmp_path / "lake"))


@pytest.fixture
def lake(address: LakeAddress) -> Iterator[LakeStore]:
    store = LakeStore(address, "specimen", wait_s=20)
    yield store
    store.close()


NewLake = Callable[[], LakeStore]


@pytest.fixture
def another(address: LakeAddress) -> Iterator[NewLake]:
    """The same lake, as another process sees it."""
    made: list[LakeStore] = []

    def make(wait_s: float = 20) -> LakeStore:
        made.append(LakeStore(address, "specimen", wait_s=wait_s))
        return made[-1]

    yield make
    for store in made:
        store.close()
