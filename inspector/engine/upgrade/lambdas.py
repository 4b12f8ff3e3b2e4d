"""Lambda layers of old files: Python code inside the file, brought back where the person trusts it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras
from keras.src.saving.serialization_lib import in_safe_mode  # has no public name

from inspector.engine.errors import EngineError

_CODE = "__lambda__"
_KEPT = ("name", "trainable", "dtype", "arguments")


def lambda_layer(config: Mapping[str, Any]) -> keras.Layer:
    """The Lambda with the function that is in the file. It is not run before the layer is called.

    Args:
        config: of the layer, in Keras 1's or 2's words.

    Raises:
        EngineError: this process may not run code of files, or the function is not in the file or cannot be read.
    """
    name = config.get("name")
    if in_safe_mode() is not False:
        raise EngineError(
            f"'{name}' is a Lambda: Python code inside the file, which is run only when the file is trusted. Look at "
            "the code (`inspector show`) and, if you trust who made it, run `inspector upgrade` with --trust."
        )
    settings = {key: config[key] for key in _KEPT if config.get(key) is not None}
    if isinstance(settings.get("dtype"), Mapping):
        settings.pop("dtype")
    settings["function"] = _function(name, config.get("function"))
    shape = config.get("output_shape")
    if shape is not None:
        settings["output_shape"] = shape if _is_shape(shape) else _function(name, shape)
    try:
        return keras.layers.Lambda.from_config(settings, safe_mode=False)
    except (TypeError, ValueError, EOFError) as error:
        raise EngineError(
            f"The code of the Lambda '{name}' cannot be read ({next(iter(str(error).splitlines()), '')}): it was "
            "probably written by another version of Python. Replace it by a layer where the model is made."
        ) from error


def _is_shape(value: Any) -> bool:
    return isinstance(value, list) and all(size is None or isinstance(size, int) for size in value)


def _function(name: Any, value: Any) -> dict[str, Any]:
    """The function as Keras 3 writes it; Keras 1 and 2 have a list of its code, defaults and closure."""
    if isinstance(value, Mapping) and value.get("class_name") == _CODE:
        return dict(value)
    if isinstance(value, list) and len(value) == 3 and isinstance(value[0], str):
        code, defaults, closure = value
        return {"class_name": _CODE, "config": {"code": code, "defaults": defaults, "closure": closure}}
    what = f"'{value}', a Python function of its author's own" if isinstance(value, str) else "a function"
    raise EngineError(
        f"The Lambda '{name}' calls {what}, which is not in the file. The model can be looked at, not rebuilt."
    )
