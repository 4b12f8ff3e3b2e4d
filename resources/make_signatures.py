"""Write `signatures.json`: how Keras' layers, constraints, initializers and regularizers are made, with the defaults.

    python resources/make_signatures.py resources/signatures.json

It needs Keras; the program itself reads the file only.
"""

from __future__ import annotations

import inspect
import json
import sys
from pathlib import Path
from typing import Any

import keras

REQUIRED: dict[str, Any] = {
    "units": 1,
    "filters": 1,
    "kernel_size": 1,
    "input_dim": 1,
    "output_dim": 1,
    "rate": 0.5,
    "stddev": 1.0,
    "num_heads": 1,
    "key_dim": 1,
    "target_shape": (1,),
    "dims": (1,),
    "n": 1,
    "scale": 1.0,
    "height": 1,
    "width": 1,
    "factor": 0.1,
    "pool_size": 2,
    "output_size": 1,
    "axes": 1,
    "activation": "linear",
    "equation": "ab,bc->ac",
    "output_shape": 1,
    "num_bins": 1,
    "num_tokens": 2,
    "max_number": 1,
    "height_factor": 0.1,
    "layer": keras.layers.LSTM(1),
    "cell": keras.layers.LSTMCell(1),
    "cells": [keras.layers.LSTMCell(1)],
}
"""Values for arguments without a default, so that a layer can be made and asked for its config."""

OBJECTS = ("constraints", "initializers", "regularizers")
_LEFT_OUT = {"trainable", "name"}


def layers() -> dict[str, Any]:
    """Per class: its arguments without a default in order, and the config of one made with those alone."""
    found = {}
    for name in sorted(dir(keras.layers)):
        cls = getattr(keras.layers, name)
        if not (inspect.isclass(cls) and issubclass(cls, keras.layers.Layer)):
            continue
        needed = _required(cls)
        try:
            config = cls(**{key: REQUIRED[key] for key in needed}).get_config()
        except Exception:  # needs another layer, a file or a package: its settings are all written out
            found[name] = {"required": needed, "defaults": {}}
            continue
        plain = json.loads(json.dumps(config, default=str))
        kept = {key: value for key, value in plain.items() if key not in {*needed, *_LEFT_OUT}}
        if "seed" in kept:
            kept["seed"] = None  # some draw one at once
        found[name] = {"required": needed, "defaults": kept}
    return found


def objects() -> dict[str, Any]:
    """Per class of `OBJECTS`: argument to default, ``None`` where there is none."""
    return {
        f"{module}.{name}": _defaults(cls)
        for module in OBJECTS
        for name, cls in sorted(vars(getattr(keras, module)).items())
        if inspect.isclass(cls) and name[0].isupper()
    }


def _required(cls: type) -> list[str]:
    empty = inspect.Parameter.empty
    keywords = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    parameters = list(inspect.signature(cls.__init__).parameters.values())[1:]
    return [each.name for each in parameters if each.default is empty and each.kind not in keywords]


def _defaults(cls: type) -> dict[str, Any]:
    parameters = list(inspect.signature(cls.__init__).parameters.values())[1:]
    plain = {each.name: None if each.default is inspect.Parameter.empty else each.default for each in parameters}
    return dict(json.loads(json.dumps(plain, default=str)))


if __name__ == "__main__":
    parts = {"layers": layers(), "objects": objects()}
    lines = [
        f'"{part}": {{\n' + ",\n".join(f'"{name}": {json.dumps(entry)}' for name, entry in entries.items()) + "\n}"
        for part, entries in parts.items()
    ]
    Path(sys.argv[1]).write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")
