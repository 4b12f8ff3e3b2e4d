"""Models: functional ones and Sequentials, inside each other to any depth, become layers and edges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from inspector.formats import limits
from inspector.formats.config import references, values
from inspector.formats.config.layers import built_for, class_of, config_of, kind_of, layer, name_of
from inspector.formats.config.reading import Reading
from inspector.formats.config.references import Tensor
from inspector.formats.errors import FormatError
from inspector.graph.model import Edge, Layer, Shape


@dataclass(frozen=True, slots=True)
class Part:
    """A model with all that is nested in it; ``entries`` and ``exits`` are paths of its own first and last layers."""

    layers: tuple[Layer, ...]
    edges: tuple[Edge, ...]
    entries: tuple[str, ...]
    exits: tuple[str, ...]


def is_model(entry: dict[str, Any]) -> bool:
    """Whether an entry describes a model layer by layer, so that it can be read as one."""
    return _is_functional(entry) or _is_sequential(entry)


def read_model(entry: dict[str, Any], reading: Reading, prefix: str = "", depth: int = 0) -> Part:
    """The layers and edges of a model for which `is_model` holds.

    Args:
        prefix: path of the model with a final ``/``; empty for the outermost.
        depth: how many models it lies in.

    Raises:
        FormatError: models are nested too deep, or there are too many layers.
    """
    if depth > limits.NESTED_MODELS:
        raise FormatError(f"The file nests models deeper than the {limits.NESTED_MODELS} levels that can be shown.")
    read = _functional if _is_functional(entry) else _sequential
    return read(entry, reading, prefix, depth)


def _is_functional(entry: dict[str, Any]) -> bool:
    config = config_of(entry)
    return isinstance(config.get("layers"), list) and "output_layers" in config


def _is_sequential(entry: dict[str, Any]) -> bool:
    layers = entry.get("config")
    if isinstance(layers, dict):
        layers = layers.get("layers")
    return class_of(entry).endswith("Sequential") and isinstance(layers, list)


def _functional(entry: dict[str, Any], reading: Reading, prefix: str, depth: int) -> Part:
    config = config_of(entry)
    entries = _named(config["layers"], prefix, reading)
    used: dict[str, list[Tensor]] = {}
    for name, each in entries.items():
        calls = references.calls(each.get("inbound_nodes"), entries)
        reading.connect(sum(map(len, calls)))
        used[name] = _known(calls, name, prefix, entries, reading)
    shapes = _output_shapes(tensor for tensors in used.values() for tensor in tensors)
    layers: list[Layer] = []
    edges: list[Edge] = []
    for name, each in entries.items():
        inputs = tuple(prefix + tensor.layer for tensor in used[name])
        nested, inner_edges = _with_nested(each, name, inputs, shapes.get(name, ()), reading, prefix, depth)
        layers += nested
        edges += inner_edges
        edges += [Edge(prefix + tensor.layer, prefix + name, tensor.shape, tensor.index) for tensor in used[name]]
    return Part(
        tuple(layers),
        tuple(edges),
        _ends(config.get("input_layers"), entries, prefix),
        _ends(config.get("output_layers"), entries, prefix),
    )


def _sequential(entry: dict[str, Any], reading: Reading, prefix: str, depth: int) -> Part:
    config = entry.get("config")
    entries = _named(config.get("layers") if isinstance(config, dict) else config, prefix, reading)
    layers: list[Layer] = []
    edges: list[Edge] = []
    first: tuple[str, ...] = ()
    previous = ""
    for name, each in entries.items():
        inputs: tuple[str, ...] = (prefix + previous,) if previous else ()
        if not previous and class_of(each) == "Merge":
            branches = _branches_of_merge(each, reading, prefix, depth)
            layers += branches.layers
            edges += branches.edges
            first = inputs = branches.exits
        nested, inner_edges = _with_nested(each, name, inputs, (), reading, prefix, depth)
        if not previous and not nested[0].input_shapes:
            nested[0] = replace(nested[0], input_shapes=built_for(entry))
        layers += nested
        edges += inner_edges
        edges += [Edge(source, prefix + name) for source in inputs]
        first = first or (prefix + name,)
        previous = name
    return Part(tuple(layers), tuple(edges), first, (prefix + previous,) if previous else ())


def _branches_of_merge(entry: dict[str, Any], reading: Reading, prefix: str, depth: int) -> Part:
    """Keras 1 lets a Sequential begin with a Merge that holds the models it joins."""
    layers: list[Layer] = []
    edges: list[Edge] = []
    ends: list[str] = []
    for name, branch in _named(values.sequence(config_of(entry).get("layers")), prefix, reading).items():
        nested, inner_edges = _with_nested(branch, name, (), (), reading, prefix, depth)
        layers += nested
        edges += inner_edges
        ends.append(prefix + name)
    return Part(tuple(layers), tuple(edges), tuple(ends), tuple(ends))


def _with_nested(
    entry: dict[str, Any],
    name: str,
    inputs: tuple[str, ...],
    output_shapes: tuple[Shape, ...],
    reading: Reading,
    prefix: str,
    depth: int,
) -> tuple[list[Layer], list[Edge]]:
    """A layer; behind a nested model everything that is in it."""
    path = prefix + name
    kind = "model" if is_model(entry) else kind_of(entry)
    read = layer(entry, path, name, kind, inputs, output_shapes)
    repeated = reading.seen_before(read.class_name, read.name) and "shared_object_id" in entry
    if kind != "model":
        return [_without_weights(read, reading) if repeated else read], []
    part = read_model(entry, reading, path + "/", depth + 1)
    model = replace(
        read,
        trainable=_trains(part.layers),
        entries=part.entries,
        exits=part.exits,
        output_shapes=read.output_shapes if len(read.output_shapes) == len(part.exits) else (),
    )
    return [model, *part.layers], list(part.edges)


def _without_weights(repeated: Layer, reading: Reading) -> Layer:
    """A layer that stands in another model too, as Keras 3 marks it: its weights count where it is first."""
    text = (
        f"Layer {repeated.name!r} is the same layer as one of that name in another model of this file: "
        "they share their weights, which are counted there."
    )
    reading.note("info", "shared-between-models", text, repeated.path)
    return replace(repeated, weights=())


def _trains(layers: Iterable[Layer]) -> bool:
    flags = [each.trainable for each in layers if each.kind == "layer" and each.class_name != "InputLayer"]
    return any(flags) or not flags


def _named(entries: Any, prefix: str, reading: Reading) -> dict[str, dict[str, Any]]:
    """The entries by name, made up where a name is missing and numbered where it is taken."""
    found: dict[str, dict[str, Any]] = {}
    for number, entry in enumerate(values.sequence(entries)):
        if not isinstance(entry, dict) or not class_of(entry):
            text = f"Entry {number + 1} of the layer list says no class and was left out: the file is damaged."
            reading.note("warning", "damaged-layer", text, prefix.rstrip("/"))
            continue
        wanted = name_of(entry) or f"{class_of(entry).lower()}_{number + 1}"
        if len(wanted) > limits.NAME_CHARACTERS:
            raise FormatError(f"A layer's name has {len(wanted):,} characters, more than {limits.NAME_CHARACTERS:,}.")
        name = wanted
        if name in found:
            name = f"{wanted} (entry {number + 1})"
            text = f"Several layers are called {wanted!r}; one of them is shown as {name!r}."
            reading.note("warning", "duplicate-name", text, prefix + name)
        found[name] = entry
    reading.count(len(found))
    return found


def _known(
    calls: list[list[Tensor]], name: str, prefix: str, entries: dict[str, dict[str, Any]], reading: Reading
) -> list[Tensor]:
    """The tensors of all calls that come from a layer of the model; a note for each that does not."""
    found = []
    for tensor in (tensor for call in calls for tensor in call):
        if tensor.layer in entries:
            found.append(tensor)
        else:
            text = (
                f"Layer {name!r} takes a tensor from {tensor.layer!r}, which is not in the model; the line is missing."
            )
            reading.note("warning", "unknown-input", text, prefix + name)
    return found


def _output_shapes(tensors: Iterable[Tensor]) -> dict[str, tuple[Shape, ...]]:
    """Output shapes of every layer's first call, as far as its outputs are used, without gaps."""
    seen: dict[str, dict[int, tuple[int, Shape]]] = {}
    for tensor in tensors:
        if tensor.shape is not None:
            outputs = seen.setdefault(tensor.layer, {})
            known = outputs.get(tensor.index)
            if known is None or tensor.call < known[0]:
                outputs[tensor.index] = (tensor.call, tensor.shape)
    return {
        name: tuple(outputs[index][1] for index in range(len(outputs)))
        for name, outputs in seen.items()
        if all(index in outputs for index in range(len(outputs)))
    }


def _ends(value: Any, entries: dict[str, dict[str, Any]], prefix: str) -> tuple[str, ...]:
    return tuple(prefix + tensor.layer for tensor in references.ends(value) if tensor.layer in entries)
