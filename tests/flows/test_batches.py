"""Sources in batches: a fixed number, no host in two of them. Needs no server."""

from pathlib import Path

from citewatch import catalog
from flows.batches import BATCHES, by_host, host_of


def test_every_source_is_in_one_batch_and_every_host_too(catalogue):
    sources = list(catalog.load(catalogue(32)).sources.values())
    parts = by_host(sources)
    assert sorted(s.id for part in parts for s in part) == sorted(s.id for s in sources)
    for host in {host_of(source) for source in sources}:
        assert sum(any(host_of(s) == host for s in part) for part in parts) == 1


def test_the_number_of_batches_does_not_grow(catalogue):
    sources = list(catalog.load(catalogue(90)).sources.values())
    assert [len(by_host(sources[:n])) for n in (0, 1, 3, 4, 90)] == [0, 1, 1, 2, BATCHES]


def test_batches_are_about_the_same_size(catalogue):
    sizes = [len(part) for part in by_host(catalog.load(catalogue(90)).sources.values())]
    assert max(sizes) - min(sizes) <= 3


def test_no_module_hides_another():
    """`flows/schemas.py` or `flows/http.py` would be taken for the package of that name by the file entrypoint."""
    import sys
    from importlib.metadata import packages_distributions

    taken = {*sys.stdlib_module_names, *packages_distributions(), "citewatch", "extractors", "schemas", "warehouse"}
    ours = {path.stem for path in Path(__file__).parents[2].joinpath("flows").glob("*.py")} - {"__init__"}
    assert len(ours) > 5
    assert ours & taken == set()
