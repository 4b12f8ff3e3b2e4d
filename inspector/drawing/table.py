"""A table of text that keeps to a width: columns side by side, long cells broken."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

_GAP = "  "
_NARROWEST = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A title and one cell per row; a cell may have several lines."""

    title: str
    cells: Sequence[str]
    to_the_right: bool = False
    shrinks: bool = False

    @property
    def natural_width(self) -> int:
        """Characters its longest line takes."""
        return max((len(line) for cell in (self.title, *self.cells) for line in cell.split("\n")), default=0)


def table(columns: Sequence[Column], width: int) -> list[str]:
    """The lines of a table: titles, a rule, a line or several per row, and a rule.

    Args:
        width: characters per line that it may use; what does not fit is broken in columns that may shrink.
    """
    widths = _fitted(columns, width)
    rule = "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    lines = [_line([column.title for column in columns], columns, widths), rule]
    for cells in zip(*(column.cells for column in columns), strict=True):
        wrapped = [_wrapped(cell, size) for cell, size in zip(cells, widths, strict=True)]
        lines += [_line(part, columns, widths) for part in zip_longest(*wrapped, fillvalue="")]
    return [*lines, rule]


def _fitted(columns: Sequence[Column], width: int) -> list[int]:
    """Column widths; the widest of those that may shrink gives way until the table fits."""
    widths = [column.natural_width for column in columns]
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    while excess > 0:
        widest = max((index for index, column in enumerate(columns) if column.shrinks), key=lambda index: widths[index])
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
        excess -= 1
    return widths


def _wrapped(cell: str, width: int) -> list[str]:
    if len(cell) <= width and "\n" not in cell:
        return [cell]
    lines: list[str] = []
    for line in cell.split("\n"):
        text = line.lstrip()
        indent = " " * min(len(line) - len(text), width // 2)
        broken = textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent + "  ")
        lines += broken if len(line) > width else [line]
    return lines


def _line(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    padded = (
        cell.rjust(width) if column.to_the_right else cell.ljust(width)
        for cell, column, width in zip(cells, columns, widths, strict=True)
    )
    return _GAP.join(padded).rstrip()
