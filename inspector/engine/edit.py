"""A model file with a recipe's edits made: whichever way the engine has to make them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import keras

from inspector.engine.apply import apply_and_compare
from inspector.engine.body.build import build
from inspector.engine.load import load
from inspector.engine.proof import Comparison
from inspector.recipe.bodies import is_body
from inspector.recipe.plan import Plan


def edit(
    path: str | Path, plan: Plan, trusted: str, tell: Callable[[str], None], seed: int = 0
) -> tuple[keras.Model, Comparison]:
    """The edited model, not compiled, and what was compared with the original.

    Args:
        path: the model file.
        plan: made for its graph.
        trusted: the SHA-256 of the file whose code may be run.
        tell: hears what is being done.
        seed: what fresh weights follow from.

    Raises:
        EngineError, FormatError: it cannot be loaded, or not be edited so; a sentence.
    """
    tell("Loading the model")
    if is_body(plan.original):
        keras.utils.set_random_seed(seed)
        return build(path, plan, trusted)
    model = load(path, trusted)
    tell("Editing the model")
    return apply_and_compare(model, plan, seed)
