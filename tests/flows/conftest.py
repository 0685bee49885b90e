"""One Prefect server for the tests of this folder, and tiny catalogues with specimens of their own."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from citewatch.settings import Settings, from_environment
from citewatch.specimens.site import SpecimenSite
from flows.server import temporary, wait_until_healthy


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A Prefect server as `make demo` has it, and this process as its client; gives the folder of all it keeps."""
    home = tmp_path_factory.mktemp("prefect")
    with temporary(home) as (server, env), pytest.MonkeyPatch.context() as patch:
        for name, value in env.items():
            patch.setenv(name, value)
        from prefect.context import refresh_global_settings_context

        refresh_global_settings_context()  # another test may have imported Prefect before
        wait_until_healthy(server, int(env["PREFECT_SERVER_API_PORT"]))
        yield home
    refresh_global_settings_context()


Catalogue = Callable[..., Path]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """catalogue(5): so many sources, three to a host, each giving one percentage that a claim of the report cites."""

    def make(count: int) -> Path:
        folder = tmp_path / f"catalogue-{count}"
        claims = {}
        for n in range(count):
            host = f"host{n // 3}.example.org"
            source = f"source_{n:03}"
            url = f"https://{host}/page-{n}"
            write(folder / "extractors" / f"{source}.yml", {
                "title": f"Page {n}", "publisher": "Nobody", "url": url, "every": "week", "terms": "Ours.",
                "routes": [{"name": "page", "url": url, "form": "html"}],
                "figures": {"share": {
                    "reads": "percent", "unit": "%", "anchors": [["firms"], ["use"]], "measures": "annual_growth",
                }},
            })  # fmt: skip
            claims[f"C{n + 1:03}"] = {
                "says": "41%", "where": {"section": "1"}, "value": 41, "unit": "%", "measures": "annual_growth",
                "cites": f"{source}.share",
            }  # fmt: skip
            page = folder / "specimens" / source / "2024-07-01"
            page.mkdir(parents=True)
            headers = {"Content-Type": "text/html; charset=utf-8"}
            page.joinpath("capture.json").write_text(json.dumps({"url": url, "status": 200, "headers": headers}))
            share = 41 if n % 2 else 47
            said = f"<p>Of all firms {share}% use it, says &lt;b&gt;page {n}.</p>"
            page.joinpath("page.html").write_text(f"<html lang=en><body><main>{said}</main></body></html>")
        write(folder / "reports" / "tiny.yml", {
            "title": "Tiny", "publisher": "Nobody", "language": "en", "currency": "USD",
            "published": {"first": "2024-06-01", "last": "2024-07-31", "basis": "Made for a test."},
            "claims": claims,
        })  # fmt: skip
        return folder

    return make


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Callable[[Path], SpecimenSite]]:
    """site(catalogue folder): its specimen site, running."""
    opened: list[SpecimenSite] = []

    def start(folder: Path) -> SpecimenSite:
        opened.append(SpecimenSite(folder / "specimens", tmp_path / f"site-{len(opened)}", date(2024, 7, 1)))
        return opened[-1].__enter__()

    yield start
    for each in opened:
        each.__exit__(None, None, None)


@pytest.fixture
def settings_for() -> Callable[[Path, Path, SpecimenSite], Settings]:
    """settings_for(catalogue folder, data folder, site)."""

    def make(folder: Path, data: Path, site: SpecimenSite) -> Settings:
        return from_environment({}, catalogue=folder, data=data, network=site.map_path)

    return make


def write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
