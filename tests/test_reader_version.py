"""The version of the reading library is that of all its code, in whatever folder."""

from pathlib import Path

from citewatch.catalog import code_digest


def test_a_change_in_any_folder_is_another_version(tmp_path: Path) -> None:
    (tmp_path / "text" / "deep").mkdir(parents=True)
    (tmp_path / "__init__.py").write_text("", "utf-8")
    nested = tmp_path / "text" / "deep" / "numbers.py"
    nested.write_text("ONE = 1\n", "utf-8")
    before = code_digest(tmp_path)
    assert code_digest(tmp_path) == before
    nested.write_text("ONE = 2\n", "utf-8")
    assert code_digest(tmp_path) != before
    nested.rename(tmp_path / "text" / "numbers.py")
    moved = code_digest(tmp_path)
    (tmp_path / "text" / "numbers.py").rename(nested)
    assert code_digest(tmp_path) != moved
