"""Bytes of a file as an array of numbers; types that NumPy does not know become the next larger one it does."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inspector.formats import limits
from inspector.formats.errors import FormatError

_AS_THEY_ARE = (
    "float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
    "complex64", "complex128", "bool",
)  # fmt: skip
_QUANTIZED = {"qint8": "int8", "quint8": "uint8", "qint16": "int16", "quint16": "uint16", "qint32": "int32"}
_STORED_AS = {"bfloat16": "uint16", **_QUANTIZED, **{name: name for name in _AS_THEY_ARE}}


_OPAQUE = np.dtype("V2")
"""What h5py makes of Keras' bfloat16."""
_KINDS = "biufc"


@dataclass(frozen=True, slots=True, eq=False)
class Tensor:
    """The values of one weight.

    Attributes:
        dtype: what they are in the file: ``"bfloat16"``, of which ``values`` are float32.
        values: in the weight's shape.
    """

    dtype: str
    values: np.ndarray


def tensor(raw: bytes | bytearray | memoryview, dtype: str, shape: tuple[int, ...], stored_as: str = "") -> Tensor:
    """The tensor of this type and shape in these bytes, little-endian unless ``stored_as`` says otherwise.

    Args:
        stored_as: the type of the bytes as NumPy writes it, where a file can choose it: ``">f4"``.

    Raises:
        FormatError: it is of a type that is no number here, or the bytes are too few or too many.
    """
    stored = np.dtype(stored_as) if stored_as else np.dtype(_layout(dtype)).newbyteorder("<")
    if stored == _OPAQUE:
        dtype, stored = "bfloat16", np.dtype("<u2")
    if stored.kind not in _KINDS:
        raise FormatError(f"Expected numbers, found values of the type {dtype!r}, which are not read.")
    expected = math.prod(shape) * stored.itemsize
    if len(raw) != expected:
        raise FormatError(f"Expected {expected:,} bytes of values, found {len(raw):,}: the file is damaged.")
    values = np.frombuffer(raw, stored).reshape(shape)
    if dtype == "bfloat16":
        values = (values.astype(np.uint32) << 16).view(np.float32)
    return Tensor(dtype, values.astype(values.dtype.newbyteorder("="), copy=False))


def size_of(dtype: str, shape: tuple[int, ...]) -> int:
    """How many bytes a tensor takes in a file; raises FormatError for a type that is no number here."""
    return math.prod(shape) * np.dtype(_layout(dtype)).itemsize


def read_bytes(path: Path, first: int, size: int) -> bytearray:
    """Exactly these bytes of a file.

    Raises:
        FormatError: it ends before them, or they are more than a tensor may have.
        OSError: it cannot be read.
    """
    if size > limits.TENSOR_BYTES:
        raise FormatError(f"The weight has {size:,} bytes, more than the {limits.TENSOR_BYTES:,} that are read.")
    with path.open("rb", buffering=0) as file:
        if not 0 <= first <= first + size <= os.fstat(file.fileno()).st_size:
            raise FormatError(f"Expected a weight of {size:,} bytes in {path.name!r}, but the file ends before it.")
        file.seek(first)
        content, got = bytearray(size), 0
        view = memoryview(content)
        while got < size and (count := file.readinto(view[got:])):
            got += count
    if got < size:
        raise FormatError(f"{path.name!r} was cut off while it was read.")
    return content


def _layout(dtype: str) -> str:
    if dtype not in _STORED_AS:
        raise FormatError(f"Expected numbers, found values of the type {dtype!r}, which are not read.")
    return _STORED_AS[dtype]
