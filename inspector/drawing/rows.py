"""The facts of every layer as rows of plain values, which a notebook shows as a table."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from inspector.drawing.table import Column, table
from inspector.graph.fact_sheet import FactSheet
from inspector.graph.model import Layer, ModelGraph

_WIDTH = 140


class Rows(list[dict[str, Any]]):
    """Dictionaries with the same keys: ``pandas.DataFrame(rows)`` works, text and HTML are tables."""

    def __str__(self) -> str:
        if not self:
            return "no layers"
        columns = [
            Column(
                title,
                [_words(row[title]) for row in self],
                to_the_right=_is_number(row[title] for row in self),
                shrinks=not _is_number(row[title] for row in self),
            )
            for title in self[0]
        ]
        return "\n".join(table(columns, _WIDTH))

    def _repr_html_(self) -> str:
        if not self:
            return "<p>no layers</p>"
        head = "".join(f"<th>{escape(title)}</th>" for title in self[0])
        body = "".join(f"<tr>{''.join(map(_cell, row.values()))}</tr>" for row in self)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def rows(graph: ModelGraph) -> Rows:
    """A row per layer; ``None`` is not known.

    ``layer`` is its path, ``class_name``, ``output_shape`` (of its first output), ``dtype``, ``parameters``,
    ``trainable``, ``macs``, ``flops`` and ``activation_bytes`` for one sample, ``inputs`` the paths it takes.
    """
    sheet = FactSheet(graph)
    return Rows(_row(leaf, sheet) for leaf in graph.leaves)


def _row(leaf: Layer, sheet: FactSheet) -> dict[str, Any]:
    facts = sheet.of(leaf.path)
    return {
        "layer": leaf.path,
        "class_name": leaf.class_name,
        "output_shape": leaf.output_shape,
        "dtype": facts.dtype,
        "parameters": facts.parameters,
        "trainable": leaf.trainable,
        "macs": facts.macs,
        "flops": facts.flops,
        "activation_bytes": facts.activation_bytes,
        "inputs": leaf.inputs,
    }


def _is_number(values: Iterable[object]) -> bool:
    return all(value is None or (isinstance(value, int) and not isinstance(value, bool)) for value in values)


def _words(value: object) -> str:
    if value is None:
        return "?"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, tuple) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return str(value)


def _cell(value: object) -> str:
    aligned = "right" if isinstance(value, int) and not isinstance(value, bool) else "left"
    return f'<td style="text-align:{aligned}">{escape(_words(value))}</td>'
