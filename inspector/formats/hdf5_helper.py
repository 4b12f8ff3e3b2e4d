"""The helper process that looks into an HDF5 file: it may hang or die there without harm to the window.

It follows hard links only, and after it has opened its file it can open no other. Its answer is one JSON object on
stdout, see `main`; payload is read only where the values of one dataset are asked for, and then follows it.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import h5py
from h5py import h5a, h5d, h5g, h5l, h5o

from inspector.formats import hdf5_values, limits
from inspector.formats.hdf5_tasks import PLACES, VALUES
from inspector.formats.hdf5_values import TooMuchError

_MODEL_ATTRIBUTES = ("model_config", "keras_version", "backend", "training_config")
_CHUNKS_OF_NAMES = 1_000


def main(arguments: Sequence[str]) -> int:
    """Look into the file named by the arguments.

    Args:
        arguments: path, and for an HDF5 file inside another file its first byte and its length. Before them may stand
            ``--places``, for where the values of datasets lie, or ``--values=NAME``, for those of one dataset.

    Prints ``{"attributes": {name: text}, "datasets": [[path, shape, dtype]…], "labels": {path: text},
    "groups": [path…], "layer_names": [text…], "weight_names": {path: [text…]}, "left_out": [path…]}`` or
    ``{"refused": sentence}``. With ``--places`` also ``"places": {path: [first byte, bytes, type]}``; with
    ``--values`` instead ``{"type": type, "bytes": number}``, a line feed, and these bytes.
    """
    task, arguments = (arguments[0], arguments[1:]) if arguments[0].startswith("--") else ("", arguments)
    path, *span = arguments
    values: memoryview | bytes = b""
    try:
        with open(path, "rb", buffering=0) as raw:
            start, length = map(int, span) if span else (0, raw.seek(0, io.SEEK_END))
            view = io.BufferedReader(_Slice(raw, start, length), 1 << 16)
            _confine()
            with h5py.File(view, "r") as file:
                if task.startswith(VALUES):
                    answer, values = hdf5_values.read(file.id, task.removeprefix(VALUES))
                else:
                    answer = _look(file, with_places=task == PLACES)
    except TooMuchError as limit:
        answer = {"refused": f"The HDF5 file is too large to look into: {limit}."}
    except MemoryError:
        answer = {"refused": "The HDF5 file asks for more memory than looking into a model can need: it is damaged."}
    except (OSError, RuntimeError, ValueError, TypeError, KeyError, OverflowError) as error:
        # h5py turns the library's complaints about damaged files into any of these
        answer = {"refused": f"The HDF5 file is damaged or cut off: {_one_line(error)}."}
    # a program without a console has no sys.stdout, yet it has the pipe it was given
    with open(1, "wb", closefd=False) as pipe:
        pipe.write(json.dumps(answer).encode())
        if values:
            pipe.write(b"\n")
            pipe.write(values)
    return 0


class _Slice(io.RawIOBase):
    """A read-only part of a file, so that HDF5 reads a weights file where it lies in an archive."""

    def __init__(self, file: BinaryIO | io.RawIOBase, start: int, length: int) -> None:
        self._file = file
        self._start = start
        self._length = length
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        size = max(0, min(len(buffer), self._length - self._at))
        self._file.seek(self._start + self._at)
        data = self._file.read(size) or b""
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def _confine() -> None:
    """Bound memory and time, and let no further file be opened, where the system can do that."""
    try:
        import resource
    except ImportError:
        return
    bounds = (
        (resource.RLIMIT_AS, _address_space() + limits.HELPER_MEMORY_BYTES),
        (resource.RLIMIT_CPU, limits.HELPER_CPU_SECONDS),
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in bounds:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))


def _address_space() -> int:
    """Bytes of address space in use now; a guess where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * 4096
    except OSError:
        return 4 << 30


def _look(file: Any, with_places: bool) -> dict[str, Any]:
    places: dict[str, Any] = {}
    answer: dict[str, Any] = {"datasets": [], "groups": [], "labels": {}, "weight_names": {}, "left_out": []}
    answer["layer_names"] = _names(file.id, "layer_names")
    answer["attributes"] = {name: text for name in _MODEL_ATTRIBUTES if (text := _text(file.id, name)) is not None}
    for path, opened in _objects(file.id):
        if opened is None:
            answer["left_out"].append(path)
        elif isinstance(opened, h5d.DatasetID):
            answer["datasets"].append((path, opened.shape or (), _dtype(opened)))
            if with_places and (place := hdf5_values.place(opened)):
                places[path] = place
        elif path.endswith("/vars"):
            answer["groups"].append(path)
            label = _text(opened, "name")
            if label:
                answer["labels"][path] = label
        else:
            names = _names(opened, "weight_names")
            if names:
                answer["weight_names"][path] = names
    return {**answer, "places": places} if with_places else answer


def _objects(root: Any) -> Iterator[tuple[str, Any]]:
    """Path and handle of every group and dataset under the root; no handle for a link that is not followed."""
    pending = [(root, "", 0)]
    seen = set()
    objects = characters = 0
    while pending:
        group, prefix, depth = pending.pop()
        address = h5o.get_info(group).addr
        if address in seen:
            continue
        seen.add(address)
        if depth > limits.HDF5_DEPTH:
            raise TooMuchError(f"groups lie deeper than {limits.HDF5_DEPTH}")
        for name in group:
            path = prefix + name.decode("utf-8", "replace")
            objects += 1
            characters += len(path)
            if objects > limits.HDF5_OBJECTS or characters > limits.HDF5_NAME_BYTES:
                raise TooMuchError(f"it has more than {limits.HDF5_OBJECTS:,} objects, or names too long")
            if group.links.get_info(name).type != h5l.TYPE_HARD:
                yield path, None
                continue
            opened = h5o.open(group, name)
            if isinstance(opened, h5g.GroupID):
                yield path, opened
                pending.append((opened, path + "/", depth + 1))
            elif isinstance(opened, h5d.DatasetID):
                yield path, opened


def _text(owner: Any, name: str) -> str | None:
    """A text attribute, or None where there is none."""
    value = _attribute(owner, name)
    if value is None:
        return None
    items = value.ravel().tolist() if hasattr(value, "ravel") else [value]
    return "".join(_decoded(item) for item in items)


def _names(owner: Any, name: str) -> list[str]:
    """A list of names; Keras cuts one that is too long for an attribute into ``name0``, ``name1``…"""
    value = _attribute(owner, name)
    found = [] if value is None else list(value.ravel())
    for number in range(_CHUNKS_OF_NAMES):
        if value is not None or (chunk := _attribute(owner, f"{name}{number}")) is None:
            break
        found += list(chunk.ravel())
    return [_decoded(item) for item in found if isinstance(item, (bytes, str))]


def _attribute(owner: Any, name: str) -> Any:
    key = name.encode()
    if not h5a.exists(owner, key):
        return None
    attribute = h5a.open(owner, key)
    if not attribute.get_space().get_simple_extent_npoints():
        return None
    size = attribute.get_storage_size()
    if size > limits.CONFIG_BYTES:
        raise TooMuchError(f"its attribute {name} has {size:,} bytes")
    return h5py.Group(owner).attrs[name]


def _decoded(item: Any) -> str:
    return item.decode("utf-8", "replace") if isinstance(item, bytes) else str(item)


def _dtype(dataset: Any) -> str:
    return "compound" if dataset.dtype.names else dataset.dtype.name


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).strip("'\"").split())[:300].rstrip(".")
