"""Giving a model another head: the present one made again, or the end taken off and a new Dense put on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from inspector.graph.model import Layer, ModelGraph, Shape
from inspector.graph.weights import fill
from inspector.recipe.bodies import is_body
from inspector.recipe.configs import innermost
from inspector.recipe.draft import Draft
from inspector.recipe.edits import Edit, ReplaceHead
from inspector.recipe.heads import ACTIVATIONS, INITIALIZERS, Head, activation_of, find_head, is_activation, units_key
from inspector.recipe.layer_edits import is_integer
from inspector.recipe.refusal import EditError
from inspector.recipe.rewire import replace_end, with_layers

_POOLING = {3: "GlobalAveragePooling1D", 4: "GlobalAveragePooling2D", 5: "GlobalAveragePooling3D"}


def replace_head(draft: Draft, edit: ReplaceHead) -> None:
    """Give one output of the model a head with other units and another activation."""
    draft.require_known_structure()
    output = _output(draft, edit.output)
    if edit.units < 1:
        raise EditError(f"Expected at least 1 unit, found {edit.units}.")
    if edit.activation not in ACTIVATIONS:
        raise EditError(f"Expected an activation of {', '.join(ACTIVATIONS)}, found '{edit.activation}'.")
    _require_class_names(edit)
    if edit.initializer is not None and edit.initializer not in INITIALIZERS:
        raise EditError(f"Expected an initializer of {', '.join(INITIALIZERS)}, found '{edit.initializer}'.")
    if edit.drop_last is None and is_body(draft.original) and output not in draft.heads:
        _put_on(draft, output, edit, len(find_head(draft.graph, output).tail) + 1)
    elif edit.drop_last is None:
        _make_again(draft, output, edit)
    else:
        _put_on(draft, output, edit, edit.drop_last)


def class_names(edits: Sequence[Edit]) -> tuple[str, ...]:
    """What the outputs of the last head that was given mean, in order; empty where that is left to the data."""
    heads = [edit for edit in edits if isinstance(edit, ReplaceHead) and not edit.disabled]
    return heads[-1].class_names if heads else ()


def _require_class_names(edit: ReplaceHead) -> None:
    names = edit.class_names
    if len(names) > edit.units:
        raise EditError(f"Expected at most {edit.units} class names, one for each unit, found {len(names)}.")
    if not all(name.strip() for name in names):
        raise EditError("Expected class names, found an empty one.")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise EditError(f"Expected class names that differ, found '{twice}' twice.")


def _output(draft: Draft, asked: str | None) -> str:
    outputs = draft.graph.outputs
    if asked is None and len(outputs) == 1:
        return outputs[0]
    if asked in outputs:
        return asked
    if asked in draft.original.outputs:
        return outputs[draft.original.outputs.index(asked)]
    found = "no output named" if asked is None else f"'{asked}'"
    raise EditError(f"Expected output to name one of the model's outputs ({', '.join(outputs)}), found {found}.")


# ------------------------------------------------------------------ the present head, made again


def _make_again(draft: Draft, output: str, edit: ReplaceHead) -> None:
    _require_one_call(draft.graph, output)
    head = find_head(draft.graph, output)
    layer = draft.graph.by_path[head.layer]
    key = units_key(layer)
    _require_remakable(draft.graph, layer, head, key)
    changes: dict[str, Any] = {str(key): edit.units}
    activations = [path for path in head.tail if is_activation(draft.graph.by_path[path])]
    if len(activations) > 1:
        raise EditError(f"Several activations stand behind the head '{head.layer}': {', '.join(activations)}.")
    changes["activation"] = "linear" if activations else edit.activation
    changes |= _initializer(edit)
    for path in head.tail:
        _adapt_reshape(draft, draft.graph.by_path[path], head.units, edit.units)
    if activations:
        _set_activation(draft, draft.graph.by_path[activations[0]], edit.activation)
    draft.change(head.layer, changes)
    _forget_facts(draft, (head.layer, *head.tail))
    draft.put(replace(draft.layer(head.layer), trainable=True))
    draft.created.add(head.layer)
    if head.layer in draft.original.by_path:
        draft.rebuilt.add(head.layer)
    draft.graph = _with_facts(draft.graph, (head.layer, *head.tail))
    _record(draft, output, head.layer, edit)


def _require_remakable(graph: ModelGraph, layer: Layer, head: Head, key: str | None) -> None:
    if layer.kind == "model":
        raise EditError(
            f"The head is inside the nested model '{layer.path}': drop that model, {len(head.tail) + 1} from the end, "
            "to put a new Dense in its place."
        )
    if key is None:
        raise EditError(
            f"'{layer.path}' ({layer.class_name}) cannot be made again as a head: only Dense, a convolution and "
            "TimeDistributed(Dense) can. Drop the last layers instead."
        )
    chain = (head.layer, *head.tail)
    for path in chain:
        _require_one_call(graph, path)
        _require_unused(graph, path, chain)
    shape = graph.by_path[head.output].output_shape
    if shape is not None and head.units is not None and head.units not in shape[1:]:
        raise EditError(
            f"The output has the shape {_words(shape)} but its head '{layer.path}' {head.units} units, which are mixed "
            "behind it: drop the last layers instead."
        )


def _adapt_reshape(draft: Draft, layer: Layer, old: int | None, new: int) -> None:
    if layer.class_name != "Reshape":
        return
    target = list(innermost(layer)[1].get("target_shape", ()))
    others = [size for size in target if size not in (old, -1)]
    if layer.kind != "layer" or target.count(old) + target.count(-1) != 1 or any(size != 1 for size in others):
        text = f"'{layer.path}' reshapes what the head gives in a way that other units do not fit"
        raise EditError(f"{text}: drop the last layers instead.")
    draft.change(layer.path, {"target_shape": [new if size == old else size for size in target]})


def _set_activation(draft: Draft, layer: Layer, activation: str) -> None:
    """Change the activation behind a head; a layer that is only one activation becomes an Activation of that name."""
    if layer.class_name == "Activation":
        draft.change(layer.path, {"activation": activation})
    elif activation_of(layer) != activation:
        dtype = {"dtype": layer.config["dtype"]} if "dtype" in layer.config else {}
        config = {"name": layer.name, "trainable": True, **dtype, "activation": activation}
        new = replace(layer, class_name="Activation", kind="layer", module="keras.layers", config=config, weights=())
        draft.put(new)
        draft.replaced.add(layer.path)


def _forget_facts(draft: Draft, paths: tuple[str, ...]) -> None:
    for path in paths:
        known = {"weights": None} if path == paths[0] else {"input_shapes": ()}
        draft.put(replace(draft.layer(path), output_shapes=(), **known))
    edges = tuple(replace(edge, shape=None) if edge.source in paths else edge for edge in draft.graph.edges)
    draft.graph = replace(draft.graph, edges=edges)


# ------------------------------------------------------------------ the end taken off, a new Dense put on


def _put_on(draft: Draft, output: str, edit: ReplaceHead, drop: int) -> None:
    gone, attach = _walk_back(draft.graph, output, drop)
    base = draft.graph.by_path[attach]
    chain: list[Layer] = []
    pooling = _pooling(base)
    if pooling:
        config = {"data_format": _data_format(draft.graph, base), "keepdims": False}
        chain.append(draft.new_layer("", "head_pool", pooling, config))
    old = draft.graph.by_path[output].config
    dtype = {"dtype": old["dtype"]} if "dtype" in old else {}
    config = {**dtype, "units": edit.units, "activation": edit.activation, "use_bias": True, **_initializer(edit)}
    chain.append(draft.new_layer("", "head", "Dense", config))
    changed = replace_end(draft.graph, output, gone, attach, chain)
    draft.graph = _with_facts(changed, tuple(layer.path for layer in chain))
    draft.heads.pop(output, None)
    draft.created.update(layer.path for layer in chain)
    for layer in chain[:-1]:
        draft.tell(layer.path, "head", "new, for the head")
    _record(draft, chain[-1].path, chain[-1].path, edit)


def _walk_back(graph: ModelGraph, output: str, drop: int) -> tuple[list[str], str]:
    """The last ``drop`` layers before an output, and the layer before them."""
    gone: list[str] = []
    path = output
    while len(gone) < drop:
        layer = graph.by_path[path]
        sources = graph.predecessors[path]
        if not sources:
            raise EditError(f"Expected to drop at most {len(gone)} layers, found {drop}: '{path}' is the first layer.")
        if len(sources) > 1:
            raise EditError(
                f"Expected to drop at most {len(gone)} layers, found {drop}: '{path}' ({layer.class_name}) joins "
                f"{len(sources)} tensors, and there is no one place behind them for a new head."
            )
        gone.append(path)
        path = sources[0]
    for layer_path in gone:
        _require_one_call(graph, layer_path)
        _require_unused(graph, layer_path, gone)
        if layer_path != output and layer_path in graph.outputs:
            raise EditError(f"'{layer_path}' is an output itself, so it cannot be dropped.")
    if is_integer(graph.by_path[path]):
        raise EditError(f"'{path}' gives whole numbers or text, and a Dense needs real numbers: drop fewer layers.")
    return gone, path


def _pooling(base: Layer) -> str | None:
    """Class of the pooling layer that makes one vector of ``base``'s tensor, if it is not one already."""
    shape = base.output_shape
    if shape is None:
        raise EditError(f"The output shape of '{base.path}' is not known, so a new head cannot be put on it.")
    if len(base.output_shapes) > 1:
        raise EditError(f"'{base.path}' gives {len(base.output_shapes)} tensors: a new head needs one.")
    if len(shape) == 2 and shape[1] is not None:
        return None
    if len(shape) in _POOLING:
        return _POOLING[len(shape)]
    raise EditError(f"'{base.path}' gives the shape {_words(shape)}: a new head needs (batch, features), or an image.")


def _data_format(graph: ModelGraph, base: Layer) -> str:
    """Where the channels are in ``base``'s tensor, by the nearest layer before it that says."""
    path: str | None = base.path
    while path is not None:
        layer = graph.by_path[path]
        value = innermost(layer)[1].get("data_format")
        if isinstance(value, str):
            return value
        before = layer.exits if layer.kind == "model" else graph.predecessors[path]
        path = before[0] if before else None
    return "channels_last"


# ------------------------------------------------------------------ both


def _require_one_call(graph: ModelGraph, path: str) -> None:
    calls = max(graph.outputs.count(path), len(graph.by_path[path].inputs) if units_key(graph.by_path[path]) else 1)
    if calls > 1:
        raise EditError(f"The head '{path}' is shared: the model calls it {calls} times, so it cannot be exchanged.")


def _require_unused(graph: ModelGraph, path: str, chain: tuple[str, ...] | list[str]) -> None:
    others = [taker for taker in graph.successors[path] if taker not in chain]
    if others:
        raise EditError(f"What '{path}' gives is also used by '{others[0]}', so it cannot be exchanged or dropped.")


def _with_facts(graph: ModelGraph, chain: tuple[str, ...]) -> ModelGraph:
    """The graph with shapes and weights of the top-level layers ``chain``, found from what goes into them alone."""
    edges = [edge for edge in graph.edges if edge.target in chain]
    sources = {edge.source for edge in edges} - set(chain)
    stand_ins = (replace(graph.by_path[path], kind="layer", inputs=(), entries=(), exits=()) for path in sources)
    layers = (*stand_ins, *(graph.by_path[path] for path in chain))
    end = fill(ModelGraph(graph.name, graph.class_name, layers, tuple(edges)))
    known = {(edge.source, edge.target, edge.source_index): edge for edge in end.edges}
    return replace(
        with_layers(graph, {path: end.by_path[path] for path in chain}),
        edges=tuple(known.get((edge.source, edge.target, edge.source_index), edge) for edge in graph.edges),
    )


def _initializer(edit: ReplaceHead) -> dict[str, Any]:
    return {} if edit.initializer is None else {"kernel_initializer": edit.initializer}


def _record(draft: Draft, output: str, layer: str, edit: ReplaceHead) -> None:
    draft.heads[output] = layer
    units = "1 unit" if edit.units == 1 else f"{edit.units} units"
    drawn = f", {edit.initializer}" if edit.initializer else ""
    draft.tell(layer, "head", f"new head: {units}, {edit.activation}{drawn}")


def _words(shape: Shape) -> str:
    return "(" + ", ".join("?" if size is None else str(size) for size in shape) + ")"
