"""YAML files that people write: exact numbers, no surprises, and errors that name file, line and key.

Differences from plain YAML 1.1, each one a trap somebody fell into: numbers with a point are Decimals (15.7 is
15.7), dates stay text, only true and false are booleans (NO is Norway), 010 is refused instead of being eight, a
key given twice is an error, and anchors and aliases are refused (they allow a small file to fill the memory).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml._yaml import CParser
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from citewatch.errors import CatalogError

M = TypeVar("M", bound=BaseModel)
MAX_BYTES = 2_000_000
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9_]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9_]*)\.[0-9_]+")
_NUMBERLIKE = re.compile(r"[-+]?[0-9][0-9_]*(?:\.[0-9_]+)?")
_NUMERIC = frozenset("-+0123456789")


class _Loader(Composer, CParser, SafeConstructor, Resolver):
    """libyaml's parser (five times as fast as PyYAML's own) under Python's composer, where the traps are."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        Resolver.__init__(self)

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            mark: Any = event.start_mark if event else None
            raise yaml.MarkedYAMLError(None, None, "anchors and aliases are not allowed: write it out", mark)
        return Composer.compose_node(self, parent, index)


# Only the plain scalars named in the docstring get a type; all else is text.
_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|)\Z"), ["~", "n", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?[0-9][0-9_]*\Z"), list("-+0123456789"))
_Loader.add_implicit_resolver("!decimal", re.compile(r"[-+]?[0-9][0-9_]*\.[0-9_]+\Z"), list("-+0123456789"))


def _integer(loader: _Loader, node: yaml.ScalarNode) -> int:
    if not _INTEGER.fullmatch(node.value):
        raise yaml.MarkedYAMLError(
            None, None, f"{node.value}: a number with a leading zero; quote it if it is text", node.start_mark
        )
    return int(node.value.replace("_", ""))


def _decimal(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    if not _DECIMAL.fullmatch(node.value):
        raise yaml.MarkedYAMLError(
            None, None, f"{node.value}: not a plain number; quote it if it is text", node.start_mark
        )
    return Decimal(node.value.replace("_", ""))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: dict[str, int] = {}
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(None, None, "a key must be plain text", key.start_mark)
        if key.value in seen:
            raise yaml.MarkedYAMLError(
                None, None, f"key {key.value!r} was given already in line {seen[key.value]}", key.start_mark
            )
        seen[key.value] = key.start_mark.line + 1
    return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}


_Loader.add_constructor("tag:yaml.org,2002:int", _integer)  # type: ignore[type-var]
_Loader.add_constructor("!decimal", _decimal)  # type: ignore[type-var]
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)  # type: ignore[type-var]


def _line_of(root: yaml.Node | None, place: tuple[int | str, ...]) -> int:
    """The line (from 1) of the deepest node on the way to `place`."""
    node, line = root, 1
    for step in place:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == step:
                    node, line = value, key.start_mark.line + 1
                    break
            else:
                return line
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            return line
    return line


def parse(text: str, name: str) -> tuple[dict[str, Any], yaml.Node | None]:
    """The file as plain data, and its node tree for line numbers.

    Raises:
        CatalogError: not YAML, not a mapping, too large, or one of the traps above; names file and line.
    """
    if len(text) > MAX_BYTES:
        raise CatalogError(f"{name}: over {MAX_BYTES:,} bytes; a catalogue file is a few kilobytes. Split it.")
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        data = loader.construct_document(node) if node is not None else None
    except RecursionError:
        raise CatalogError(f"{name}: nested too deeply to be a catalogue file. Flatten it.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}" if mark else "somewhere"
        raise CatalogError(f"{name}, {where}: {error.problem or error.context}. Mend the YAML there.") from None
    except yaml.YAMLError as error:
        raise CatalogError(f"{name}: not YAML: {error}") from None
    finally:
        loader.dispose()
    if not isinstance(data, dict):
        raise CatalogError(f"{name}, line 1: expected keys with values (key: value), found {type(data).__name__}.")
    return data, node


class _Odd(Exception):
    """More than plain keys, lists and scalars, or something wrong: `parse` knows what."""


def quickly(text: str) -> dict[str, Any] | None:
    """What `parse` gives for an ordinary file, in a third of the time; None for any other.

    A refresh reads thousands of these files, and their node trees are wanted only to tell where a mistake is.
    """
    if len(text) > MAX_BYTES:
        return None
    parser = CParser(text)
    try:
        begin = (parser.get_event(), parser.get_event())
        if type(begin[1]) is not yaml.DocumentStartEvent:
            return None
        data = _built(parser.get_event(), parser)
        ends = (parser.get_event(), parser.get_event())
    except (_Odd, yaml.YAMLError, RecursionError):
        return None
    finally:
        parser.dispose()
    return data if isinstance(data, dict) and type(ends[1]) is yaml.StreamEndEvent else None


def _built(event: Any, parser: CParser) -> Any:
    kind = type(event)
    if kind is yaml.AliasEvent or event.anchor or event.tag:
        raise _Odd
    if kind is yaml.ScalarEvent:
        return _scalar(event.value) if event.implicit[0] else event.value
    if kind is yaml.SequenceStartEvent:
        items = []
        while type(item := parser.get_event()) is not yaml.SequenceEndEvent:
            items.append(_built(item, parser))
        return items
    found: dict[str, Any] = {}
    while type(key := parser.get_event()) is not yaml.MappingEndEvent:
        if type(key) is not yaml.ScalarEvent or key.anchor or key.tag or key.value in found:
            raise _Odd
        found[key.value] = _built(parser.get_event(), parser)
    return found


_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


def _scalar(value: str) -> Any:
    """A plain scalar, typed as the resolvers above do."""
    if value[:1] not in _NUMERIC:
        return _WORDS.get(value, value) if len(value) < 6 else value
    if _INTEGER.fullmatch(value):
        return int(value.replace("_", ""))
    if _DECIMAL.fullmatch(value):
        return Decimal(value.replace("_", ""))
    if _NUMBERLIKE.fullmatch(value):
        raise _Odd
    return value


def load(path: Path, model: type[M], name: str, told: Callable[[bytes], object] | None = None, **given: Any) -> M:
    """Read `path` into `model`; `given` are fields the file does not carry, such as its own stem as id.

    `told` is given the name and the text of the file, to make a digest of.

    Raises:
        CatalogError: with one line for each thing wrong: file, line, key, what was expected.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CatalogError(f"{name}: not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None
    except OSError as error:
        raise CatalogError(f"{name}: cannot be read: {error.strerror}.") from None
    if told:
        told(f"{name}\0{text}\0".encode())
    data = quickly(text)
    if data is not None and not data.keys() & given:
        try:
            return model.model_validate({**data, **given})
        except ValidationError:
            pass  # told below, where the lines are known
    data, node = parse(text, name)
    for key in given:
        if key in data:
            raise CatalogError(f"{name}, line {_line_of(node, (key,))}: {key} comes from the file's name; remove it.")
    try:
        return model.model_validate({**data, **given})
    except ValidationError as error:
        lines = []
        for problem in error.errors():
            # pydantic names union branches in the place as well; keep what is really a key of the file.
            place = tuple(step for step in problem["loc"] if not str(step).startswith(("function-", "tuple", "dict[")))
            key = ".".join(str(step) for step in place) or "the file"
            message = problem["msg"].removeprefix("Value error, ")
            lines.append(f"{name}, line {_line_of(node, place)}: {key}: {message}")
        raise CatalogError("\n".join(dict.fromkeys(lines))) from None
