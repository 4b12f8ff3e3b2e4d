"""Makes samples fit a model's input: each step is what anybody would do by hand, and is said."""

from __future__ import annotations

import math
from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from inspector.engine.data.model_input import ModelInput, square
from inspector.engine.data.ranges import range_steps
from inspector.engine.data.source import Array
from inspector.engine.data.step import Step
from inspector.engine.data.values import Values
from inspector.engine.errors import EngineError
from inspector.graph.model import Shape
from inspector.recipe.recipe import Scale

_GREY = np.array([0.299, 0.587, 0.114], np.float32)
"""Share of red, green and blue in brightness, ITU-R BT.601."""


def fit(have: Shape, values: Values, wanted: ModelInput, scale: Scale) -> list[Step]:
    """The steps from samples as they were read to what the model takes.

    Args:
        have: shape of one sample.
        values: their type and range.
        wanted: the model's input.
        scale: the range values are brought to.

    Raises:
        EngineError: no step that anybody would want leads there.
    """
    try:
        steps = _shape_steps(have, wanted.shape, values)
    except _NoWayError:
        raise EngineError(
            f"The model takes samples of shape {words(wanted.shape)}, but those in the data have {words(have)}. "
            "Choose data that fits, or another model."
        ) from None
    if _whole(wanted):
        if scale in ("0..1", "-1..1"):
            raise EngineError(
                f"The model takes whole numbers, which have no range of {scale}. Set data.scale to auto or none."
            )
        return [*steps, *_index_steps(values, wanted)]
    pictures = values.dtype == np.uint8 or 3 in (len(have), len(wanted.shape))
    steps += range_steps(scale, values, wanted.values, pictures=pictures)
    return [*steps, Step("", lambda x: x.astype(np.float32))]


class _NoWayError(Exception):
    """The shapes cannot be brought together."""


def _shape_steps(have: Shape, want: Shape, values: Values) -> list[Step]:
    if _agree(have, want):
        return []
    if None not in want and math.prod(_known(have)) == math.prod(_known(want)) and 1 in (len(have), len(want)):
        if len(want) == 1:
            return [Step(f"Samples of {words(have)} are flattened to {words(want)}.", _reshape(_known(want)))]
        return [Step(f"Samples of {words(have)} values are reshaped to {words(want)}.", _reshape(_known(want)))]
    match len(have), len(want):
        case 2, 3:
            step = Step("Grey images get a channel axis.", lambda x: x[..., np.newaxis])
            return [step, *_shape_steps((*have, 1), want, values)]
        case 3, 3:
            return _picture_steps(have, want)
        case ((2 | 3), 1) if square(want[0] or 0)[0] is not None:
            picture = square(want[0] or 0)
            return [*_shape_steps(have, picture, values), *_shape_steps(picture, want, values)]
        case ((2 | 3), 2) if len(have) == 3 or values.dtype == np.uint8:
            steps = _shape_steps(have, (*want, 1), values)
            return [*steps, Step("The channel axis of grey images is taken away.", lambda x: x[..., 0])]
    raise _NoWayError


def _picture_steps(have: Shape, want: Shape) -> list[Step]:
    """From images to images: size, then channels."""
    steps: list[Step] = []
    *size, channels = _known(have)
    if (channels, want[2]) not in {(1, 1), (3, 3), (1, 3), (3, 1), (4, 4), (4, 3)} and want[2] not in (channels, None):
        raise _NoWayError
    if channels not in (1, 3, 4) and have[0] in (1, 3):
        raise _NoWayError  # channels first
    height, width = want[0] or size[0], want[1] or size[1]
    if size != [height, width]:
        steps.append(
            Step(f"Images of {size[0]} × {size[1]} are resized to {height} × {width}.", _resize(height, width))
        )
    match channels, want[2]:
        case 1, 3:
            steps.append(Step("Grey images are repeated for the three colours.", lambda x: np.repeat(x, 3, -1)))
        case 3, 1:
            steps.append(Step("Colour images are made grey.", lambda x: (x @ _GREY)[..., np.newaxis]))
        case 4, 3:
            steps.append(Step("The transparency of the images is left out.", lambda x: x[..., :3]))
    return steps


def _whole(wanted: ModelInput) -> bool:
    return wanted.embedding is not None or keras.backend.is_int_dtype(wanted.dtype)


def _index_steps(values: Values, wanted: ModelInput) -> list[Step]:
    """For an input of whole numbers."""
    if not values.whole:
        raise EngineError(f"The model takes whole numbers, but the data holds fractions such as {values.fraction:g}.")
    if (lookup := wanted.embedding) and not 0 <= values.least <= values.most < lookup.words:
        raise EngineError(
            f"The Embedding '{lookup.path}' knows the numbers 0 to {lookup.words - 1} (its input_dim is "
            f"{lookup.words}), but the data holds {values.least:.0f} to {values.most:.0f}. Choose data made for this "
            "model, or give the Embedding a larger input_dim where the model is made."
        )
    return [Step("", lambda x: x.astype(wanted.dtype))]


def _resize(height: int, width: int) -> Callable[[Array], Array]:
    def resize(x: Array) -> Array:
        with tf.device("CPU"):
            resized: Array = tf.image.resize(x, (height, width), antialias=True).numpy()
        return resized

    return resize


def _reshape(shape: tuple[int, ...]) -> Callable[[Array], Array]:
    return lambda x: x.reshape(len(x), *shape)


def _agree(have: Shape, want: Shape) -> bool:
    return len(have) == len(want) and all(b in (None, a) for a, b in zip(have, want, strict=True))


def _known(shape: Shape) -> tuple[int, ...]:
    return tuple(size or 0 for size in shape)


def words(shape: Shape) -> str:
    """``28 × 28 × 1``; an open size is ``any``."""
    return " × ".join("any" if size is None else str(size) for size in shape) or "a single number"
