"""Save a model in one of several formats: written, read again, compared with the model, and only then put in place."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from inspector.engine.difference import TOLERANCE, in_words, largest_difference, rounding
from inspector.engine.errors import EngineError
from inspector.engine.load import load_as_is
from inspector.engine.proof import on_samples, values
from inspector.engine.save import save
from inspector.engine.saving.litert_file import write_litert
from inspector.engine.saving.onnx_file import write_onnx
from inspector.engine.saving.reasons import first_line
from inspector.engine.saving.rerun import rerun
from inspector.engine.saving.serving import serving
from inspector.engine.saving.staged import staged
from inspector.engine.walk import functional, leaves
from inspector.jobs.model_formats import BY_NAME, FormatName, ModelFormatError, format_of, require_installed

_NAME_CLASH = re.compile(r"more than one argument to '.*' was named '(.+)'")


@dataclass(frozen=True)
class Saved:
    """How far what the file gives is from what the model gives, as a sentence and a number.

    ``notes`` are what a person should know of the file.
    """

    text: str
    difference: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Read:
    """A file that was written: how it is run on samples, and how many it takes at a time, if it does not take any."""

    run: Callable[[Any], Sequence[Any]]
    samples: int | None = None
    notes: tuple[str, ...] = ()


def save_as(model: keras.Model, output: Path, kind: FormatName, tell: Callable[[str], None]) -> Saved:
    """Write the model; a file, or a folder that is a SavedModel, is replaced in one step.

    Args:
        model: functional or sequential.
        output: where to; its folder exists.
        kind: the format.
        tell: hears what is being done.

    Raises:
        EngineError: it cannot be written so, or read again it gives something else. What was there still is.
    """
    try:
        require_installed(format_of(output, kind))
    except ModelFormatError as error:
        raise EngineError(str(error)) from error
    inputs, wanted = on_samples(functional(model))
    with staged(output) as place:
        tell(f"Writing the model as {BY_NAME[kind].title}")
        read = _WRITERS[kind](model, place)
        if read.samples:
            inputs = keras.tree.map_structure(lambda array: array[: read.samples], inputs)
            wanted = values(functional(model), inputs)
        tell("Reading it again and comparing")
        difference = _compared(model, wanted, read.run(inputs))
    text = f"Read again, it gives the same for random samples: the values {in_words(difference)}."
    return Saved(text, difference, read.notes)


def _compared(model: keras.Model, wanted: Sequence[Any], found: Sequence[Any]) -> float:
    """The largest difference, which is no more than rounding."""
    dtypes = [layer.compute_dtype for layer in leaves(model).values()]
    coarsest = max(dtypes, key=lambda dtype: TOLERANCE.get(dtype, 0.0))
    differences = [largest_difference(*pair) for pair in zip(wanted, found, strict=True)]
    for difference, expected in zip(differences, wanted, strict=True):
        if not difference <= rounding(expected, coarsest):
            raise EngineError(
                f"Read again, the file gives other values than the model: they differ by {difference:.2g}. "
                "Nothing was saved."
            )
    return max(differences)


# ------------------------------------------------------------------ one function per format


def _keras(model: keras.Model, place: Path) -> _Read:
    model.save(place)
    return _Read(lambda inputs: values(functional(load_as_is(place)), inputs))


def _weights(model: keras.Model, place: Path) -> _Read:
    model.save_weights(place)

    def run(inputs: Any) -> list[Any]:
        with tempfile.TemporaryDirectory(prefix="inspector-") as folder:
            save(model, path := Path(folder, "model.keras"))
            other = load_as_is(path)
        for weight in other.weights:  # so that nothing is right but by the file
            weight.assign(np.zeros(weight.shape, weight.dtype))
        other.load_weights(place)
        return values(functional(other), inputs)

    return _Read(run)


def _saved_model(model: keras.Model, place: Path) -> _Read:
    try:
        model.export(place, format="tf_saved_model", verbose=False)
    except ValueError as error:
        if clash := _NAME_CLASH.search(str(error)):
            raise EngineError(
                f"A SavedModel cannot have an input called '{clash[1]}': rename it to letters, digits and _."
            ) from error
        raise EngineError(f"The model cannot be exported: {first_line(error)}.") from error
    graph = functional(model)
    inputs = [tensor.name for tensor in graph.inputs]
    outputs = [f"output_{number}" for number in range(len(graph.outputs))]
    if isinstance(graph.input, dict):
        inputs = sorted(graph.input)
    if isinstance(graph.output, dict):
        outputs = sorted(graph.output)
    return _elsewhere("saved_model", place, inputs, outputs)


def _onnx(model: keras.Model, place: Path) -> _Read:
    made = serving(model)
    write_onnx(made, place)
    return _elsewhere("onnx", place, made.inputs, made.outputs)


def _litert(model: keras.Model, place: Path) -> _Read:
    made, batch = write_litert(model, place)
    note = "The file takes one sample at a time: LiteRT has to know the batch size of such a model."
    return _elsewhere("litert", place, made.inputs, made.outputs, batch, (note,) if batch else ())


def _elsewhere(
    kind: FormatName,
    place: Path,
    inputs: Sequence[str],
    outputs: Sequence[str],
    samples: int | None = None,
    notes: tuple[str, ...] = (),
) -> _Read:
    """How a file is run in a process of its own."""

    def run(given: Any) -> list[Any]:
        return rerun(kind, place, dict(zip(inputs, keras.tree.flatten(given), strict=True)), outputs)

    return _Read(run, samples, notes)


_WRITERS: dict[FormatName, Callable[[keras.Model, Path], _Read]] = {
    "keras": _keras,
    "weights": _weights,
    "saved_model": _saved_model,
    "onnx": _onnx,
    "litert": _litert,
}
