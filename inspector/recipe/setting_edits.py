"""Edits of one setting of a layer: a constraint, a penalty, the activation, another field of its config."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from inspector.graph.model import Layer
from inspector.recipe import constraints, regularizers
from inspector.recipe.activations import activation_key
from inspector.recipe.configs import innermost
from inspector.recipe.constraints import Constraint, constraint_words
from inspector.recipe.draft import Draft
from inspector.recipe.edits import SetActivation, SetConstraint, SetOption, SetRegularizer
from inspector.recipe.heads import ACTIVATIONS, activation_of
from inspector.recipe.max_norms import max_norm_axes
from inspector.recipe.named_weights import constraint_key, named_weights
from inspector.recipe.options import options
from inspector.recipe.refusal import EditError
from inspector.recipe.regularizers import Penalty, penalized, penalty_words, regularizer_key
from inspector.recipe.words import value_words


def set_constraint(draft: Draft, edit: SetConstraint) -> None:
    """Constrain one named weight of a layer, or take its constraint away."""
    layer = draft.layer(edit.layer)
    weights = named_weights(layer)
    _require_weight(layer, edit.weight, tuple(weights), "constrained")
    _require_sizes(edit)
    axes = weights[edit.weight]
    if axes is None and edit.kind not in (None, "non_neg"):
        raise EditError(
            f"'{layer.path}' is a {layer.class_name}, which hands one constraint on to several weights whose units lie "
            f"along different axes, so no norm of its {edit.weight} can be limited: non_neg can be set."
        )
    key = constraint_key(edit.weight)
    wanted = Constraint(edit.kind, edit.value, edit.minimum, edit.maximum)
    _set(draft, layer, "A constraint", {key: constraints.written(wanted, axes)})
    if key in max_norm_axes(layer):
        draft.words.get(layer.path, {}).pop("max-norm", None)
    draft.tell(layer.path, key, f"{edit.weight}: {constraint_words(wanted)}")


def set_regularizer(draft: Draft, edit: SetRegularizer) -> None:
    """Penalise the size of a weight or of what a layer gives, or take the penalty away."""
    layer = draft.layer(edit.layer)
    _require_weight(layer, edit.weight, penalized(layer), "penalised")
    for size in (edit.l1, edit.l2):
        if not (math.isfinite(size) and size >= 0):
            raise EditError(f"Expected a penalty of at least 0, found {size:g}: 0 takes it away.")
    key, wanted = regularizer_key(edit.weight), Penalty(edit.l1, edit.l2)
    _set(draft, layer, "A regularizer", {key: regularizers.written(wanted)})
    draft.tell(layer.path, key, f"{edit.weight}: {penalty_words(wanted)}")


def set_activation(draft: Draft, edit: SetActivation) -> None:
    """Give a layer another activation."""
    layer = draft.layer(edit.layer)
    key = activation_key(layer)
    if key is None:
        raise EditError(
            f"'{layer.path}' is a {layer.class_name}, which has no activation that can be chosen: Dense, convolutions, "
            "recurrent layers and Activation have one."
        )
    if edit.activation not in ACTIVATIONS:
        raise EditError(f"Expected an activation of {', '.join(ACTIVATIONS)}, found '{edit.activation}'.")
    before = activation_of(layer) or "one of its own"
    _set(draft, layer, "Another activation", {key: edit.activation})
    draft.tell(layer.path, "activation", f"activation {edit.activation} (was {before}){_effect(draft, layer, key)}")


def set_option(draft: Draft, edit: SetOption) -> None:
    """Set another field of a layer's config."""
    layer = draft.layer(edit.layer)
    known = {option.name: option for option in options(layer)}
    option = known.get(edit.option)
    if option is None:
        can = f": it has {', '.join(known)}" if known else ", and no other of its fields can"
        raise EditError(f"'{layer.path}' is a {layer.class_name}, whose '{edit.option}' cannot be set{can}.")
    if objection := option.objection(edit.value):
        raise EditError(f"Expected {option.name} of '{layer.path}' to be {objection}, found {value_words(edit.value)}.")
    _set(draft, layer, f"{option.label} ({option.name})", {option.name: edit.value})
    effect = _effect(draft, layer, option.name, option.other_name) if option.predicts else ""
    draft.tell(layer.path, option.name, f"{option.name} {value_words(edit.value)}{effect}")


def _require_weight(layer: Layer, weight: str, known: tuple[str, ...], done: str) -> None:
    if weight in known:
        return
    if not known:
        raise EditError(f"'{layer.path}' is a {layer.class_name}, which has no weights that can be {done}.")
    raise EditError(
        f"'{layer.path}' is a {layer.class_name}, whose {weight} cannot be {done}: expected one of {', '.join(known)}."
    )


def _require_sizes(edit: SetConstraint) -> None:
    """Refuse norms that a constraint of this kind does not take."""
    if edit.kind == "max_norm" and (edit.value is None or not math.isfinite(edit.value)):
        raise EditError("Expected value, the largest norm, for max_norm, found none.")
    if edit.kind != "max_norm" and edit.value is not None:
        raise EditError(f"Expected value for max_norm only, found it for {edit.kind or 'null'}.")
    if edit.kind == "min_max_norm" and not (math.isfinite(edit.maximum) and edit.minimum <= edit.maximum > 0):
        raise EditError(
            f"Expected maximum to be above 0 and at least minimum, found {edit.minimum:g} to {edit.maximum:g}."
        )


def _effect(draft: Draft, layer: Layer, key: str, other_name: str = "") -> str:
    """Note whether the layer computes something else than in the file, and say so."""
    path = layer.path
    original = draft.original.by_path.get(path)
    config = innermost(original)[1] if original else {}
    same = original is not None and config.get(key, config.get(other_name)) == innermost(draft.layer(path))[1].get(key)
    (draft.changing.discard if same else draft.changing.add)((path, key))
    return "" if same else ", which predicts something else"


def _set(draft: Draft, layer: Layer, what: str, changes: Mapping[str, Any]) -> None:
    draft.require_known_structure(layer.path)
    draft.require_layer_of_keras(layer.path, what)
    draft.change(layer.path, changes)
