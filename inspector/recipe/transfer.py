"""A recipe on a model it was not made for: what of it fits, edit by edit, and why the rest does not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from msgspec.structs import replace

from inspector.graph.model import ModelGraph
from inspector.recipe.edits import Edit, Freeze, Unfreeze
from inspector.recipe.plan import plan
from inspector.recipe.preview import preview
from inspector.recipe.recipe import Recipe, Training
from inspector.recipe.refusal import EditError, nearest, no_layer
from inspector.recipe.words import listed, multiplier_words

_NAMED = 3
"""So many missing layers are named with the nearest names; of the others there is the count."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What becomes of one edit, or of one layer's learning rate.

    Attributes:
        words: what it does.
        fits: all of it, a part (some of its layers are there), or nothing.
        reason: why not all of it, in sentences.
    """

    words: str
    fits: Literal["all", "some", "none"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """A recipe held against a model.

    Attributes:
        carried: every edit in order, then the learning rates of layers.
        recipe: what fits; data and settings as they are.
    """

    carried: tuple[Carried, ...]
    recipe: Recipe

    @property
    def is_whole(self) -> bool:
        """Whether everything fits."""
        return all(each.fits == "all" for each in self.carried)


def transfer(graph: ModelGraph, recipe: Recipe) -> Transfer:
    """Hold a recipe against a model; freezing is carried over for those of its layers that are there."""
    left = list(recipe.edits)
    reasons: dict[int, str] = {}
    while True:
        try:
            final = preview(graph, left).graph
            break
        except EditError as error:
            place = error.index
            left[place], reason = _what_fits(graph, left, error)
            reasons[place] = f"{reasons[place]} {reason}" if place in reasons else reason
    carried = [
        Carried(listed(edit), _extent(edit, left[place]), reasons.get(place, ""))
        for place, edit in enumerate(recipe.edits)
    ]
    kept = tuple(edit for edit, one in zip(left, carried, strict=True) if one.fits != "none")
    rates, training = _rates(final, recipe.training)
    return Transfer((*carried, *rates), replace(recipe, edits=kept, training=training))


def _what_fits(graph: ModelGraph, edits: Sequence[Edit], refused: EditError) -> tuple[Edit, str]:
    """What is left of an edit that was refused, disabled where that is nothing, and the reason."""
    edit = edits[refused.index]
    if isinstance(edit, Freeze | Unfreeze):
        there = plan(graph, edits[: refused.index]).graph.by_path
        missing = [path for path in edit.layers if path not in there]
        kept = tuple(path for path in edit.layers if path in there)
        if kept and missing:
            return replace(edit, layers=kept), _told(missing, len(edit.layers), there)
    return replace(edit, disabled=True), str(refused)


def _told(missing: Sequence[str], count: int, there: Collection[str]) -> str:
    named = [f"{path}{_hint(path, there)}" for path in missing[:_NAMED]]
    rest = [f"{len(missing) - _NAMED} more"] if len(missing) > _NAMED else []
    return f"{len(missing)} of {count} layers {'is' if len(missing) == 1 else 'are'} not there: " + (
        "; ".join([*named, *rest]) + "."
    )


def _hint(path: str, there: Collection[str]) -> str:
    names = nearest(path, there)
    return f" (near to it: {', '.join(names)})" if names else ""


def _extent(edit: Edit, left: Edit) -> Literal["all", "some", "none"]:
    if left == edit:
        return "all"
    return "none" if left.disabled else "some"


def _rates(final: ModelGraph, training: Training) -> tuple[list[Carried], Training]:
    """The learning rates of layers, and the settings with those of layers that are there."""
    there = final.by_path
    carried = []
    for path, factor in training.learning_rate.multipliers.items():
        missing = "" if path in there else no_layer(path, there)
        carried.append(Carried(multiplier_words([path], factor), "none" if missing else "all", missing))
    kept = {path: factor for path, factor in training.learning_rate.multipliers.items() if path in there}
    return carried, replace(training, learning_rate=replace(training.learning_rate, multipliers=kept))
