"""Edits of what a model is made of: a dropout taken out, another end, another name."""

from __future__ import annotations

import re

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.bodies import is_body
from inspector.recipe.configs import innermost_class
from inspector.recipe.draft import Draft
from inspector.recipe.dropouts import DROPPING, dropout_key
from inspector.recipe.edits import EndModel, RemoveDropout, RenameLayer
from inspector.recipe.heads import is_tail, units_key
from inspector.recipe.refusal import EditError
from inspector.recipe.rewire import ended, take_out

REMOVABLE = DROPPING | {"GaussianNoise"}
"""Classes that do nothing but drop or add noise, and only while training."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
"""What TensorFlow takes as the name of a scope and Keras as that of a layer."""


def can_be_removed(layer: Layer) -> bool:
    """Whether the model predicts the same without a layer: it, or what it wraps for every step, only drops."""
    return (
        layer.kind == "layer"
        and innermost_class(layer) in REMOVABLE
        and layer.class_name in REMOVABLE | {"TimeDistributed"}
    )


def ends_elsewhere(graph: ModelGraph, path: str) -> bool:
    """Whether a layer at the top, no input, is not where the model ends: it may end there."""
    layer = graph.by_path[path]
    return not layer.parent and layer.class_name != "InputLayer" and graph.outputs != (path,)


def remove_dropout(draft: Draft, edit: RemoveDropout) -> None:
    """Take a layer that only drops out of the model."""
    layer = draft.layer(edit.layer)
    path = layer.path
    if not can_be_removed(layer):
        instead = ": set its dropout to 0 instead" if dropout_key(layer) else ""
        raise EditError(
            f"'{path}' is a {layer.class_name}, which does more than drop, so it cannot be removed{instead}."
        )
    draft.require_known_structure(path)
    _require_layers_of_keras(draft, path, "taken out")
    _require_one_input(layer)
    _require_another_layer(draft.graph, layer)
    _require_own_way(draft, layer)
    (source,) = layer.inputs
    draft.graph = take_out(draft.graph, path)
    if path in draft.heads:
        draft.heads[source] = draft.heads.pop(path)
    draft.config.pop(path, None)
    draft.words.pop(path, None)
    if path in draft.dropouts:
        draft.dropouts.discard(path)
        draft.created.discard(path)
    else:
        draft.removed.add(path)


def end_model(draft: Draft, edit: EndModel) -> None:
    """Let the model give what one of its layers gives, and nothing else."""
    layer = draft.layer(edit.layer)
    path = layer.path
    draft.require_known_structure(path)
    _require_layers_of_keras(draft, path, "the end of the model")
    _require_possible_end(draft, layer)
    anchor = path if path in draft.original.by_path else draft.original.outputs[draft.graph.outputs.index(path)]
    inputs = draft.graph.inputs
    draft.graph = ended(draft.graph, path)
    draft.original = ended(draft.original, anchor)
    draft.end = anchor
    head = next((units for units in draft.heads.values() if units in draft.graph.by_path), None)
    draft.heads = {path: head} if head else {}
    gone = [each for each in inputs if each not in draft.graph.inputs]
    without = f", without the input{'s' if len(gone) > 1 else ''} {' and '.join(gone)}" if gone else ""
    draft.tell(path, "end", f"the model ends here{without}")


def rename_layer(draft: Draft, edit: RenameLayer) -> None:
    """Give a layer another name."""
    layer = draft.layer(edit.layer)
    if not _NAME.fullmatch(edit.name):
        raise EditError(
            "Expected a name of Latin letters, digits and _ . - that begins with a letter or digit, "
            f"found '{edit.name}'."
        )
    if edit.name == layer.name:
        raise EditError(f"The layer '{layer.path}' is called '{edit.name}' already.")
    draft.require_known_structure(layer.path)
    _require_layers_of_keras(draft, layer.path, "renamed")
    if layer.class_name == "InputLayer":
        raise EditError(f"'{layer.path}' is an input, whose name is what data is given under: it keeps it.")
    if layer.kind == "operation":
        raise EditError(f"'{layer.path}' is an operation and no layer: Keras names it itself.")
    was = draft.words.get(layer.path, {}).get("name", f"was {layer.name}")
    path = draft.rename(layer.path, edit.name)
    if was == f"was {edit.name}":
        draft.untell(path, "name")
    elif layer.path not in draft.created - draft.rebuilt:
        draft.tell(path, "name", was)


def _require_layers_of_keras(draft: Draft, path: str, what: str) -> None:
    if is_body(draft.original) and path not in draft.created:
        raise EditError(
            f"'{path}' cannot be {what}: the file holds operations of TensorFlow, from which the layers shown were "
            "recovered, and not the layers themselves. Freeze them, and give the model a new head."
        )


# ------------------------------------------------------------------ a dropout that goes


def _require_one_input(layer: Layer) -> None:
    if not layer.inputs:
        raise EditError(f"The model begins with '{layer.path}', so it cannot be removed{_instead(layer)}.")
    if len(layer.inputs) > 1:
        raise EditError(
            f"'{layer.path}' is shared: the model calls it {len(layer.inputs)} times, and where each result goes is "
            f"not known from here, so it cannot be removed{_instead(layer)}."
        )


def _instead(layer: Layer) -> str:
    return ": set its rate to 0 instead, which does the same" if dropout_key(layer) else ""


def _require_another_layer(graph: ModelGraph, layer: Layer) -> None:
    """What stands before a layer that is an output becomes one, and has to be fit for it."""
    around = graph.by_path.get(layer.parent)
    ends = around.exits if around else graph.outputs
    if layer.path not in ends:
        return
    source = graph.by_path[layer.inputs[0]]
    whose = f"the nested model '{around.path}'" if around else "the model"
    what = f"'{layer.path}' makes an output of {whose}"
    if source.class_name == "InputLayer":
        raise EditError(f"{what} and is all that does, so it cannot be removed{_instead(layer)}.")
    if source.path in ends:
        raise EditError(
            f"{what} of what '{source.path}' gives, which is one too, so it cannot be removed{_instead(layer)}."
        )
    if any(edge.source_index for edge in graph.edges if edge.target == layer.path):
        raise EditError(f"{what} of one of the tensors of '{source.path}', so it cannot be removed{_instead(layer)}.")


def _require_own_way(draft: Draft, layer: Layer) -> None:
    """A dropout that was put in takes everything a layer gives: the one behind this layer would take more than now."""
    behind = next((path for path in draft.graph.successors[layer.path] if path in draft.dropouts), None)
    if behind is not None and len(draft.graph.successors[layer.inputs[0]]) > 1:
        raise EditError(
            f"The new dropout '{behind}' stands behind '{layer.path}', and what '{layer.inputs[0]}' gives also goes "
            f"elsewhere: remove '{behind}' first."
        )


# ------------------------------------------------------------------ another end


def _require_possible_end(draft: Draft, layer: Layer) -> None:
    graph, path = draft.graph, layer.path
    if layer.parent:
        top = path.split("/")[0] if path.split("/")[0] in graph.by_path else layer.parent
        raise EditError(f"'{path}' is inside the nested model '{top}': the model can end at that, or before it.")
    if layer.class_name == "InputLayer":
        raise EditError(f"'{path}' is an input: a model that ends there would have no layer.")
    if graph.outputs == (path,):
        raise EditError(f"The model ends at '{path}' already.")
    if path in draft.dropouts:
        raise EditError(
            f"'{path}' is a dropout that was put in, and does nothing at an end: end at '{layer.inputs[0]}'."
        )
    if path not in draft.original.by_path and path not in graph.outputs:
        raise EditError(f"'{path}' is a part of the new head: end the model at the head or before it.")
    tensors = max(len(layer.output_shapes), len(layer.exits), 1)
    if tensors > 1 or any(edge.source_index for edge in graph.edges if edge.source == path):
        raise EditError(f"'{path}' gives several tensors: end the model at the layer that takes one of them.")
    calls = _calls(layer)
    if calls > 1:
        raise EditError(
            f"'{path}' is shared: the model calls it {calls} times, so it is not clear which result is meant. End the "
            "model at a layer behind it."
        )
    if not _comes_from_input(graph, path):
        raise EditError(f"'{path}' takes nothing of what the model is given: a model cannot end there.")


def _calls(layer: Layer) -> int:
    """How often the model calls a layer, as far as its inputs tell: for others than these one call may take several."""
    if layer.kind == "model":
        return len(layer.inputs) // max(1, len(layer.entries))
    return len(layer.inputs) if units_key(layer) or is_tail(layer) or layer.class_name == "BatchNormalization" else 1


def _comes_from_input(graph: ModelGraph, path: str) -> bool:
    return bool(ended(graph, path).inputs)
