"""Edits, and the steps between recipes, in words."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from inspector.recipe.constraints import Constraint, constraint_words
from inspector.recipe.edits import (
    Edit,
    EndModel,
    Freeze,
    InsertDropout,
    RemoveDropout,
    RenameLayer,
    ReplaceHead,
    SetActivation,
    SetConstraint,
    SetDropout,
    SetMaxNorm,
    SetOption,
    SetRegularizer,
    Unfreeze,
)
from inspector.recipe.recipe import Recipe, Training
from inspector.recipe.regularizers import Penalty, penalty_words


def listed(edit: Edit) -> str:
    """What an edit does, in one line that says too where it is disabled."""
    return f"{words(edit)} (disabled)" if edit.disabled else words(edit)


def words(edit: Edit) -> str:
    """What an edit does, in one line: ``"Freeze conv1 and 3 more"``."""
    match edit:
        case Freeze():
            return f"Freeze {_some(edit.layers)}"
        case Unfreeze():
            return f"Unfreeze {_some(edit.layers)}"
        case SetDropout():
            return f"{'Recurrent dropout' if edit.recurrent else 'Dropout'} of {edit.layer}: {edit.rate:g}"
        case InsertDropout():
            return f"New dropout after {edit.after}: {edit.rate:g}"
        case RemoveDropout():
            return f"Remove {edit.layer}"
        case EndModel():
            return f"End the model at {edit.layer}"
        case RenameLayer():
            return f"Rename {edit.layer} to {edit.name}"
        case SetMaxNorm(value=None):
            return f"No max-norm on {edit.layer}"
        case SetMaxNorm():
            return f"Max-norm {edit.value:g} on {edit.layer}"
        case SetConstraint():
            held = constraint_words(Constraint(edit.kind, edit.value, edit.minimum, edit.maximum))
            return f"Constraint of the {edit.weight} of {edit.layer}: {held.removesuffix(' constraint')}"
        case SetRegularizer():
            size = penalty_words(Penalty(edit.l1, edit.l2))
            return f"Penalty on the {edit.weight} of {edit.layer}: {size.removesuffix(' regularizer')}"
        case SetActivation():
            return f"Activation of {edit.layer}: {edit.activation}"
        case SetOption():
            return f"{edit.option} of {edit.layer}: {value_words(edit.value)}"
        case ReplaceHead():
            return _head(edit)


def value_words(value: float | int | str | bool | None) -> str:
    """A value of an option, as a recipe has it."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return value if isinstance(value, str) else f"{value:g}"


def multiplier_words(paths: Sequence[str], factor: float) -> str:
    """What a multiplier of the learning rate does: ``"Learning rate of conv1 and 3 more: × 0.5"``."""
    return f"Learning rate of {_some(paths)}: × {factor:g}"


def step_words(before: Recipe, after: Recipe) -> str:
    """What leads from one recipe to another, in one line."""
    added = [edit for edit in after.edits if edit not in before.edits]
    removed = [edit for edit in before.edits if edit not in after.edits]
    if added and [replace(edit, disabled=not edit.disabled) for edit in added] == removed:
        what = words(added[0]) if len(added) == 1 else f"{len(added)} edits"
        return f"{'Disable' if added[0].disabled else 'Enable'}: {what}"
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
    if after.data != before.data:
        return "Data"
    return _multipliers_step(before.training, after.training) or "Training settings"


def _multipliers_step(before: Training, after: Training) -> str:
    old, new = before.learning_rate.multipliers, after.learning_rate.multipliers
    changed = [path for path in (*new, *(path for path in old if path not in new)) if old.get(path) != new.get(path)]
    factors = {new.get(path) for path in changed}
    if not changed:
        return ""
    if len(factors) > 1:
        return f"Learning rates of {len(changed)} layers"
    factor = factors.pop()
    return f"Default learning rate of {_some(changed)}" if factor is None else multiplier_words(changed, factor)


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
    drawn = f", {edit.initializer}" if edit.initializer else ""
    return f"New head{place}: {units}, {edit.activation}{drawn}{dropped}"
