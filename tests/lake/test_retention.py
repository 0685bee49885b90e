"""Retention where many machines write: the same rule, the same rows, the same evidence."""

import shutil

import pytest

from citewatch import retention
from citewatch.evidence import Place, read_back
from citewatch.retention import Policy
from citewatch.settings import Settings
from tests.test_retention import NOW, Shot, World, days
from warehouse import ledger
from warehouse.place import open_published

pytestmark = pytest.mark.soak


class OnALake(World):
    def __init__(self, folder, lake):
        super().__init__(folder)
        self.settings = Settings(catalogue=folder, data=folder, specimens=True, lake=lake.address)
        self.store = lake

    def readable(self):
        with open_published(self.settings.lake, "specimen") as connection:
            places = ledger.places(connection)
        for number, place in places.items():
            _, body = read_back(self.settings.evidence, *place, lambda one: Place(*places[one]))
            assert body == self.bodies[number]
        return set(places)


def test_what_goes_and_what_stays(lake, tmp_path):
    made = OnALake(tmp_path, lake)
    made.take([Shot(day, noise=day, picture=day % 3) for day in (0, 10, 20, 30)] + [Shot(700, noise=9)])
    made.cite("alert", body=f"capture {made.captures[1].capture_id}", finding_id="f" * 24)
    before = made.readable()
    done = retention.apply(made.settings, Policy(400, "change"), NOW, at_once=1500)
    there = made.readable()
    assert done.captures == len(before) - len(there) > 1
    assert [day for day in days(made, there) if day < 600] == [0, 0, 10, 10, 30], "pages and pictures"
    assert there | made.gone() == before
    assert not retention.leftovers(made.store, made.settings.evidence)
    shutil.rmtree(made.settings.evidence)
