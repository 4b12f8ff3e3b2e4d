"""A layer as the Python code that makes it: ``layers.Dense(14, activation="softmax", name="head")``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from inspector.graph.layers.keras_names import modern
from inspector.graph.model import Layer
from inspector.script.literals import call, literal
from inspector.script.signatures import object_defaults, signature_of

_ONE_VALUE = {"MaxNorm", "L1", "L2"}
"""Classes whose first argument says it all, so that nobody names it."""

_NOT_ARGUMENTS = {"trainable", "build_config", "quantization_config", "batch_input_shape"}


def layer_code(layer: Layer) -> str:
    """The code for a layer of a file; settings that are Keras' own defaults are left out.

    The class of an author, which no code is known for, is named as if it were at hand.
    """
    if layer.class_name == "InputLayer":
        return _input(layer)
    class_name, config = modern(layer.class_name, layer.config)
    return layer_call(class_name, {**config, "name": layer.name})


def layer_call(
    class_name: str, config: Mapping[str, Any], *, indent: int = 0, before: str = "", after: str = ""
) -> str:
    """The call that makes a layer of a class with a config; see `literals.call` for the rest."""
    known = signature_of(class_name)
    name = f"layers.{class_name}" if known else class_name
    return call(name, list(arguments(class_name, config)), indent, before, after)


def arguments(class_name: str, config: Mapping[str, Any]) -> Iterator[str]:
    """Those that have to be given and those that differ from the default, the name last."""
    known = signature_of(class_name)
    required = known.required if known else ()
    defaults = (known.defaults if known else None) or {}
    for key in required:
        if key in config:
            yield value_code(config[key])
    for key, value in config.items():
        if key in required or key in _NOT_ARGUMENTS or key == "name" or (defaults and key not in defaults):
            continue  # what Keras 1 and 2 called otherwise is there by its present name too
        if not _is_default(key, value, defaults):
            yield f"{key}={value_code(value)}"
    if "name" in config:
        yield f"name={literal(config['name'])}"


def value_code(value: Any) -> str:
    """A value of a config as code; an object that Keras wrote down becomes the call that makes it."""
    if isinstance(value, list):
        inner = [value_code(each) for each in value]
        return "(" + ", ".join(inner) + ("," if len(inner) == 1 else "") + ")"
    if not (isinstance(value, Mapping) and "class_name" in value and isinstance(value.get("config"), Mapping)):
        return literal(value)
    class_name, config = str(value["class_name"]), value["config"]
    if class_name == "DTypePolicy":
        return literal(config.get("name"))
    if signature_of(class_name):
        return layer_call(class_name, config)
    module = str(value.get("module") or "").removeprefix("keras.")
    defaults = object_defaults(module, class_name)
    if defaults is None:
        return f"{class_name}({_keywords(config)})"
    given = {key: each for key, each in config.items() if key in defaults and not _same(each, defaults[key])}
    first = next(iter(defaults), None)
    positional = [value_code(given.pop(first))] if class_name in _ONE_VALUE and first in given else []
    return f"keras.{module}.{class_name}({', '.join([*positional, *_each(given)])})"


def _input(layer: Layer) -> str:
    shape = next(iter(layer.output_shapes), None)
    given = [] if shape is None else [f"shape={literal(tuple(shape[1:]))}"]
    if layer.dtype not in ("", "float32"):
        given.append(f"dtype={literal(layer.dtype)}")
    return call("keras.Input", [*given, f"name={literal(layer.name)}"])


def _is_default(key: str, value: Any, defaults: Mapping[str, Any]) -> bool:
    if key in defaults:
        return _same(value, defaults[key]) or (key == "dtype" and value == "float32")
    return value is None


def _same(value: Any, default: Any) -> bool:
    """Whether two config values mean the same: objects by class and the fields both have, ``[0]`` as ``0``."""
    if isinstance(value, Mapping) and isinstance(default, Mapping):
        if value.get("class_name") != default.get("class_name"):
            return False
        ours, theirs = value.get("config"), default.get("config")
        if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
            return all(_same(ours[key], theirs.get(key)) for key in ours)
    if isinstance(value, list | tuple) and not isinstance(default, list | tuple):
        return bool(value) and all(each == default for each in value)
    return bool(value == default) or (isinstance(value, list | tuple) and list(value) == list(default or ()))


def _keywords(config: Mapping[str, Any]) -> str:
    return ", ".join(_each(config))


def _each(config: Mapping[str, Any]) -> list[str]:
    return [f"{key}={value_code(value)}" for key, value in config.items()]
