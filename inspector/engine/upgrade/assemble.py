"""A model of Keras 3 from a config of Keras 2, layer by layer and call by call, without its weights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import keras

from inspector.engine.errors import EngineError
from inspector.engine.upgrade.fields import Say, modern_fields
from inspector.engine.upgrade.lambdas import lambda_layer
from inspector.engine.upgrade.nodes import Reference, arguments, filled, references
from inspector.engine.upgrade.operations import OPERATIONS, operation
from inspector.engine.upgrade.replaced import REPLACED

Entry = dict[str, Any]
Maker = Callable[[Any], keras.Layer]

_CODE = ("Lambda", "__lambda__")
_INNER = ("layer", "backward_layer", "cell")
_RECURRENT = ("LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D")


def assemble(entry: Entry, say: Say) -> keras.Model:
    """The model of Keras 3 that the config describes; names and flags are kept.

    Args:
        entry: ``{"class_name", "config"}`` of a functional or Sequential model, in Keras 2's words.
        say: told of every setting that is lost.

    Raises:
        EngineError: it has a layer that cannot be made, or is connected in a way that cannot be followed.
    """
    config = entry.get("config")
    if not isinstance(config, dict) or not isinstance(config.get("layers"), list):
        raise EngineError(
            f"'{entry.get('class_name')}' is a subclassed model: the file does not say how its layers are connected. "
            "It can be looked at, not rebuilt."
        )
    model = _functional(config, say) if "output_layers" in config else _sequential(config, say)
    if config.get("trainable") is False:
        model.trainable = False
    return model


def holds_code(value: Any) -> bool:
    """Whether Python code is anywhere in a config: a Lambda, or a function that is written out."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if str(part.get("class_name")).rpartition(">")[2] in _CODE or part.get("function_type") == "lambda":
                return True
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return False


def _sequential(config: Entry, say: Say) -> keras.Model:
    entries = [each for each in config["layers"] if isinstance(each, dict)]
    if not entries:
        raise EngineError("The model has no layers.")
    layers: list[Any] = []
    if entries[0].get("class_name") == "InputLayer":
        layers.append(_input(entries.pop(0)))
    elif (shape := _input_shape(entries[0]) or config.get("build_input_shape")) is not None:
        name = f"{_settings(entries[0]).get('name')}_input"
        dtype = "int32" if entries[0].get("class_name") == "Embedding" else "float32"
        layers.append(keras.Input(batch_shape=shape, dtype=dtype, name=name))
    model = keras.Sequential(layers, name=config.get("name"))
    for entry in entries:
        layer = _made(entry, say)(lambda: model.outputs[0])
        if not layers and not model.layers and _is_built_model(layer):
            model.add(keras.Input(batch_shape=layer.inputs[0].shape, dtype=layer.inputs[0].dtype))
        model.add(layer)
    return model


def _functional(config: Entry, say: Say) -> keras.Model:
    entries = {_name(entry): entry for entry in config["layers"] if isinstance(entry, dict)}
    first_calls = _first_calls(config, entries)
    outputs: dict[str, list[list[Any]]] = defaultdict(list)
    waiting = [(name, node) for name, entry in entries.items() for node in _calls(entry)]
    made: dict[str, Any] = {}

    def tensor(reference: Reference) -> Any:
        name, call, index = reference
        return outputs[name][call - first_calls[name]][index]

    def known(node: Any) -> bool:
        return all(call - first_calls[name] < len(outputs[name]) for name, call, _ in references(node, entries))

    for name, entry in entries.items():
        if entry.get("class_name") == "InputLayer":
            outputs[name].append([_input(entry)])
    while waiting:
        left: list[tuple[str, Any]] = []
        for name, node in waiting:
            if any(earlier == name for earlier, _ in left) or not known(node):
                left.append((name, node))
                continue
            outputs[name].append(_called(entries[name], made, node, entries, tensor, say))
        if len(left) == len(waiting):
            raise EngineError(f"The layer '{left[0][0]}' takes tensors that no layer gives: the file is damaged.")
        waiting = left
    ends = [_unwrapped(filled(config.get(key), entries, tensor)) for key in ("input_layers", "output_layers")]
    return keras.Model(*ends, name=config.get("name"))


def _called(
    entry: Entry, made: dict[str, Any], node: Any, entries: Mapping[str, Entry], tensor: Any, say: Say
) -> list[Any]:
    """What one call of a layer gives."""
    name = _name(entry)
    positional, keywords = arguments(node, entries, tensor)
    keywords = {key: value for key, value in keywords.items() if value is not None}
    if entry.get("class_name") in OPERATIONS:
        return list(keras.tree.flatten(operation(entry, positional, keywords)))
    if name not in made:
        made[name] = _made(entry, say)(lambda: positional[0])
    if entry.get("class_name") in _RECURRENT and len(positional) > 1:
        keywords["initial_state"] = positional[1:]
        positional = positional[:1]
    try:
        result = made[name](positional[0] if len(positional) == 1 else positional, **keywords)
    except (TypeError, ValueError, NameError, AttributeError) as error:
        raise EngineError(f"The layer '{name}' cannot be called as the file says: {_first_line(error)}.") from error
    return list(keras.tree.flatten(result))


def _made(entry: Entry, say: Say) -> Callable[[Callable[[], Any]], Any]:
    """Makes the layer or nested model of an entry, given what gives the tensor it is called with."""
    config = entry.get("config")
    if isinstance(config, dict) and isinstance(config.get("layers"), list):
        nested = assemble(entry, say)
        return lambda _: nested
    class_name = str(entry.get("class_name")).rpartition(">")[2]
    settings = dict(config) if isinstance(config, dict) else {}
    if class_name in REPLACED:
        return lambda tensor: REPLACED[class_name](settings, tensor())
    layer = _layer(class_name, settings, say)
    return lambda _: layer


def _layer(class_name: str, config: dict[str, Any], say: Say) -> keras.Layer:
    if class_name == "Lambda":
        return lambda_layer(config)
    for key in _INNER:
        if isinstance(config.get(key), dict):
            config[key] = _inner(config[key], say)
    if isinstance(config.get("cells"), list):
        config["cells"] = [_inner(cell, say) for cell in config["cells"]]
    if class_name == "Bidirectional" and "backward_layer" in config and "layer" in config:
        backward = config["backward_layer"].get_config() | {"go_backwards": not config["layer"].go_backwards}
        config["backward_layer"] = type(config["backward_layer"]).from_config(backward)
    name, settings = modern_fields(class_name, config, say)
    cls = getattr(keras.layers, name, None)
    if cls is None:
        raise EngineError(
            f"'{config.get('name')}' is of the class '{class_name}', which Keras {keras.__version__} does not have: "
            "one of its author's own, or one that was removed. The model can be looked at, not rebuilt."
        )
    holds_layers = any(isinstance(each, keras.Layer) for each in keras.tree.flatten(settings))
    try:
        return cls(**settings) if holds_layers else cls.from_config(settings)
    except (TypeError, ValueError, AttributeError) as error:
        raise EngineError(
            f"The layer '{config.get('name')}' ({class_name}) cannot be made by Keras {keras.__version__}: "
            f"{_first_line(error)}."
        ) from error


def _inner(entry: Any, say: Say) -> Any:
    if not isinstance(entry, dict):
        raise EngineError("A wrapper's layer is damaged: expected a class and its settings.")
    return _made(entry, say)(_no_tensor)


def _no_tensor() -> Any:
    raise EngineError("A wrapper holds a layer that Keras 3 does not have.")


def _input(entry: Entry) -> Any:
    settings = _settings(entry)
    shape = settings.get("batch_input_shape") or settings.get("batch_shape")
    if not isinstance(shape, list):
        raise EngineError(f"The input '{settings.get('name')}' does not say its shape: the file is damaged.")
    dtype = settings.get("dtype") or settings.get("input_dtype") or "float32"
    return keras.Input(batch_shape=shape, dtype=dtype, name=settings.get("name"))


def _input_shape(entry: Entry) -> list[int | None] | None:
    """What the first layer of a Sequential says of the input: itself, or the layer it wraps."""
    settings = _settings(entry)
    if isinstance(settings.get("layers"), list):
        return None
    inner = settings.get("layer")
    shape = settings.get("batch_input_shape") or (_settings(inner).get("batch_input_shape") if inner else None)
    return shape if isinstance(shape, list) else None


def _first_calls(config: Entry, entries: Mapping[str, Entry]) -> dict[str, int]:
    """Number of the first call of each layer: nested models are counted from 1 by some versions."""
    used: dict[str, int] = dict.fromkeys(entries, 0)
    written = [*(entry.get("inbound_nodes") for entry in entries.values()), config.get("output_layers")]
    counts: dict[str, set[int]] = defaultdict(set)
    for name, call, _ in references(written, entries):
        counts[name].add(call)
    for name, calls in counts.items():
        if isinstance(_settings(entries[name]).get("layers"), list):
            used[name] = min(calls)
    return used


def _calls(entry: Entry) -> list[Any]:
    nodes = entry.get("inbound_nodes")
    return nodes if isinstance(nodes, list) and entry.get("class_name") != "InputLayer" else []


def _name(entry: Entry) -> str:
    return str(entry.get("name") or _settings(entry).get("name"))


def _settings(entry: Entry) -> dict[str, Any]:
    config = entry.get("config")
    return config if isinstance(config, dict) else {}


def _unwrapped(ends: Any) -> Any:
    return ends[0] if isinstance(ends, list) and len(ends) == 1 else ends


def _is_built_model(layer: Any) -> bool:
    return isinstance(layer, keras.Model) and bool(layer.inputs)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)[:300].rstrip(".: ")
