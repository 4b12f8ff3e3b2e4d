"""Compare what an upgraded model predicts with what the old one does, on random inputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np

from inspector.engine.difference import TOLERANCE
from inspector.engine.errors import EngineError
from inspector.engine.proof import SIZES
from inspector.engine.samples import samples
from inspector.engine.upgrade.tf_keras_process import TfKeras
from inspector.engine.walk import functional


def difference(model: keras.Model, tf_keras: TfKeras, request: dict[str, str], folder: Path) -> float:
    """The largest difference between the two models' predictions, as a fraction of the largest prediction.

    Args:
        model: the upgraded one.
        tf_keras: computes the old one's.
        request: tells it the old model: ``config``, ``weights``, ``kind``.
        folder: for the inputs and outputs.

    Raises:
        TfKerasError: the old one cannot be computed.
        EngineError: the new one cannot.
    """
    inputs, found = predictions(model)
    named: dict[str, Any] = {f"input_{number}": each for number, each in enumerate(inputs)}
    np.savez(folder / "inputs.npz", **named)
    tf_keras.ask({**request, "inputs": str(folder / "inputs.npz"), "outputs": str(folder / "outputs.npz")})
    with np.load(folder / "outputs.npz") as stored:
        wanted = [stored[f"output_{number}"] for number in range(len(stored))]
    return largest_difference(wanted, found)


def predictions(model: keras.Model) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Random inputs and what the model gives for them, both in a flat list."""
    for size in SIZES:
        inputs = _whole_numbers(model, samples(functional(model), size))
        try:
            return keras.tree.flatten(inputs), values(model, inputs)
        except Exception as error:
            failure = error
    first = next(iter(str(failure).splitlines()), type(failure).__name__)
    raise EngineError(f"The model cannot be run on random inputs: {first[:300]}") from failure


def values(model: keras.Model, inputs: Any) -> list[np.ndarray]:
    """What the model gives for these inputs, in a flat list."""
    return [np.asarray(each) for each in keras.tree.flatten(model(inputs, training=False))]


def largest_difference(wanted: list[np.ndarray], found: list[np.ndarray]) -> float:
    """As a fraction of the largest value, at least of 1; infinite where shapes differ or one is not a number."""
    if [each.shape for each in wanted] != [each.shape for each in found]:
        return float("inf")
    worst = 0.0
    for one, other in zip(wanted, found, strict=True):
        one, other = one.astype("float64"), other.astype("float64")
        if not np.array_equal(np.isfinite(one), np.isfinite(other)):
            return float("inf")
        gap = np.nanmax(np.abs(one - other), initial=0.0)
        worst = max(worst, float(gap / max(1.0, np.nanmax(np.abs(one), initial=0.0))))
    return worst


def allowed(model: keras.Model) -> float:
    """The difference that is rounding at the model's precision."""
    return max(TOLERANCE.get(str(tensor.dtype), 1e-4) for tensor in functional(model).outputs)


def _whole_numbers(model: keras.Model, inputs: Any) -> Any:
    """The inputs, where they feed an embedding as positions in its table."""
    fed = {
        id(node.input_tensors[0])
        for layer in model._flatten_layers()
        if isinstance(layer, keras.layers.Embedding)
        for node in layer._inbound_nodes
    }
    return keras.tree.map_structure(
        lambda tensor, array: (np.abs(array) > 1).astype(array.dtype) if id(tensor) in fed else array,
        functional(model).input,
        inputs,
    )
