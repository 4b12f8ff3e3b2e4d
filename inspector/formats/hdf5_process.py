"""Starts the helper process that looks into an HDF5 file, and stops it when it takes too long or says too much."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.formats import limits
from inspector.formats.errors import FormatError
from inspector.formats.hdf5_tasks import PLACES, VALUES
from inspector.formats.stored_weights import Stored

if TYPE_CHECKING:
    from inspector.program import Answer

_NO_PLUGINS = "::"
"""What tells the HDF5 library to load no code from elsewhere, whatever filter a file names."""


def look(
    path: Path, start: int | None = None, length: int | None = None, *, places: bool = False
) -> tuple[dict[str, str], Stored]:
    """What is in an HDF5 file: the model's attributes as text, and the variables.

    Args:
        path: the file.
        start, length: where the HDF5 file lies in a file that holds it (an archive).
        places: whether to tell where the values of the variables lie, too.

    Raises:
        FormatError: it is damaged, too large, or takes too long.
    """
    found = _ask([*([PLACES] if places else []), *_file(path, start, length)])
    answer = _parsed(found.said, found.code)
    stored = Stored(
        datasets={name: (tuple(shape), dtype) for name, shape, dtype in answer["datasets"]},
        labels=answer["labels"],
        weight_names=answer["weight_names"],
        left_out=answer["left_out"],
        layer_names=answer["layer_names"],
        groups=answer["groups"],
        places={name: (first, size, dtype) for name, (first, size, dtype) in answer.get("places", {}).items()},
    )
    return answer["attributes"], stored


def values(path: Path, dataset: str, start: int | None = None, length: int | None = None) -> tuple[bytes, str]:
    """The values of one dataset, however they are packed in the file: their bytes, and their type as NumPy writes it.

    Args:
        path: the file.
        dataset: its path in the HDF5 file.
        start, length: where the HDF5 file lies in a file that holds it (an archive).

    Raises:
        FormatError: there is no such dataset, it is damaged, too large, or takes too long.
    """
    found = _ask([VALUES + dataset, *_file(path, start, length)])
    head, _, content = found.said.partition(b"\n")
    answer = _parsed(head, found.code)
    if len(content) != answer["bytes"]:
        raise FormatError("The HDF5 library stopped in the middle of the values: the file is probably damaged.")
    return content, answer["type"]


def _file(path: Path, start: int | None, length: int | None) -> list[str]:
    return [os.path.abspath(path), *([] if start is None else [str(start), str(length)])]


def _ask(arguments: list[str]) -> Answer:
    # most .keras files tell all without their weights, and start no process
    from inspector import program

    try:
        answer = program.ask(
            ["--hdf5-helper", *arguments],
            limits.HELPER_SECONDS,
            limits.HELPER_ANSWER_BYTES,
            variables={"OPENBLAS_NUM_THREADS": "1", "HDF5_PLUGIN_PRELOAD": _NO_PLUGINS},
        )
    except TimeoutError as error:
        raise FormatError(
            f"Looking into the HDF5 file took longer than {limits.HELPER_SECONDS:g} seconds and was stopped: "
            "the file is damaged, or too large or on a drive too slow to be opened here."
        ) from error
    if len(answer.said) > limits.HELPER_ANSWER_BYTES:
        raise FormatError("The HDF5 file describes more objects than a model can have.")
    return answer


def _parsed(said: bytes, code: int) -> dict[str, Any]:
    try:
        parsed: dict[str, Any] = json.loads(said)
    except ValueError as error:
        raise FormatError(
            f"The HDF5 library stopped without an answer (code {code}) while it looked: the file is probably damaged."
        ) from error
    if "refused" in parsed:
        raise FormatError(parsed["refused"])
    return parsed
