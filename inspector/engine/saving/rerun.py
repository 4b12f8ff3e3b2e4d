"""Run a file in a process of its own, which knows the file alone."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from inspector import program
from inspector.engine.errors import EngineError

_PATIENCE = 600.0
_MOST = 1 << 16


def rerun(kind: str, path: Path, given: Mapping[str, np.ndarray], outputs: Sequence[str]) -> list[np.ndarray]:
    """What the file gives.

    Args:
        kind: ``"saved_model"``, ``"onnx"`` or ``"litert"``.
        path: the file, or the folder.
        given: what it is run on, by the name of the input.
        outputs: the names of what is wanted.

    Raises:
        EngineError: it cannot be run.
    """
    with tempfile.TemporaryDirectory(prefix="inspector-") as folder:
        inputs, found = Path(folder, "inputs.npz"), Path(folder, "outputs.npz")
        arrays: dict[str, Any] = {
            name: each.astype("U") if each.dtype == object else each for name, each in given.items()
        }
        np.savez(inputs, **arrays)
        request = {"format": kind, "path": str(path), "inputs": str(inputs), "outputs": str(found)}
        try:
            answer = program.ask(["--rerun"], _PATIENCE, _MOST, json.dumps(request).encode())
        except TimeoutError as error:
            raise _refusal("it took more than ten minutes") from error
        try:
            said = json.loads(answer.said)
        except ValueError as error:
            raise _refusal(f"the process that reads it ended with code {answer.code}") from error
        if "error" in said:
            raise _refusal(said["error"].rstrip(". ")[:300])
        with np.load(found) as file:
            if missing := [name for name in outputs if name not in file.files]:
                raise _refusal(f"it gives {', '.join(file.files)} and not {', '.join(missing)}")
            return [file[name] for name in outputs]


def _refusal(reason: str) -> EngineError:
    return EngineError(f"The file was written and cannot be run: {reason}. Nothing was saved.")
