"""What the canvas says in words: tooltips, and descriptions for screen readers."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from inspector.catalogue import help_of, help_of_operation
from inspector.drawing.picture import Box

_MOST_ENDS = 12
_FROZEN = {"no": "", "some": "partly frozen", "all": "frozen"}


def tooltip(box: Box, facts: Iterable[tuple[str, str]] = ()) -> str:
    """Rich text about a box: its name and class, what such a layer does, its second line, facts, its marks."""
    head = f"<b>{escape(_name(box))}</b>"
    if box.class_name:
        head += f" · {escape(box.class_name)}"
    if box.kind == "stub":
        return _of_stub(box)
    parts = [head]
    if box.class_name:
        told = help_of_operation if box.category == "operation" else help_of
        parts.append(escape(told(box.class_name)))
    if box.subtitle and box.subtitle != box.class_name:
        parts.append(escape(box.subtitle))
    if rows := [f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td>{escape(value)}</td></tr>" for name, value in facts]:
        parts.append(f"<table>{''.join(rows)}</table>")
    if marks := _marks(box):
        parts.append(f"<i>{marks}</i>")
    if box.kind != "layer":
        parts.append(f"Double-click, or Enter, to {'unfold' if box.kind == 'block' else 'fold'}.")
    return "<qt>" + "<br>".join(parts).replace("</table><br>", "</table>") + "</qt>"


def _of_stub(box: Box) -> str:
    """What is at the other ends, and how to get there."""
    named = [escape(end) for end in box.ends[:_MOST_ENDS]]
    more = f"<br>and {len(box.ends) - _MOST_ENDS} more" if len(box.ends) > _MOST_ENDS else ""
    way = "Comes from" if box.title.startswith("←") else "Goes to"
    return f"<qt>{way} <b>{'<br>'.join(named)}</b>{more}<br>Click to go there.</qt>"


def description(shown: int, selected: Iterable[Box], zoom: float) -> str:
    """Two sentences about the whole canvas: how many boxes it shows and how large, what is selected."""
    said = f"{shown} {'box' if shown == 1 else 'boxes'} at {zoom:.0%}."
    chosen = [_spoken(box) for box in selected]
    if len(chosen) > 3:
        return f"{said} {len(chosen)} selected."
    return f"{said} Selected: {'; '.join(chosen)}." if chosen else f"{said} Nothing selected."


def _spoken(box: Box) -> str:
    return ", ".join(part for part in (_name(box), box.class_name or box.subtitle, _marks(box)) if part)


def _name(box: Box) -> str:
    return box.id if box.kind == "layer" else box.title


def _marks(box: Box) -> str:
    return ", ".join(word for word in (_FROZEN[box.frozen], "edited" if box.edited else "") if word)
