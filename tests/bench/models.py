"""The models that benchmarks open: made once, in a folder that stays."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from inspector.formats.protobuf.wire import BYTES, VARINT, delimited, encoded

APPLICATIONS = ("ResNet50", "NASNetLarge", "EfficientNetV2L")
_MAKE = """
import sys, keras
name, folder = sys.argv[1:]
model = getattr(keras.applications, name)(weights=None)
model.save(f"{folder}/{name}.keras")
model.export(f"{folder}/{name}", verbose=False)
"""
_CONSTANTS, _CONSTANT_BYTES = 150, 10 << 20

Piece = tuple[bytes, int]
"""Bytes, and how many zeros follow them, which take no place on the disk."""


def make(folder: Path) -> None:
    """Every model that is missing in the folder; that takes minutes, and gigabytes of memory."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in APPLICATIONS:
        if not (folder / name / "saved_model.pb").exists() or not (folder / f"{name}.keras").exists():
            subprocess.run([sys.executable, "-c", _MAKE, name, str(folder)], check=True, stderr=subprocess.DEVNULL)
    large = list(_large_graph())
    _write(folder / "large.pb", large)
    (folder / "large").mkdir(exist_ok=True)
    _write(folder / "large" / "saved_model.pb", _saved(large))


def _large_graph() -> Iterator[Piece]:
    """A GraphDef of large constants, each followed by an operation."""
    shape = delimited(2, encoded(1 << 3 | VARINT) + encoded(_CONSTANT_BYTES // 4))
    kind = encoded(1 << 3 | VARINT) + encoded(1) + delimited(2, shape)
    for number in range(_CONSTANTS):
        tensor = _after(kind, _inside(4, (b"", _CONSTANT_BYTES)))
        value = _inside(5, _after(delimited(1, b"value"), _inside(2, _inside(8, tensor))))
        name = f"constant_{number}".encode()
        yield _inside(1, _after(delimited(1, name) + delimited(2, b"Const"), value))
        relu = delimited(1, f"relu_{number}".encode()) + delimited(2, b"Relu") + delimited(3, name)
        yield delimited(1, relu), 0


def _saved(graph: list[Piece]) -> Iterator[Piece]:
    """The SavedModel of a graph, with a signature that gives all its results."""
    results = b"".join(
        delimited(2, delimited(1, b"%d" % number) + delimited(2, delimited(1, b"relu_%d:0" % number)))
        for number in range(_CONSTANTS)
    )
    signature = delimited(5, delimited(1, b"serving_default") + delimited(2, results))
    info = delimited(1, delimited(4, b"serve"))
    size = sum(len(held) + zeros for held, zeros in graph)
    before = info + _head(2, size)
    yield encoded(1 << 3 | VARINT) + encoded(1) + _head(2, len(before) + size + len(signature)) + before, 0
    yield from graph
    yield signature, 0


def _head(number: int, size: int) -> bytes:
    return encoded(number << 3 | BYTES) + encoded(size)


def _inside(number: int, piece: Piece) -> Piece:
    held, zeros = piece
    return _head(number, len(held) + zeros) + held, zeros


def _after(before: bytes, piece: Piece) -> Piece:
    return before + piece[0], piece[1]


def _write(path: Path, pieces: Iterator[Piece] | list[Piece]) -> None:
    with path.open("wb") as file:
        for held, zeros in pieces:
            file.write(held)
            file.truncate(file.tell() + zeros)
            file.seek(zeros, 1)
