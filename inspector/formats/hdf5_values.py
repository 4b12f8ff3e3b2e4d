"""The values of a dataset, seen by the helper process: where they lie in the file, or the values themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
from h5py import h5d, h5g, h5l, h5o, h5s

from inspector.formats import limits


class TooMuchError(Exception):
    """The file is beyond a limit; the text says which."""


def place(dataset: Any) -> tuple[int, int, str] | None:
    """First byte, number of bytes and NumPy's word for the type; ``None`` for values that are not in one piece."""
    made = dataset.get_create_plist()
    offset = dataset.get_offset()
    if offset is None or made.get_layout() != h5d.CONTIGUOUS or made.get_external_count():
        return None
    return offset, dataset.get_storage_size(), dataset.dtype.str


def read(root: Any, path: str) -> tuple[dict[str, Any], memoryview]:
    """Type and size of a dataset's values, and the values in row order.

    Args:
        root: the file.
        path: of the dataset, names joined with ``/``; reached by hard links only.

    Raises:
        KeyError: there is none, or its values are not in this file.
        ValueError: it holds no numbers.
        TooMuchError: it has more than may be unpacked.
    """
    dataset = _dataset(root, path)
    made = dataset.get_create_plist()
    if made.get_layout() == h5d.VIRTUAL or made.get_external_count():
        raise KeyError(f"the values of {path} lie in another file")
    size = int(np.prod(dataset.shape or (), dtype=object)) * dataset.dtype.itemsize
    if dataset.dtype.hasobject or dataset.dtype.names:
        raise ValueError(f"{path} holds no numbers")
    if size > limits.PACKED_BYTES:
        raise TooMuchError(f"{path} unpacks to {size:,} bytes, more than the {limits.PACKED_BYTES:,} that are read")
    values = np.empty(dataset.shape or (), dataset.dtype)
    dataset.read(h5s.ALL, h5s.ALL, values)
    return {"type": values.dtype.str, "bytes": values.nbytes}, values.reshape(-1).view(np.uint8).data


def _dataset(root: Any, path: str) -> Any:
    held = root
    for name in path.encode().split(b"/"):
        if not isinstance(held, h5g.GroupID) or name not in held or held.links.get_info(name).type != h5l.TYPE_HARD:
            raise KeyError(f"there is no dataset {path}")
        held = h5o.open(held, name)
    if not isinstance(held, h5d.DatasetID):
        raise KeyError(f"there is no dataset {path}")
    return held
