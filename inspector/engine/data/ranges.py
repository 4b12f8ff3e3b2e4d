"""Brings values to the range a model is made for."""

from __future__ import annotations

import numpy as np

from inspector.engine.data.step import Step
from inspector.engine.data.values import Values
from inspector.engine.errors import EngineError
from inspector.recipe.input_range import Range
from inspector.recipe.recipe import Scale

_BYTES = (0.0, 255.0)
_WORDS = (0.0, 65535.0)
_UNIT = (0.0, 1.0)
_SIGNED = (-1.0, 1.0)
_ASKED = {"0..1": _UNIT, "-1..1": _SIGNED, "0..255": _BYTES}
"""Ranges a recipe can ask for: -1 to 1 is what models take that were trained behind a ``preprocess_input``."""


def range_steps(scale: Scale, values: Values, made_for: Range, *, pictures: bool) -> list[Step]:
    """The steps from the values of the data to the range a recipe asks for.

    Args:
        scale: what it asks for; ``"auto"`` changes pictures alone, to what the model seems to be made for.
        values: those in the data.
        made_for: the range the model's first layers speak of.
        pictures: whether the samples are taken for images.

    Raises:
        EngineError: the values lie in none of the ranges that can be brought to another.
    """
    if scale == "none":
        return []
    if scale == "auto":
        return _automatic(values, made_for) if pictures and values.least >= 0 else []
    have, want = _found(values, scale), _ASKED[scale]
    own = "" if made_for == "unit" or want == _BYTES else ", though the model prepares its input itself"
    if have == want:
        return [Step(f"Values are taken as {_words(have)} already{own}.", lambda x: x)]
    return [_step(f"Values from {_words(have)} are brought to {_words(want)}{own}.", have, want)]


def _automatic(values: Values, made_for: Range) -> list[Step]:
    match made_for:
        case "unit" if 1 < values.most <= _WORDS[1]:
            have = _found(values, "0..1")
            return [_step(f"Values from {_words(have)} are brought to {_words(_UNIT)}.", have, _UNIT)]
        case "pixels" if values.most <= 1 and values.dtype.kind == "f":
            said = f"The model rescales pixels itself: values from {_words(_UNIT)} are brought to {_words(_BYTES)}."
            return [_step(said, _UNIT, _BYTES)]
        case "pixels":
            return [Step("The model rescales pixels itself: values stay as they are.", lambda x: x)]
        case "own":
            return [Step("The model prepares its input itself: values stay as they are.", lambda x: x)]
    return []


def _found(values: Values, scale: Scale) -> tuple[float, float]:
    """The narrowest of the usual ranges that holds the values."""
    for low, high in (_UNIT, _SIGNED, _BYTES, _WORDS):
        if low <= values.least and values.most <= high:
            return low, high
    raise EngineError(
        f"Values from {values.least:g} to {values.most:g} cannot be brought to {scale}: expected 0 to 1, -1 to 1, "
        "0 to 255 or 0 to 65535. Set data.scale to none and prepare the data so that it fits the model."
    )


def _step(said: str, have: tuple[float, float], want: tuple[float, float]) -> Step:
    factor = np.float32((want[1] - want[0]) / (have[1] - have[0]))
    offset = np.float32(want[0] - have[0] * factor)
    return Step(said, lambda x: x.astype(np.float32) * factor + offset)


def _words(limits: tuple[float, float]) -> str:
    return f"{limits[0]:g} to {limits[1]:g}"
