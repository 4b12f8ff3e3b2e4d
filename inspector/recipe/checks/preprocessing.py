"""Whether the values of the data come to the model in the range it is made for: prepared, and only once."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.recipe.architectures import architecture
from inspector.recipe.checks.finding import Found
from inspector.recipe.checks.mends import read
from inspector.recipe.checks.subject import Subject
from inspector.recipe.input_range import PASSING, first_layer, from_input, input_range, range_of
from inspector.recipe.recipe import Scale

_WORDS = {"0..1": "0 to 1", "-1..1": "−1 to 1", "0..255": "0 to 255"}
_PIXEL = 255.0
_NORMALISING = {"BatchNormalization", "LayerNormalization", "Embedding"}
"""First layers that take any range of values."""


def prepared_twice(subject: Subject) -> Iterator[Found]:
    """Values that are brought down before a model that does so itself, or in the model twice."""
    rescalings = _rescalings(subject)
    if len(rescalings) > 1:
        first, second = rescalings[:2]
        text = (
            f"'{first}' brings pixels down and '{second}' does so again, so that all values are nearly 0: expected "
            f"one of them. Take '{first}' out where the model is made."
        )
        yield Found(text, second, "one Rescaling", "two")
        return
    arriving = _arriving(subject)
    if input_range(subject.graph) == "pixels" and arriving in ("0..1", "-1..1"):
        layer = first_layer(subject.graph)
        path = layer.path if layer is not None else ""
        text = (
            f"'{path}' brings pixels from 0 to 255 down itself, but gets values from {_WORDS[arriving]}: they would be "
            "nearly 0. Leave the range of the values to the program (automatic)."
        )
        yield Found(text, path, "0 to 255", _WORDS[arriving], (read("Set values to automatic", scale="auto"),))


def unprepared(subject: Subject) -> Iterator[Found]:
    """Values in another range than the model was trained for."""
    if input_range(subject.graph) != "unit":
        return
    arriving, known = _arriving(subject), architecture(subject.graph)
    if arriving is None:
        return
    path = subject.graph.inputs[0] if subject.graph.inputs else ""
    if known is not None and known.scale is not None:
        if arriving != known.scale:
            text = (
                f"{known.name} of keras.applications is trained on values {known.prepared}, and gets "
                f"{_WORDS[arriving]}: its pretrained weights do not fit them. {known.nearest}"
            )
            label = f"Set values to {_WORDS[known.scale]}"
            yield Found(text, path, known.prepared, _WORDS[arriving], (read(label, scale=known.scale),))
        return
    layer = first_layer(subject.graph)
    if arriving == "0..255" and layer is not None and layer.class_name not in _NORMALISING:
        text = (
            "The model has no layer that brings pixels down, and gets values from 0 to 255: networks learn badly from "
            "large values. Expected 0 to 1; automatic does so."
        )
        yield Found(text, path, "0 to 1", "0 to 255", (read("Set values to automatic", scale="auto"),))


def _arriving(subject: Subject) -> Scale | None:
    """The range of the values as they come to the model; ``None`` where it is not known, or they are no pixels."""
    data, most = subject.recipe.data, subject.data.most
    if data is None:
        return None
    if data.scale in ("0..1", "-1..1", "0..255"):
        return data.scale
    if most is None or not _takes_pictures(subject):
        return None
    pixels = most > 1
    if data.scale == "none":
        return "0..255" if _PIXEL / 2 < most <= _PIXEL else "0..1" if not pixels else None
    made_for = input_range(subject.graph)
    return "0..255" if made_for == "pixels" or (made_for == "own" and pixels) else "0..1"


def _takes_pictures(subject: Subject) -> bool:
    shape = subject.layer(subject.graph.inputs[0]).taken_shape if subject.graph.inputs else None
    return shape is not None and (len(shape) == 4 or subject.data.most == _PIXEL)


def _rescalings(subject: Subject) -> list[str]:
    """Layers at the beginning, one behind the other, that each bring pixels down."""
    found: list[str] = []
    for layer in from_input(subject.graph):
        if layer.class_name not in PASSING | {"Rescaling"}:
            break
        if range_of(layer.class_name, layer.config.get("scale")) == "pixels":
            found.append(layer.path)
    return found
