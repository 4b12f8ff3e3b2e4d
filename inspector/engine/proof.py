"""Prove on random inputs that an edit left alone what it did not mean to change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import keras

from inspector.engine.difference import in_words, largest_difference, rounding
from inspector.engine.errors import EngineError
from inspector.engine.samples import samples
from inspector.engine.unchanged import Watched, unchanged
from inspector.engine.walk import functional, leaves
from inspector.recipe.configs import changed
from inspector.recipe.plan import Plan

SIZES = (96, 224, 16)
"""Tried in turn for the axes whose size a model leaves open: one that halves five times, a larger and a small one."""
_NAMED = 3
"""So many layers that compute something else are told of one by one."""


@dataclass(frozen=True)
class Comparison:
    """What was compared in words, and the largest difference of any two values; ``None`` where none were."""

    text: str
    difference: float | None


def prove(old: keras.Model, new: keras.Model, plan: Plan) -> Comparison:
    """Compare the edited model with the original; both in inference mode, so dropout does nothing.

    Weights of layers that are not created must be equal to the byte. Every output must be equal up to rounding, or,
    where the head is new, the tensor that feeds it, and where a layer computes something else, what goes into it.

    Raises:
        EngineError: something differs, or the model cannot be run on random inputs.
    """
    said = [f"{_same_weights(old, new, plan)} weights are equal to the byte"]
    _settings_hold(new, plan)
    found = unchanged(old, new, plan)
    differences = _same_values(old, new, [*found.outputs, *found.heads, *found.entering])
    for inner in found.inner:
        differences += _same_values(inner.old, inner.new, inner.tensors)
    outputs, heads = len(found.outputs), len(found.outputs) + len(found.heads)
    if found.outputs:
        what = "the values at the new end" if plan.end else "predictions"
        said.append(f"{what} ({_names(found.outputs)}) are unchanged: they {in_words(max(differences[:outputs]))}")
    if found.heads:
        said.append(
            f"the features before the new head ({_names(found.heads)}) are unchanged: "
            f"they {in_words(max(differences[outputs:heads]))}"
        )
    if plan.changing:
        apart = f": the values {in_words(max(differences[heads:]))}" if differences[heads:] else ""
        said.append(f"what goes into layers that compute something else is unchanged{apart}")
    text = f"Compared with the original on random samples: {'; '.join(said)}.{_other(plan)}"
    return Comparison(text, max(differences, default=None))


def _other(plan: Plan) -> str:
    """What predicts something else now, in sentences."""
    paths = sorted(plan.changing)
    told = "".join(f" '{path}': {plan.edited[path]}." for path in paths[:_NAMED])
    more = len(paths) - _NAMED
    others = "one more layer computes" if more == 1 else f"{more} more layers compute"
    return told if more <= 0 else f"{told} And {others} something else."


def _same_weights(old: keras.Model, new: keras.Model, plan: Plan) -> int:
    """How many variables were compared."""
    originals, count = leaves(old), 0
    for path, layer in leaves(new).items():
        if path in plan.created:
            continue
        for source, target in zip(originals[path].weights, layer.weights, strict=True):
            count += 1
            if source.numpy().tobytes() != target.numpy().tobytes():
                raise EngineError(
                    f"The weight '{target.name}' of '{path}' was changed by the edits. Nothing was saved."
                )
    return count


def _settings_hold(new: keras.Model, plan: Plan) -> None:
    """Ask the edited layers themselves for what was set: numbers, names and switches."""
    layers = leaves(new)
    for path in plan.config.keys() - plan.created - {each.path for each in plan.replaced}:
        config = layers[path].get_config()
        plain = {key: value for key, value in plan.config[path].items() if isinstance(value, int | float | str)}
        if changed(config, plain) != config:
            raise EngineError(f"Keras did not take what was set of '{path}' ({plan.edited[path]}). Nothing was saved.")


def _same_values(old: keras.Model, new: keras.Model, watched: Sequence[Watched]) -> list[float]:
    """The largest difference of each, none of which is more than rounding."""
    if not watched:
        return []
    before = keras.Model(functional(old).input, [tensor for _, tensor, _ in watched])
    after = keras.Model(functional(new).input, [tensor for _, _, tensor in watched])
    inputs, expected = on_samples(before)
    differences = []
    for (name, tensor, _), wanted, found in zip(watched, expected, values(after, inputs), strict=True):
        difference = largest_difference(wanted, found)
        if not difference <= rounding(wanted, tensor.dtype):
            raise EngineError(
                f"The edited model gives other values before or at '{name}' than the original. Nothing was saved."
            )
        differences.append(difference)
    return differences


def on_samples(model: keras.Model) -> tuple[Any, list[Any]]:
    """Inputs that the model can be run on, and what it gives for them.

    Raises:
        EngineError: it can be run on none.
    """
    for size in SIZES:
        inputs = samples(model, size)
        try:
            return inputs, values(model, inputs)
        except Exception as error:
            failure = error
    first = next(iter(str(failure).splitlines()), type(failure).__name__)
    raise EngineError(f"The model cannot be run on random inputs, so nothing can be compared: {first}") from failure


def values(model: keras.Model, inputs: Any) -> list[Any]:
    """What a model predicts, a tensor per output."""
    return list(keras.tree.flatten(model(inputs, training=False)))


def _names(watched: Iterable[Watched]) -> str:
    return ", ".join(f"'{name}'" for name, _, _ in watched)
