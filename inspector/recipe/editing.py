"""What is done to a model, as one list: how a new edit joins it, and what is left without it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from inspector.recipe.edits import (
    Edit,
    Freeze,
    ReplaceHead,
    SetActivation,
    SetConstraint,
    SetDropout,
    SetMaxNorm,
    SetOption,
    SetRegularizer,
    Unfreeze,
)
from inspector.recipe.recipe import Recipe

_SUBJECTS: dict[type, tuple[str, ...]] = {
    SetDropout: ("layer", "recurrent"),
    SetMaxNorm: ("layer",),
    SetConstraint: ("layer", "weight"),
    SetRegularizer: ("layer", "weight"),
    SetActivation: ("layer",),
    SetOption: ("layer", "option"),
    ReplaceHead: ("output",),
}
"""The fields of an edit that say what it is set for, where a later one takes its place."""


def changes(recipe: Recipe) -> tuple[object, ...]:
    """Every edit, and every multiplier of a layer's learning rate."""
    return (*recipe.edits, *sorted(recipe.training.learning_rate.multipliers.items()))


def without_changes(recipe: Recipe) -> Recipe:
    """The data and settings of a recipe that make sense for any model."""
    rate = replace(recipe.training.learning_rate, multipliers={})
    return Recipe(data=recipe.data, training=replace(recipe.training, learning_rate=rate))


def with_edit(edits: Sequence[Edit], new: Edit) -> tuple[Edit, ...]:
    """``edits`` with ``new`` made too.

    A rate, limit or head set before for the same layer is exchanged where it stands, so that later edits which build
    on it still can (the last one, where a recipe has several); earlier ticks of the same layers are taken out, because
    the last one counts. A disabled edit is exchanged too, but no tick is taken out of one.
    """
    if isinstance(new, Freeze | Unfreeze):
        return (*without_ticks(edits, new.layers), new)
    subject = _SUBJECTS.get(type(new), ())
    for place, edit in reversed(tuple(enumerate(edits if subject else ()))):
        if type(edit) is type(new) and all(getattr(edit, field) == getattr(new, field) for field in subject):
            return (*edits[:place], new, *edits[place + 1 :])
    return (*edits, new)


def without(edits: Sequence[Edit], places: Iterable[int]) -> tuple[Edit, ...]:
    """``edits`` but for those at some places."""
    gone = frozenset(places)
    return tuple(edit for place, edit in enumerate(edits) if place not in gone)


def switched(edits: Sequence[Edit], places: Iterable[int], enabled: bool) -> tuple[Edit, ...]:
    """``edits`` with those at some places enabled or disabled."""
    meant = frozenset(places)
    return tuple(replace(edit, disabled=not enabled) if place in meant else edit for place, edit in enumerate(edits))


def without_ticks(edits: Sequence[Edit], paths: Iterable[str]) -> tuple[Edit, ...]:
    """``edits`` with no freezing or unfreezing of ``paths`` left in them."""
    gone = frozenset(paths)
    kept = (_unticked(edit, gone) for edit in edits)
    return tuple(edit for edit in kept if edit is not None)


def _unticked(edit: Edit, gone: frozenset[str]) -> Edit | None:
    if edit.disabled or not isinstance(edit, Freeze | Unfreeze):
        return edit
    left = tuple(path for path in edit.layers if path not in gone)
    return replace(edit, layers=left) if left else None
