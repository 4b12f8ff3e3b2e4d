"""The Python objects behind a SavedModel of TensorFlow 2: ``SavedObjectGraph``.

Source: https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/protobuf/saved_object_graph.proto
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector.formats import limits
from inspector.formats.protobuf.tensors import dtype_name, shape
from inspector.formats.protobuf.wire import BYTES, VARINT, Span, WireError, entry, fields, packed, text
from inspector.graph.model import Shape

_USER_OBJECT, _VARIABLE = 4, 7
_KEY = "object "


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable as the object graph has it; its value lies elsewhere."""

    name: str
    dtype: str
    shape: Shape | None
    trainable: bool


@dataclass(frozen=True, slots=True)
class SavedObject:
    """One object: what it holds by name, and what is known of it where it is a variable or a Keras object.

    Attributes:
        children: name of the attribute and number of the object it holds.
        identifier: of a user object, e.g. ``"_tf_keras_layer"``.
        metadata: where the JSON that Keras 2.4 and before wrote about it lies in the file.
    """

    children: tuple[tuple[str, int], ...] = ()
    identifier: str = ""
    metadata: Span | None = None
    variable: Variable | None = None


@dataclass(frozen=True, slots=True)
class ObjectGraph:
    """All objects, the model first, and which of them a function captured, by the function's name."""

    objects: tuple[SavedObject, ...]
    captured: Mapping[str, tuple[int, ...]]

    def variable(self, number: int) -> Variable | None:
        """The variable that object is, if it is one."""
        return self.objects[number].variable if 0 <= number < len(self.objects) else None


def key_of(number: int) -> str:
    """The key of the variable that this object is."""
    return f"{_KEY}{number}"


def number_of(key: str) -> int | None:
    """The number of the object that a key stands for; ``None`` for a key that is a variable's name."""
    number = key.removeprefix(_KEY)
    return int(number) if number != key and number.isdecimal() else None


def object_graph(data: bytes, start: int, end: int) -> ObjectGraph:
    """The ``SavedObjectGraph`` in these bytes.

    Raises:
        WireError: there is none, or one beyond the limits.
    """
    objects: list[SavedObject] = []
    captured: dict[str, tuple[int, ...]] = {}
    for number, kind, first, last in fields(data, start, end):
        if number == 1 and kind == BYTES:
            objects.append(_object(data, first, last))
            if len(objects) > limits.SAVED_OBJECTS:
                raise WireError(f"it has more than {limits.SAVED_OBJECTS:,} objects, more than a model can need")
        elif number == 2 and kind == BYTES:
            name, span = entry(data, first, last)
            captured[name] = _numbers(data, *span)
    return ObjectGraph(tuple(objects), captured)


def _object(data: bytes, start: int, end: int) -> SavedObject:
    children: list[tuple[str, int]] = []
    identifier, metadata, variable = "", None, None
    for number, kind, first, last in fields(data, start, end):
        if kind != BYTES:
            continue
        if number == 1:
            children.append(_child(data, first, last))
        elif number == _USER_OBJECT:
            identifier, metadata = _user_object(data, first, last)
        elif number == _VARIABLE:
            variable = _variable(data, first, last)
    return SavedObject(tuple(children), identifier, metadata, variable)


def _child(data: bytes, start: int, end: int) -> tuple[str, int]:
    name, target = "", 0
    for number, kind, first, last in fields(data, start, end):
        if number == 1 and kind == VARINT:
            target = first
        elif number == 2 and kind == BYTES:
            name = text(data, first, last)
    return name, target


def _user_object(data: bytes, start: int, end: int) -> tuple[str, Span | None]:
    identifier, metadata = "", None
    for number, kind, first, last in fields(data, start, end):
        if number == 1 and kind == BYTES:
            identifier = text(data, first, last)
        elif number == 3 and kind == BYTES:
            metadata = (first, last)
    return identifier, metadata


def _variable(data: bytes, start: int, end: int) -> Variable:
    name, dtype, extent, trainable = "", 0, None, False
    for number, kind, first, last in fields(data, start, end):
        if number == 1 and kind == VARINT:
            dtype = first
        elif number == 2 and kind == BYTES:
            extent = shape(data, first, last)
        elif number == 3 and kind == VARINT:
            trainable = bool(first)
        elif number == 6 and kind == BYTES:
            name = text(data, first, last)
    return Variable(name, dtype_name(dtype), extent, trainable)


def _numbers(data: bytes, start: int, end: int) -> tuple[int, ...]:
    """The objects a ``SavedConcreteFunction`` captured, in the order of its last arguments."""
    captured: list[int] = []
    for number, kind, first, last in fields(data, start, end):
        if number == 2:
            captured.extend([first] if kind == VARINT else packed(data, first, last, limits.SAVED_OBJECTS))
    return tuple(captured)
