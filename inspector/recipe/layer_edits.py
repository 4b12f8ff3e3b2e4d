"""Edits of single layers: freezing, dropout, max-norm."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.bodies import FROZEN
from inspector.recipe.draft import Draft, require_rate
from inspector.recipe.dropouts import dropout_key, dropout_rate, recurrent_dropout_key, recurrent_dropout_rate
from inspector.recipe.edits import InsertDropout, SetDropout, SetMaxNorm
from inspector.recipe.max_norms import max_norm_changes
from inspector.recipe.refusal import EditError
from inspector.recipe.rewire import insert_after

_INTEGER_RESULTS = {"StringLookup", "IntegerLookup", "TextVectorization", "Hashing", "HashedCrossing", "Discretization"}


def set_trainable(draft: Draft, paths: Sequence[str], trainable: bool) -> None:
    """Freeze or unfreeze leaves; a nested model's path stands for all its leaves."""
    for path in paths:
        layer = draft.layer(path)
        if trainable and draft.original.class_name == FROZEN and layer.weights and path not in draft.created:
            raise EditError(f"'{path}' cannot train: in this frozen graph its weights are constants.")
        for leaf in draft.graph.inside(path) if layer.kind == "model" else (layer,):
            draft.put(replace(leaf, trainable=trainable))


def set_dropout(draft: Draft, edit: SetDropout) -> None:
    """Change the rate of a layer that drops."""
    layer = draft.layer(edit.layer)
    require_rate(edit.rate)
    if edit.recurrent:
        _set_recurrent_dropout(draft, layer, edit.rate)
        return
    key = dropout_key(layer)
    if key is None:
        raise EditError(
            f"'{layer.path}' is a {layer.class_name}, which drops nothing: insert a dropout after it instead."
        )
    draft.require_known_structure(layer.path)
    draft.require_layer_of_keras(layer.path, "Dropout")
    before = dropout_rate(layer)
    draft.change(layer.path, {key: edit.rate})
    if layer.path in draft.dropouts:
        draft.tell(layer.path, "dropout", f"new dropout {edit.rate:g}")
    else:
        draft.tell(layer.path, "dropout", f"dropout {edit.rate:g}" + ("" if before is None else f" (was {before:g})"))


def _set_recurrent_dropout(draft: Draft, layer: Layer, rate: float) -> None:
    key = recurrent_dropout_key(layer)
    if key is None:
        raise EditError(
            f"'{layer.path}' is a {layer.class_name}, which has no state to drop: recurrent dropout is for LSTM, GRU, "
            "SimpleRNN and ConvLSTM."
        )
    draft.require_known_structure(layer.path)
    draft.require_layer_of_keras(layer.path, "Recurrent dropout")
    before = recurrent_dropout_rate(layer)
    draft.change(layer.path, {key: rate})
    was = "" if before is None else f" (was {before:g})"
    draft.tell(layer.path, "recurrent dropout", f"recurrent dropout {rate:g}{was}")


def insert_dropout(draft: Draft, edit: InsertDropout) -> None:
    """Put a new Dropout behind a layer."""
    layer = draft.layer(edit.after)
    require_rate(edit.rate)
    draft.require_known_structure(layer.path)
    _require_outside_body(draft, layer)
    _require_room_behind(draft.graph, layer)
    _require_real_numbers(draft.graph, layer)
    config = {"rate": edit.rate, "seed": None, "noise_shape": None}
    dtype = {"dtype": layer.config["dtype"]} if "dtype" in layer.config else {}
    new = draft.new_layer(layer.parent, f"{layer.name}_dropout", "Dropout", {**dtype, **config})
    new = replace(new, output_shapes=layer.output_shapes, dtype=layer.dtype, weights=())
    draft.graph = insert_after(draft.graph, layer.path, new)
    draft.created.add(new.path)
    draft.dropouts.add(new.path)
    draft.tell(new.path, "dropout", f"new dropout {edit.rate:g}")


def set_max_norm(draft: Draft, edit: SetMaxNorm) -> None:
    """Limit the norm of a layer's weights, or take the limit away."""
    layer = draft.layer(edit.layer)
    if edit.value is not None and not (math.isfinite(edit.value) and edit.value > 0):
        raise EditError(f"Expected a max-norm above 0, found {edit.value:g}: null takes the limit away.")
    changes = max_norm_changes(layer, edit.value)
    if not changes:
        raise EditError(
            f"'{layer.path}' is a {layer.class_name}, which has no weights per unit or filter to limit: max-norm is "
            "for Dense, convolutions, Embedding, LSTM, GRU and SimpleRNN."
        )
    draft.require_known_structure(layer.path)
    draft.require_layer_of_keras(layer.path, "Max-norm")
    draft.change(layer.path, changes)
    for key in changes:
        draft.words.get(layer.path, {}).pop(key, None)  # what was told of one weight no longer holds
    draft.tell(layer.path, "max-norm", "no max-norm" if edit.value is None else f"max-norm {edit.value:g}")


def is_integer(layer: Layer) -> bool:
    """Whether a layer's result is known to be whole numbers or text, which cannot be scaled."""
    if layer.class_name != "InputLayer":
        return layer.class_name in _INTEGER_RESULTS
    dtype = layer.config.get("dtype", layer.dtype)
    return isinstance(dtype, str) and "float" not in dtype


def _require_outside_body(draft: Draft, layer: Layer) -> None:
    """Behind the body's last layer, where a new head sits on it, there is room for a dropout."""
    takers = draft.graph.successors[layer.path]
    if not takers or not all(taker in draft.created for taker in takers):
        draft.require_layer_of_keras(layer.path, "Dropout")


def _require_room_behind(graph: ModelGraph, layer: Layer) -> None:
    if layer.path in graph.outputs:
        raise EditError(
            f"'{layer.path}' is an output of the model: a dropout behind it would disturb what it predicts."
        )
    model = graph.by_path.get(layer.parent)
    if model is not None and layer.path in model.exits:
        raise EditError(f"'{layer.path}' is the output of the nested model '{model.path}': put the dropout after that.")
    indices = {edge.source_index for edge in graph.edges if edge.source == layer.path}
    if len(layer.output_shapes) > 1 or indices - {0}:
        raise EditError(
            f"'{layer.path}' gives several tensors: put the dropout after the layer that takes one of them."
        )


def _require_real_numbers(graph: ModelGraph, layer: Layer) -> None:
    takers = [graph.by_path[edge.target] for edge in graph.edges if edge.source == layer.path]
    what = f"The input '{layer.path}'" if layer.class_name == "InputLayer" else f"'{layer.path}'"
    for taker in takers:
        if taker.class_name == "Embedding":
            raise EditError(
                f"{what} gives whole numbers to the Embedding '{taker.path}', which dropout would scale: "
                f"put it after '{taker.path}'."
            )
    if is_integer(layer):
        first = f": put it after '{takers[0].path}'" if takers else ""
        raise EditError(f"{what} gives whole numbers or text, and dropout needs real numbers{first}.")
