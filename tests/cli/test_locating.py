"""`citewatch locate`: a new source is declared by confirming a proposal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from citewatch.cli import locating

Run = Callable[..., Any]
PAGE = """<html lang="en"><head><title>Outlook</title></head><body><main><h1>Outlook</h1>
<p>The worldwide market volume is projected to reach US$350m by 2030.</p><p>It was US$35m in 2021.</p>
</main></body></html>"""


def saved(folder: Path, text: str = PAGE) -> str:
    path = folder / "page.html"
    path.write_text(text, "utf-8")
    return str(path)


def pasted(out: str) -> dict[str, Any]:
    """The YAML of the first proposal, as a user would cut it out."""
    lines = out[out.index("figures:") :].splitlines()
    end = next((n for n, line in enumerate(lines) if n and not line.startswith(" ")), len(lines))
    loaded = yaml.safe_load("\n".join(lines[:end]))
    assert isinstance(loaded, dict)
    return loaded


def test_an_equal_value_is_proposed_as_yaml(run: Run, tmp_path: Path) -> None:
    done = run("locate", "cier_genai_2024", "C01", "--file", saved(tmp_path))
    assert done.code == 0, done.err
    assert "the value stands in one place" in done.out and "US$350m" in done.out
    figure = pasted(done.out)["figures"]["market_size"]
    assert (figure["reads"], figure["unit"], figure["measures"]) == ("money", "USD", "market_size")
    assert figure["anchors"]


def test_other_scale_is_said_and_is_an_issue(run: Run, tmp_path: Path) -> None:
    done = run("locate", "cier_genai_2024", "C01", "--file", saved(tmp_path, PAGE.replace("US$350m", "US$356.10bn")))
    assert done.code == 3
    assert "this value is not on the page" in done.out and "the same digits at another scale" in done.out


def test_nothing_stands_there(run: Run, tmp_path: Path) -> None:
    done = run("locate", "cier_genai_2024", "C01", "--file", saved(tmp_path, "<p>Nothing at all.</p>"))
    assert done.code == 3
    assert "neither this value nor its digits" in done.out


def test_json_only_on_standard_output(run: Run, tmp_path: Path) -> None:
    rows = run("locate", "cier_genai_2024", "C01", "--file", saved(tmp_path), "--json").json
    assert rows["found"] is True and rows["proposals"][0]["match"] == "equal"
    assert rows["proposals"][0]["declaration"]["reads"] == "money"


def test_the_cited_source_is_asked_like_a_run_does(run: Run, tmp_path: Path) -> None:
    done = run(
        "--specimens", "--data", str(tmp_path), "locate", "cier_genai_2024", "C14", "--now", "2024-07-01"
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "221" in done.out


def test_what_is_printed_names_its_own_currency(run: Run, tmp_path: Path) -> None:
    """The report is in New Taiwan dollars, and prints 1,000萬美元 of a page that says "about $10 million"."""
    done = run("--specimens", "--data", str(tmp_path), "locate", "cier_genai_2024", "C12", "--now", "2024-07-01")
    assert done.code == 0, done.err
    assert pasted(done.out)["figures"]["saved_in_period"]["unit"] == "USD"


@pytest.mark.parametrize(
    ("printed", "language", "names"),
    [
        ("1,000萬美元", "zh-Hant", True),
        ("5,000元", "zh-Hant", False),  # without the language it would be Simplified, and the yuan
        ("A$500", "en", True),
        ("$500", "en", False),
        ("€500", "en", True),
    ],
)
def test_which_printing_names_its_currency(printed: str, language: str, names: bool) -> None:
    assert locating._names_its_currency(printed, language) is names


def test_wrong_usage_is_a_sentence(run: Run, tmp_path: Path) -> None:
    for words, says in (
        (("nothing", "C01"), "no report nothing"),
        (("cier_genai_2024", "Z99"), "no claim Z99"),
        (("cier_genai_2024", "C02"), "only values and dates"),
        (("cier_genai_2024", "C01", "--file", str(tmp_path / "no.html")), "no such file"),
        (("cier_genai_2024", "C01", "--source", "nobody"), "no source nobody"),
        (("cier_genai_2024", "C01", "--source", "a", "--url", "https://example.org/"), "give one of"),
        (("cier_genai_2024", "C52"), "names no source"),
    ):
        done = run("locate", *words)
        assert done.code == 2 and says in done.err and "Traceback" not in done.err, (words, done.err)
