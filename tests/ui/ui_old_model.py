"""A model as Keras 2.1 saved it."""

from __future__ import annotations

import base64
import json
import marshal
from pathlib import Path

import h5py
import numpy as np

_DENSE = {"name": "only", "units": 2, "activation": "linear", "use_bias": False, "dtype": "float32"}


def old_model(path: Path, *, needs_upgrade: bool = True, code: bool = False) -> Path:
    """Write it: one Dense layer, and an input layer only where the file need not be upgraded.

    Args:
        code: whether a Lambda follows.
    """
    dense = {"class_name": "Dense", "config": _DENSE}
    if needs_upgrade:
        dense["config"] = {**_DENSE, "batch_input_shape": [None, 3]}
        layers = [dense]
    else:
        given = {"name": "given", "batch_input_shape": [None, 3], "dtype": "float32"}
        layers = [{"class_name": "InputLayer", "config": given}, dense]
    if code:
        written = base64.b64encode(marshal.dumps((lambda x: x).__code__)).decode()
        function = {"name": "same", "function": [written, None, None], "function_type": "lambda"}
        layers.append({"class_name": "Lambda", "config": function})
    config = {"name": "model", "layers": layers}
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = b"2.1.0"
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": config}).encode()
        group = file.create_group("model_weights/only")
        group.attrs["weight_names"] = np.array([b"only/kernel:0"])
        group.create_dataset("only/kernel:0", data=np.arange(6, dtype="float32").reshape(3, 2))
        file["model_weights"].attrs["layer_names"] = np.array([b"only"])
    return path
