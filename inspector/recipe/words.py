"""Edits, and the steps between recipes, in words."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.recipe.edits import Edit, Freeze, InsertDropout, ReplaceHead, SetDropout, SetMaxNorm, Unfreeze
from inspector.recipe.recipe import Recipe


def words(edit: Edit) -> str:
    """What an edit does, in one line: ``"Freeze conv1 and 3 more"``."""
    match edit:
        case Freeze():
            return f"Freeze {_some(edit.layers)}"
        case Unfreeze():
            return f"Unfreeze {_some(edit.layers)}"
        case SetDropout():
            return f"Dropout of {edit.layer}: {edit.rate:g}"
        case InsertDropout():
            return f"New dropout after {edit.after}: {edit.rate:g}"
        case SetMaxNorm(value=None):
            return f"No max-norm on {edit.layer}"
        case SetMaxNorm():
            return f"Max-norm on {edit.layer}: {edit.value:g}"
        case ReplaceHead():
            return _head(edit)


def step_words(before: Recipe, after: Recipe) -> str:
    """What leads from one recipe to another, in one line."""
    added = [edit for edit in after.edits if edit not in before.edits]
    removed = [edit for edit in before.edits if edit not in after.edits]
    if len(added) == 1:
        return words(added[0])
    if added:
        return f"{len(added)} edits"
    if len(removed) == 1:
        return f"Take back: {words(removed[0])}"
    if removed:
        return f"Take back {len(removed)} edits"
    if after.edits != before.edits:
        return "Order of the edits"
    return "Data" if after.data != before.data else "Training settings"


def _some(paths: Sequence[str]) -> str:
    return paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"


def _head(edit: ReplaceHead) -> str:
    place = f" of {edit.output}" if edit.output else ""
    units = "1 unit" if edit.units == 1 else f"{edit.units} units"
    if edit.drop_last is None:
        dropped = ""
    elif edit.drop_last == 0:
        dropped = ", on top"
    else:
        dropped = f", in place of the last {'layer' if edit.drop_last == 1 else f'{edit.drop_last} layers'}"
    return f"New head{place}: {units}, {edit.activation}{dropped}"
