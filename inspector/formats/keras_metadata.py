"""What Keras 2 wrote about its objects beside or into a SavedModel.

Source: https://github.com/keras-team/tf-keras/blob/master/tf_keras/protobuf/saved_metadata.proto
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from inspector.formats import limits
from inspector.formats.errors import FormatError
from inspector.formats.protobuf.meta_graph import MetaGraph
from inspector.formats.protobuf.wire import BYTES, fields, text

_FILE = "keras_metadata.pb"
_LISTS = ("__tuple__", "TensorShape")
_ROOT = "root"


def root_metadata(folder: Path, meta: MetaGraph) -> bytes | None:
    """The JSON about the model itself: from Keras 2.5 in a file beside the graph, before that in the object graph.

    Raises:
        FormatError: the file is damaged or too large.
    """
    path = folder / _FILE
    if path.is_file():
        if path.stat().st_size > limits.CONFIG_BYTES:
            raise FormatError(f"{_FILE} has {path.stat().st_size:,} bytes, more than a model can need.")
        return _root(path.read_bytes())
    root = next(iter(meta.objects.objects), None)
    if root is None or root.metadata is None or not root.identifier.startswith("_tf_keras"):
        return None
    return meta.data[slice(*root.metadata)]


def _root(data: bytes) -> bytes | None:
    for number, kind, start, end in fields(data, 0, len(data)):
        if number != 1 or kind != BYTES:
            continue
        parts = {field: (first, last) for field, wire, first, last in fields(data, start, end) if wire == BYTES}
        if 3 in parts and 5 in parts and text(data, *parts[3]) == _ROOT:
            return data[slice(*parts[5])]
    return None


def plain(value: Any) -> Any:
    """Parsed metadata with lists for tuples and shapes, which are written as mappings of a class and its items."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") in _LISTS and isinstance(value.get("items"), list):
        return plain(value["items"])
    return {key: plain(each) for key, each in value.items()}
