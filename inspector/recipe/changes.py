"""A recipe's edits as a person reads them: equal ones of several layers in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from msgspec.structs import replace

from inspector.graph.model import ModelGraph
from inspector.recipe.edits import (
    Edit,
    Freeze,
    InsertDropout,
    RemoveDropout,
    SetActivation,
    SetConstraint,
    SetDropout,
    SetMaxNorm,
    SetOption,
    SetRegularizer,
    Unfreeze,
)
from inspector.recipe.fitting import Fit
from inspector.recipe.preview import preview
from inspector.recipe.words import words

_FEW = 3
_LAYER_OF: Mapping[type, str] = {
    Freeze: "layers",
    Unfreeze: "layers",
    SetDropout: "layer",
    InsertDropout: "after",
    RemoveDropout: "layer",
    SetMaxNorm: "layer",
    SetConstraint: "layer",
    SetRegularizer: "layer",
    SetActivation: "layer",
    SetOption: "layer",
}
"""Kinds of edits that are told together where they differ in this field only."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line.

    Attributes:
        key: the same for as long as it is about the same, whatever layers come and go.
        words: what is done, to all its layers.
        places: where its edits stand in the recipe.
        disabled: those of ``places`` that are not made.
        reason: why it cannot be made, in a sentence; empty where it can.
        parts: its edits one by one, where it has several.
    """

    key: str
    words: str
    places: tuple[int, ...]
    disabled: frozenset[int] = frozenset()
    reason: str = ""
    parts: tuple[Change, ...] = ()


def changes(edits: Sequence[Edit], misfits: Mapping[int, str]) -> tuple[Change, ...]:
    """The lines, in the order of their first edits; an edit that cannot be made has a line of its own."""
    together: dict[str, list[int]] = {}
    for place, edit in enumerate(edits):
        kind = f"{place} {words(edit)}" if place in misfits else _kind(edit)
        together.setdefault(kind, []).append(place)
    return tuple(_change(kind, places, edits, misfits) for kind, places in together.items())


def layers_of(graph: ModelGraph, fitted: Fit, edits: Sequence[Edit], places: Sequence[int]) -> tuple[str, ...]:
    """Leaf paths of the layers that edits of a file's graph are about, as far as the model has them, in its order.

    A layer that an edit creates stands for the one it is put behind.
    """
    made = [replace(edit, disabled=True) if place in fitted.misfits else edit for place, edit in enumerate(edits)]
    final = fitted.preview.graph
    wanted: set[str] = set()
    for place in places:
        wanted |= _created(graph, made, place) or set(_named(edits[place]))
    now = fitted.preview.plan.renamed
    wanted = {now.get(path, path) for path in wanted}
    inside = {leaf.path for path in wanted if path in final.by_path for leaf in final.inside(path)}
    return tuple(leaf.path for leaf in final.leaves if leaf.path in inside)


def _created(graph: ModelGraph, made: Sequence[Edit], place: int) -> Set[str]:
    """What one edit creates."""
    if made[place].disabled:
        return set()
    before, after = (preview(graph, made[: place + step]).created for step in (0, 1))
    return after - before


def _named(edit: Edit) -> tuple[str, ...]:
    if isinstance(edit, Freeze | Unfreeze):
        return edit.layers
    path = next((getattr(edit, name) for name in ("layer", "after", "output") if hasattr(edit, name)), None)
    return (path,) if path else ()


def _kind(edit: Edit) -> str:
    """The same for edits that are told together."""
    enabled = replace(edit, disabled=False)
    field = _LAYER_OF.get(type(edit))
    return repr(replace(enabled, **{field: ""}) if field else enabled)


def _change(key: str, places: Sequence[int], edits: Sequence[Edit], misfits: Mapping[int, str]) -> Change:
    several = len(places) > 1
    return Change(
        key,
        _together([edits[place] for place in places]),
        tuple(places),
        frozenset(place for place in places if edits[place].disabled),
        misfits.get(places[0], ""),
        tuple(_change(f"{key} {place}", [place], edits, misfits) for place in places) if several else (),
    )


def _together(edits: Sequence[Edit]) -> str:
    first = edits[0]
    field = _LAYER_OF.get(type(first))
    paths = tuple(dict.fromkeys(path for edit in edits for path in _named(edit)))
    if field is None or len(edits) == 1:
        return words(first)
    return words(replace(first, **{field: paths if field == "layers" else _names(paths)}))


def _names(paths: Sequence[str]) -> str:
    if len(paths) <= _FEW:
        return ", ".join(paths)
    return f"{', '.join(paths[: _FEW - 1])} and {len(paths) - _FEW + 1} more"
