"""Reads tables of words that are written as plain blocks of text."""


def words(block: str) -> list[str]:
    """The words of a block, in order."""
    return block.split()


def table(lines: str, sep: str | None = None) -> dict[str, str]:
    """Name to canonical word, from lines "canonical: name, name"."""
    table: dict[str, str] = {}
    for line in lines.strip().splitlines():
        canonical, _, names = line.strip().partition(":")
        for name in filter(None, map(str.strip, names.split(sep))):
            table[name] = canonical
    return table
