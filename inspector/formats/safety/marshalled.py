"""Python's marshalled code, read as data: nothing is handed to the interpreter, which such bytes could end.

Source: https://github.com/python/cpython/blob/main/Python/marshal.c
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from inspector.formats.safe_text import clean

_REFERENCE = 0x80
_DEPTH = 60
_OBJECTS = 50_000
_DIGIT_BITS = 15
_LONGEST_NUMBER = 10_000


class MarshalError(ValueError):
    """The bytes are no marshalled code of a known Python."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code object: what a function's body is compiled to.

    Attributes:
        layout: which Pythons write it so: ``"3.11"`` for that and later, ``"3.8"``, ``"3.0"``, ``"2"``.
        variables: names of arguments and local variables; from 3.11 also of those of functions around it.
        free: names of variables shared with functions around it or in it, before 3.11.
    """

    layout: str
    name: str
    file: str
    code: bytes = field(repr=False)
    constants: tuple[Any, ...] = ()
    names: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    free: tuple[str, ...] = ()


_LAYOUTS: dict[str, tuple[int, tuple[str, ...]]] = {
    "3.11": (5, ("code", "constants", "names", "variables", "", "file", "name", "", "#", "", "")),
    "3.8": (6, ("code", "constants", "names", "variables", "free", "cells", "file", "name", "#", "")),
    "3.0": (5, ("code", "constants", "names", "variables", "free", "cells", "file", "name", "#", "")),
    "2": (4, ("code", "constants", "names", "variables", "free", "cells", "file", "name", "#", "")),
}
"""How many numbers come first, and what follows; ``#`` is a number, an empty name something not needed."""


def code_object(data: bytes) -> Code:
    """The code in these bytes.

    Raises:
        MarshalError: they are none, or larger than that of any layer.
    """
    for layout in _LAYOUTS:
        try:
            found = _Reader(data, layout).value(0)
        except (MarshalError, struct.error, IndexError):
            continue
        if isinstance(found, Code):
            return found
    raise MarshalError("it is no marshalled code of Python 2.7 or 3")


class _Reader:
    """Reads values one after another; a reference is to a value that was read before."""

    def __init__(self, data: bytes, layout: str) -> None:
        self._data = data
        self._layout = layout
        self._at = 0
        self._seen: list[Any] = []
        self._interned: list[str] = []
        self._objects = 0

    def value(self, depth: int) -> Any:
        self._objects += 1
        if depth > _DEPTH or self._objects > _OBJECTS:
            raise MarshalError("it is larger than any layer's code")
        kind = self._byte()
        place = None
        if kind & _REFERENCE:
            place = len(self._seen)
            self._seen.append(None)
        found = self._of_kind(chr(kind & ~_REFERENCE), depth)
        if place is not None:
            self._seen[place] = found
        return found

    def _of_kind(self, kind: str, depth: int) -> Any:
        if kind in _SINGLE:
            return _SINGLE[kind]
        if kind in _SIMPLE:
            return _SIMPLE[kind](self)
        if kind in "([<>":
            return self._several(self._number(), depth)
        if kind == ")":
            return self._several(self._byte(), depth)
        if kind == "{":
            return self._mapping(depth)
        if kind == "c":
            return self._code(depth)
        raise MarshalError(f"there is no kind {kind!a}")

    def _several(self, count: int, depth: int) -> tuple[Any, ...]:
        if not 0 <= count <= len(self._data):
            raise MarshalError("a list in it is longer than it")
        return tuple(self.value(depth + 1) for _ in range(count))

    def _mapping(self, depth: int) -> dict[Any, Any]:
        found = {}
        while (key := self.value(depth + 1)) is not _NOTHING:
            found[repr(key)] = self.value(depth + 1)
        return found

    def _code(self, depth: int) -> Code:
        numbers, parts = _LAYOUTS[self._layout]
        self._take(4 * numbers)
        held: dict[str, Any] = {}
        for part in parts:
            held[part] = self._number() if part == "#" else self.value(depth + 1)
        names = {part: _texts(held[part]) for part in ("names", "variables")}
        free = (*_texts(held.get("cells", ())), *_texts(held.get("free", ())))
        sound = isinstance(held["code"], bytes) and isinstance(held["constants"], tuple)
        if not sound:
            raise MarshalError("it is no code")
        return Code(
            self._layout, _text(held["name"]), _text(held["file"]), held["code"], held["constants"], **names, free=free
        )

    def _byte(self) -> int:
        number: int = self._take(1)[0]
        return number

    def _number(self) -> int:
        number: int = struct.unpack("<i", self._take(4))[0]
        return number

    def _long(self) -> int:
        count = self._number()
        if abs(count) > _LONGEST_NUMBER:
            raise MarshalError("a number in it is too long")
        digits = struct.unpack(f"<{abs(count)}H", self._take(2 * abs(count)))
        value: int = sum(digit << _DIGIT_BITS * place for place, digit in enumerate(digits))
        return -value if count < 0 else value

    def _float(self) -> float:
        number: float = struct.unpack("<d", self._take(8))[0]
        return number

    def _take(self, size: int) -> bytes:
        if size < 0 or self._at + size > len(self._data):
            raise MarshalError("it breaks off")
        self._at += size
        return self._data[self._at - size : self._at]

    def _string(self, size: int, interned: bool = False) -> str:
        found = clean(self._take(size).decode("utf-8", "replace"))
        if interned:
            self._interned.append(found)
        return found

    def _earlier(self, seen: list[Any]) -> Any:
        return seen[self._number()]


_NOTHING = object()
_SINGLE = {"0": _NOTHING, "N": None, "F": False, "T": True, "S": StopIteration, ".": ...}
_SIMPLE: dict[str, Callable[[_Reader], Any]] = {
    "i": _Reader._number,
    "I": lambda reader: struct.unpack("<q", reader._take(8))[0],
    "l": _Reader._long,
    "g": _Reader._float,
    "y": lambda reader: complex(reader._float(), reader._float()),
    "f": lambda reader: reader._string(reader._byte()),
    "x": lambda reader: (reader._string(reader._byte()), reader._string(reader._byte())),
    "s": lambda reader: reader._take(reader._number()),
    "u": lambda reader: reader._string(reader._number()),
    "a": lambda reader: reader._string(reader._number()),
    "A": lambda reader: reader._string(reader._number()),
    "z": lambda reader: reader._string(reader._byte()),
    "Z": lambda reader: reader._string(reader._byte()),
    "t": lambda reader: reader._string(reader._number(), interned=True),
    "r": lambda reader: reader._earlier(reader._seen),
    "R": lambda reader: reader._earlier(reader._interned),
}


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, tuple):
        raise MarshalError("names are missing in it")
    return tuple(map(_text, value))


def _text(value: Any) -> str:
    """A name, which Python 2 writes as bytes."""
    if isinstance(value, bytes):
        return clean(value.decode("utf-8", "replace"))
    if not isinstance(value, str):
        raise MarshalError("a name in it is no text")
    return value
