"""The process with ``tf_keras``, the Keras 2 that goes on being maintained: builds old models and computes with them.

It reads requests from stdin, one JSON object per line, and answers each with one on stdout. It builds from a config and
reads weights. A config with Lambda layers comes only from a process that may run the code of a trusted file.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np


def main() -> int:
    """Answer requests until stdin ends.

    A request has ``config`` and ``weights`` (paths), ``kind`` (``hdf5``, ``saved_model``, or ``weights`` for the HDF5
    file of an archive), and either ``inputs`` and ``outputs`` (.npz paths: what to predict from, and where to) or
    ``saved_as`` (the path of an HDF5 model to write). With ``code`` the functions of Lambda layers are
    run. The answer is ``{}`` or ``{"error": text}``.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        import tf_keras
    except ImportError as error:
        print(json.dumps({"error": f"tf_keras is not installed ({error})"}), file=answers, flush=True)
        return 1
    for line in sys.stdin:
        try:
            _answer(tf_keras, json.loads(line))
            answer: dict[str, str] = {}
        except Exception as error:
            first = next(iter(str(error).strip().splitlines()), "it gives no reason")
            answer = {"error": f"{type(error).__name__}: {first[:300]}"}
        print(json.dumps(answer), file=answers, flush=True)
    answers.close()
    os._exit(0)


def _answer(tf_keras: Any, request: dict[str, str]) -> None:
    tf_keras.backend.clear_session()
    if "code" in request:
        tf_keras.src.saving.serialization_lib.enable_unsafe_deserialization()
    config = json.loads(Path(request["config"]).read_text(encoding="utf-8"))
    model = tf_keras.models.model_from_config(config)
    _load_weights(model, request["kind"], Path(request["weights"]))
    if "saved_as" in request:
        model.save(request["saved_as"], save_format="h5", include_optimizer=False)
        return
    with np.load(request["inputs"]) as stored:
        inputs = [stored[f"input_{number}"] for number in range(len(stored))]
    outputs = model(inputs[0] if len(inputs) == 1 else inputs, training=False)
    values = tf_keras.src.utils.tf_utils.tf.nest.flatten(outputs)
    named: dict[str, Any] = {f"output_{number}": np.asarray(each) for number, each in enumerate(values)}
    np.savez(request["outputs"], **named)


def _turn_kernels(model: Any) -> None:
    """Turn the kernels that Theano convolved with, which tf_keras no longer does and Keras did until it left Theano.

    Source: ``_need_convert_kernel`` in https://github.com/keras-team/keras/blob/2.2.4/keras/engine/saving.py
    """
    for layer in model._flatten_layers():
        kind = type(layer).__name__
        if kind in ("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose"):
            turned, spatial = [layer.kernel], layer.rank
        elif kind == "ConvLSTM2D":
            turned, spatial = [layer.cell.kernel, layer.cell.recurrent_kernel], 2
        else:
            continue
        for kernel in turned:
            kernel.assign(kernel.numpy()[tuple(slice(None, None, -1) for _ in range(spatial))])


def _load_weights(model: Any, kind: str, weights: Path) -> None:
    if kind == "hdf5":
        import h5py
        from tf_keras.src.saving.legacy import hdf5_format

        with h5py.File(weights, "r") as file:
            hdf5_format.load_weights_from_hdf5_group(file["model_weights"], model)
            backend = file.attrs.get("backend", file["model_weights"].attrs.get("backend", ""))
        if backend in ("theano", b"theano"):
            _turn_kernels(model)
        return
    if kind == "weights":
        model.load_weights(str(weights))
        return
    model.load_weights(str(weights / "variables" / "variables")).expect_partial()
