"""Model files put together by hand, without Keras."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import h5py
import numpy as np

Config = dict[str, Any]


def archive(path: Path, config: Any, version: str = "3.15.1") -> Path:
    """A ``.keras`` archive with this config, and no weights."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("metadata.json", json.dumps({"keras_version": version}))
        file.writestr("config.json", config if isinstance(config, (str, bytes)) else json.dumps(config))
    return path


def hdf5(path: Path, config: Any, version: str = "2.4.0", weights: Mapping[str, tuple[int, ...]] | None = None) -> Path:
    """An HDF5 model with this config and zeros of these shapes: ``{"dense/kernel:0": (4, 2)}``."""
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = version.encode()
        file.attrs["model_config"] = config if isinstance(config, (str, bytes)) else json.dumps(config).encode()
        groups = file.create_group("model_weights")
        for name, shape in (weights or {}).items():
            group = groups.require_group(name.partition("/")[0])
            group.create_dataset(name, data=np.zeros(shape, "float32"))
            group.attrs["weight_names"] = np.array([*group.attrs.get("weight_names", []), name.encode()], "S")
    return path


def layer(class_name: str, name: str, inbound: list[Any] | None = None, **config: Any) -> Config:
    """One entry of a functional model's layer list as Keras 1 and 2 write it."""
    return {
        "class_name": class_name,
        "name": name,
        "config": {"name": name, "trainable": True, **config},
        "inbound_nodes": inbound or [],
    }


def input_layer(name: str, *sizes: int | None) -> Config:
    return layer("InputLayer", name, batch_input_shape=[None, *sizes], dtype="float32")


def functional(layers: list[Config], inputs: Any, outputs: Any, class_name: str = "Model") -> Config:
    return {
        "class_name": class_name,
        "config": {"name": "model", "layers": layers, "input_layers": inputs, "output_layers": outputs},
    }


def dense_model() -> Config:
    """Four numbers in, two out."""
    return functional(
        [input_layer("numbers", 4), layer("Dense", "dense", [[["numbers", 0, 0, {}]]], units=2, use_bias=True)],
        [["numbers", 0, 0]],
        [["dense", 0, 0]],
    )
