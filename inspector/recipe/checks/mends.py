"""The ways of mending: small changes of a recipe, as values."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec.structs import replace

from inspector.recipe.checks.finding import Mend
from inspector.recipe.editing import with_edit
from inspector.recipe.edits import Edit
from inspector.recipe.recipe import Recipe, Training


def add(label: str, *edits: Edit) -> Mend:
    """Make edits too, each as if a person made it now."""

    def changed(recipe: Recipe) -> Recipe:
        joined = recipe.edits
        for edit in edits:
            if edit not in joined[-1:]:
                joined = with_edit(joined, edit)
        return replace(recipe, edits=joined)

    return Mend(label, changed)


def exchange(label: str, old: Edit, *new: Edit) -> Mend:
    """Put other edits where one stands, or none: that takes it away."""

    def changed(recipe: Recipe) -> Recipe:
        if old not in recipe.edits:
            return recipe
        place = recipe.edits.index(old)
        return replace(recipe, edits=(*recipe.edits[:place], *new, *recipe.edits[place + 1 :]))

    return Mend(label, changed)


def train(label: str, **settings: Any) -> Mend:
    """Set training settings: fields of ``Training``."""
    return Mend(label, lambda recipe: replace(recipe, training=replace(recipe.training, **settings)))


def read(label: str, **settings: Any) -> Mend:
    """Set how the data is read: fields of ``Data``; nothing while none is chosen."""
    return Mend(label, lambda recipe: recipe if recipe.data is None else _with_data(recipe, settings))


def base_rate(label: str, rate: float) -> Mend:
    """Set the base learning rate."""

    def changed(recipe: Recipe) -> Recipe:
        return _with_rate(recipe, base=rate)

    return Mend(label, changed)


def forget_factors(label: str, paths: Collection[str], instead: str = "") -> Mend:
    """Take multipliers of the learning rate away; the first one's factor goes to the layer ``instead``."""

    def changed(recipe: Recipe) -> Recipe:
        factors = recipe.training.learning_rate.multipliers
        left = {path: factor for path, factor in factors.items() if path not in paths}
        for path in factors if instead else ():
            if path in paths:
                left.setdefault(instead, factors[path])
        return _with_rate(recipe, multipliers=left)

    return Mend(label, changed)


def _with_rate(recipe: Recipe, **fields: Any) -> Recipe:
    training: Training = recipe.training
    rate = replace(training.learning_rate, **fields)
    return replace(recipe, training=replace(training, learning_rate=rate))


def _with_data(recipe: Recipe, settings: dict[str, Any]) -> Recipe:
    assert recipe.data is not None
    return replace(recipe, data=replace(recipe.data, **settings))
