"""Code that reads the training data and makes it fit the model's input."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from inspector.graph.model import ModelGraph, Shape
from inspector.jobs.data_facts import Arrays, DataFacts, Idx, Images
from inspector.recipe.input_range import input_range
from inspector.recipe.loss import is_classification, loss_for, units
from inspector.recipe.recipe import Data, Recipe
from inspector.script.errors import ScriptError
from inspector.script.literals import call, literal

_RESIZE = "keras.ops.image.resize"
_CAST = 'keras.ops.cast(x, "float32")'
_COLOURS = {1: "grayscale", 3: "rgb", 4: "rgba"}


@dataclass(frozen=True, slots=True)
class DataCode:
    """Code that reads data, and what it has made then.

    Attributes:
        path: what it reads, which the code calls ``DATA``.
        lines: the code.
        fit: arguments for ``fit`` that say what to train and validate on.
        test: those for ``evaluate``; empty where there is no test data.
        modules: what it imports besides Keras.
    """

    path: str
    lines: tuple[str, ...]
    fit: tuple[str, ...]
    test: tuple[str, ...]
    modules: tuple[str, ...] = ()


def data_code(graph: ModelGraph, recipe: Recipe, facts: DataFacts) -> DataCode:
    """The code for the data of a recipe.

    Args:
        graph: the edited model.
        recipe: what is trained, and on what.
        facts: what was found there.

    Raises:
        ScriptError: the model has several inputs, or one whose shape is not known; Keras has no reader for the data.
    """
    assert recipe.data
    if isinstance(facts, Idx):
        raise ScriptError(
            f"'{recipe.data.source}' holds IDX files, which Keras has no reader for: save them as an .npz file with "
            "the arrays x_train and y_train, and train on that."
        )
    shape = _input_shape(graph)
    if isinstance(facts, Images):
        return _images(graph, recipe, recipe.data, facts, shape)
    return _arrays(graph, recipe, recipe.data, facts, shape)


def _input_shape(graph: ModelGraph) -> Shape:
    shape = graph.by_path[graph.inputs[0]].taken_shape if len(graph.inputs) == 1 else None
    if shape is None:
        raise ScriptError("Only for a model with one input whose shape is known can the code that trains be written.")
    return shape[1:]


# ------------------------------------------------------------------ arrays


def _arrays(graph: ModelGraph, recipe: Recipe, data: Data, facts: Arrays, shape: Shape) -> DataCode:
    lines = ["with np.load(DATA) as data:"]
    lines += [f'    x_{part}, y_{part} = data["x_{part}"], data["y_{part}"]' for part in facts.parts]
    parts = list(facts.parts)
    if "val" not in parts:
        lines += ["", *_held_out(data, recipe.training.seed)]
        parts.append("val")
    steps = _steps(graph, data, facts, shape)
    resizes = any(_RESIZE in step for step in steps)
    if not resizes:
        steps = [step.replace(_CAST, 'x.astype("float32")').replace("keras.ops.", "np.") for step in steps]
    if steps:
        lines += ["", "", "def prepare(x):", *(f"    {line}" for line in _returned(steps)), "", ""]
    if labels := _label(graph, recipe, data, facts):
        lines += [f"y_{part} = {labels.format(f'y_{part}')}" for part in parts]
    fit: tuple[str, ...] = ("x_train", "y_train", "validation_data=(x_val, y_val)")
    scored: tuple[str, ...] = ("x_test", "y_test")
    modules: tuple[str, ...] = ("import numpy as np",)
    if resizes:
        lines += _batches(recipe, parts)
        fit, scored, modules = ("train", "validation_data=val"), ("test",), (*modules, "import tensorflow as tf")
    elif steps:
        lines += [f"x_{part} = prepare(x_{part})" for part in parts]
    return DataCode(facts.path, tuple(lines), fit, scored if "test" in parts else (), modules)


def _batches(recipe: Recipe, parts: list[str]) -> Iterator[str]:
    """Resized images need many times the memory of those in the file, so they are made batch by batch."""
    size = recipe.training.batch_size
    yield "def batches(x, y, shuffle=False):"
    yield "    data = tf.data.Dataset.from_tensor_slices((x, y))"
    yield "    if shuffle:"
    yield f"        data = data.shuffle(len(x), seed={recipe.training.seed})"
    yield f"    data = data.batch({size})"
    yield "    return data.map(lambda x, y: (prepare(x), y)).prefetch(2)"
    yield ""
    yield ""
    yield "train = batches(x_train, y_train, shuffle=True)"
    yield from (f"{part} = batches(x_{part}, y_{part})" for part in parts if part != "train")


def _held_out(data: Data, seed: int) -> Iterator[str]:
    yield f"# Hold out {data.held_out:.0%} of the samples to validate with."
    yield f"order = np.random.default_rng({seed}).permutation(len(x_train))"
    yield f"held = round({data.held_out!r} * len(order))"
    yield "x_val, y_val = x_train[order[:held]], y_train[order[:held]]"
    yield "x_train, y_train = x_train[order[held:]], y_train[order[held:]]"


def _steps(graph: ModelGraph, data: Data, facts: Arrays, shape: Shape) -> list[str]:
    """What is done to samples, each an expression of ``x``, for arrays and for tensors of TensorFlow."""
    steps = list(_shape_steps(facts, shape))
    if not _whole(graph):
        scale = _scale(graph, data, facts)
        real = "float32" in facts.dtype or _CAST in steps
        if scale or not real:
            steps.append(f"{'x' if real else _CAST}{scale}")
    return steps


def _shape_steps(facts: Arrays, want: Shape) -> Iterator[str]:
    have: tuple[int, ...] = facts.sample
    if _agree(have, want):
        return
    if None not in want and math.prod(have) == math.prod(size or 0 for size in want) and 1 in (len(have), len(want)):
        yield f"x.reshape(len(x), {', '.join(map(str, want))})"
        return
    if len(have) == 2 and len(want) == 3:
        yield "x[..., None]"
        have = (*have, 1)
    if len(have) != 3 or len(want) != 3:
        raise ScriptError(
            f"Samples of shape {have} do not fit the model's input of shape {tuple(want)} in a way that can be written "
            "in a line: choose data that fits."
        )
    size = tuple(wanted or found for wanted, found in zip(want[:2], have[:2], strict=True))
    if size != have[:2]:
        yield _CAST
        yield f"{_RESIZE}(x, {literal(size)}, antialias=True)"
    match have[2], want[2]:
        case 1, 3:
            yield "keras.ops.repeat(x, 3, axis=-1)"
        case 3, 1:
            yield _CAST
            yield "keras.ops.sum(x * (0.299, 0.587, 0.114), axis=-1, keepdims=True)"
        case 4, 3:
            yield "x[..., :3]"


def _scale(graph: ModelGraph, data: Data, facts: Arrays) -> str:
    have = (255, 65535)[facts.most > 255] if facts.most > 1 else 1
    match data.scale, input_range(graph):
        case ("0..1", _) | ("auto", "unit") if have != 1 and (data.scale != "auto" or _pictures(graph, facts)):
            return f" / {have}"
        case "-1..1", _:
            return " * 2 - 1" if have == 1 else f" / {have / 2!r} - 1"
        case ("0..255", _) | ("auto", "pixels") if have != 255 and (data.scale != "auto" or "float" in facts.dtype):
            return " * 255" if have == 1 else " / 257"
    return ""


def _returned(steps: list[str]) -> Iterator[str]:
    *first, last = steps
    for step in first:
        yield f"x = {step}"
    yield f"return {last}"


def _label(graph: ModelGraph, recipe: Recipe, data: Data, facts: Arrays) -> str:
    if not is_classification(loss_for(graph, recipe.training)):
        return ""
    labels = "{}.argmax(-1)" if facts.one_hot else "{}"
    if units(graph) != 1:
        return labels if facts.one_hot else ""
    if data.positive_labels is not None:
        return f'np.isin({labels}, {literal(data.positive_labels)}).astype("float32")'
    return f'{labels}.astype("float32")'


def _pictures(graph: ModelGraph, facts: Arrays) -> bool:
    return facts.dtype == "uint8" or 3 in (len(facts.sample), len(_input_shape(graph)))


def _whole(graph: ModelGraph) -> bool:
    """Whether the model looks its input up, and so takes whole numbers."""
    first = graph.inputs[0]
    takers = [graph.by_path[path] for path in (first, *graph.successors[first])]
    return "int" in graph.by_path[first].dtype or any(layer.class_name == "Embedding" for layer in takers)


def _agree(have: tuple[int, ...], want: Shape) -> bool:
    return len(have) == len(want) and all(b in (None, a) for a, b in zip(have, want, strict=True))


# ------------------------------------------------------------------ images


def _images(graph: ModelGraph, recipe: Recipe, data: Data, facts: Images, shape: Shape) -> DataCode:
    if len(shape) != 3 or shape[2] not in _COLOURS or None in shape[:2]:
        raise ScriptError(f"The model takes samples of shape {tuple(shape)}, which no image is: choose another source.")
    settings = [f"image_size={literal(tuple(shape[:2]))}", f"color_mode={literal(_COLOURS[shape[2]])}"]
    if units(graph) == 1:
        settings.append('label_mode="binary"')
    settings.append(f"batch_size={recipe.training.batch_size}")
    read = "keras.utils.image_dataset_from_directory"
    names = ["train", "validation"]
    if facts.validation:
        lines = [
            call(read, [_inside(facts.train), *settings, f"seed={recipe.training.seed}"], before="train = "),
            call(read, [_inside(facts.validation), *settings, "shuffle=False"], before="validation = "),
        ]
    else:
        split = [f"validation_split={data.held_out!r}", 'subset="both"', f"seed={recipe.training.seed}"]
        lines = [call(read, [_inside(facts.train), *settings, *split], before="train, validation = ")]
    if facts.test:
        lines.append(call(read, [_inside(facts.test), *settings, "shuffle=False"], before="test = "))
        names.append("test")
    if scale := _image_scale(graph, data):
        lines += [f"{name} = {name}.map(lambda x, y: (x{scale}, y))" for name in names]
    return DataCode(facts.path, tuple(lines), ("train", "validation_data=validation"), ("test",) if facts.test else ())


def _inside(folder: str) -> str:
    return f'f"{{DATA}}/{folder}"' if folder else "DATA"


def _image_scale(graph: ModelGraph, data: Data) -> str:
    match data.scale, input_range(graph):
        case ("0..1", _) | ("auto", "unit"):
            return " / 255"
        case "-1..1", _:
            return " / 127.5 - 1"
    return ""
