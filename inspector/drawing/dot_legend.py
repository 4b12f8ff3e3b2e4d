"""A legend in Graphviz' language: a table, which Graphviz writes above the graph."""

from __future__ import annotations

from html import escape

from inspector.drawing.overlays import Legend

_TABLE = '<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4"><TR>'
_GAP = "   "


def legend_label(legend: Legend) -> str:
    """An HTML-like label: the title, the ramp between its ends, and a coloured cell before the words of each key."""
    cells = [f"<TD><B>{escape(legend.title)}</B></TD>"]
    if legend.ramp:
        cells += [_words(legend.low), *map(_patch, legend.ramp), _words(legend.high)]
    for key in legend.keys:
        cells += [_patch(key.colour), _words(key.words)]
    return f"{_TABLE}{''.join(cells)}</TR></TABLE>>"


def _patch(colour: str) -> str:
    return f'<TD BGCOLOR="{colour}">{_GAP}</TD>'


def _words(text: str) -> str:
    return f"<TD>{escape(text)}{_GAP}</TD>"
