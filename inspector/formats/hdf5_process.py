"""Starts the helper process that looks into an HDF5 file, and stops it when it takes too long or says too much."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from inspector.formats import limits
from inspector.formats.errors import FormatError
from inspector.formats.stored_weights import Stored


def look(path: Path, start: int | None = None, length: int | None = None) -> tuple[dict[str, str], Stored]:
    """What is in an HDF5 file: the model's attributes as text, and the variables.

    Args:
        path: the file.
        start, length: where the HDF5 file lies in a file that holds it (an archive).

    Raises:
        FormatError: it is damaged, too large, or takes too long.
    """
    span = [] if start is None else [str(start), str(length)]
    answer = _ask([os.path.abspath(path), *span])
    if "refused" in answer:
        raise FormatError(answer["refused"])
    stored = Stored(
        datasets={name: (tuple(shape), dtype) for name, shape, dtype in answer["datasets"]},
        labels=answer["labels"],
        weight_names=answer["weight_names"],
        left_out=answer["left_out"],
        layer_names=answer["layer_names"],
        groups=answer["groups"],
    )
    return answer["attributes"], stored


def _ask(arguments: list[str]) -> dict[str, Any]:
    # most .keras files tell all without their weights, and start no process
    from inspector import program

    try:
        answer = program.ask(
            ["--hdf5-helper", *arguments],
            limits.HELPER_SECONDS,
            limits.HELPER_ANSWER_BYTES,
            variables={"OPENBLAS_NUM_THREADS": "1"},
        )
    except TimeoutError as error:
        raise FormatError(
            f"Looking into the HDF5 file took longer than {limits.HELPER_SECONDS:g} seconds and was stopped: "
            "the file is damaged, or too large or on a drive too slow to be opened here."
        ) from error
    return _parsed(answer.said, answer.code)


def _parsed(answer: bytes, code: int) -> dict[str, Any]:
    if len(answer) > limits.HELPER_ANSWER_BYTES:
        raise FormatError("The HDF5 file describes more objects than a model can have.")
    try:
        parsed: dict[str, Any] = json.loads(answer)
    except ValueError as error:
        raise FormatError(
            f"The HDF5 library stopped without an answer (code {code}) while it looked: the file is probably damaged."
        ) from error
    return parsed
