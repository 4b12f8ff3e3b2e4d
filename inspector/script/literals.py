"""Python values and calls as an expert would type them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

WIDTH = 88
"""Columns a line of a script may have: what formatters of Python keep to."""


def literal(value: Any) -> str:
    """A value of JSON or a tuple as Python code, texts in double quotes."""
    match value:
        case str():
            return _text(value)
        case tuple():
            return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
        case list():
            return "[" + ", ".join(map(literal, value)) + "]"
        case Mapping():
            return "{" + ", ".join(f"{literal(key)}: {literal(each)}" for key, each in value.items()) + "}"
    return repr(value)


def call(name: str, arguments: Sequence[str], indent: int = 0, before: str = "", after: str = "") -> str:
    """A call on one line where it fits, else an argument on each.

    Args:
        name: what is called.
        arguments: as code.
        indent: columns its lines stand in.
        before, after: what else is on its first and last line: ``"x = "``, ``"(x)"``.
    """
    space = " " * indent
    line = f"{space}{before}{name}({', '.join(arguments)}){after}"
    if len(line) <= WIDTH or not arguments:
        return line
    inner = f"{space}    {', '.join(arguments)}"
    if len(inner) <= WIDTH and "\n" not in inner:
        return f"{space}{before}{name}(\n{inner}\n{space}){after}"
    return one_each(f"{space}{before}{name}(", arguments, f"{space}){after}", indent)


def listed(
    values: Iterable[str], opening: str, closing: str, indent: int = 0, before: str = "", after: str = ""
) -> str:
    """Texts in brackets: ``for name in ("conv1", "conv2"):``; one on each line where they are many."""
    items = [literal(value) for value in values]
    space = " " * indent
    comma = "," if opening == "(" and len(items) == 1 else ""
    line = f"{space}{before}{opening}{', '.join(items)}{comma}{closing}{after}"
    if len(line) <= WIDTH:
        return line
    return one_each(f"{space}{before}{opening}", items, f"{space}{closing}{after}", indent)


def one_each(first: str, items: Iterable[str], last: str, indent: int) -> str:
    """Items on lines of their own, ``indent`` + 4 columns in, between a first and a last line."""
    space = " " * (indent + 4)
    return "\n".join([first, *(f"{space}{item}," for item in items), last])


def _text(value: str) -> str:
    quoted = repr(value)
    if quoted.startswith("'") and '"' not in value:
        return '"' + quoted[1:-1].replace("\\'", "'") + '"'
    return quoted
