"""The process that runs a file as somebody else would: with the runtime of its format, and none of the model's code."""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

Arrays = Mapping[str, np.ndarray]


def main() -> int:
    """Answer the one request on stdin.

    It has ``format``, ``path``, ``inputs`` and ``outputs`` (.npz paths: what it is run on by name, and where to what it
    gives goes). The answer is ``{}`` or ``{"error": text}``.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    warnings.simplefilter("ignore")
    request = json.loads(sys.stdin.read())
    try:
        with np.load(request["inputs"]) as file:
            given = {name: _text(file[name]) for name in file.files}
        found = _RUN[request["format"]](Path(request["path"]), given)
        arrays: dict[str, Any] = {name: _plain(value) for name, value in found.items()}
        np.savez(request["outputs"], **arrays)
        answer = {}
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {next(iter(str(error).splitlines()), '')}"}
    answers.write(json.dumps(answer))
    answers.flush()
    # an ordinary exit takes seconds while TensorFlow is taken down
    os._exit(0)


def _saved_model(path: Path, given: Arrays) -> Arrays:
    import tensorflow as tf

    function = tf.saved_model.load(str(path)).signatures["serving_default"]
    found = function(**{name: tf.constant(value) for name, value in given.items()})
    return {name: value.numpy() for name, value in found.items()}


def _onnx(path: Path, given: Arrays) -> Arrays:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, dict(given)), strict=True))


def _litert(path: Path, given: Arrays) -> Arrays:
    import tensorflow as tf

    found: Arrays = tf.lite.Interpreter(str(path)).get_signature_runner()(**given)
    return found


def _text(value: np.ndarray) -> np.ndarray:
    """Words as the runtimes take them."""
    return value.astype(object) if value.dtype.kind == "U" else value


def _plain(value: Any) -> np.ndarray:
    """An array that a file can hold: NumPy itself knows neither bfloat16 nor words of any length."""
    array = np.asarray(value)
    return array.astype("S") if array.dtype == object else array.astype("float32") if array.dtype.kind == "V" else array


_RUN: Mapping[str, Callable[[Path, Arrays], Arrays]] = {
    "saved_model": _saved_model,
    "onnx": _onnx,
    "litert": _litert,
}
