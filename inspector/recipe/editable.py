"""What of one layer can be edited: every field with its present value, its range, unit and a line of help."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from inspector.graph.model import Layer
from inspector.recipe import constraints, regularizers
from inspector.recipe.activations import activation_key
from inspector.recipe.configs import innermost
from inspector.recipe.dropouts import dropout_key, dropout_rate, recurrent_dropout_key, recurrent_dropout_rate
from inspector.recipe.edits import (
    ConstraintKind,
    Edit,
    SetActivation,
    SetConstraint,
    SetDropout,
    SetOption,
    SetRegularizer,
)
from inspector.recipe.heads import ACTIVATIONS, activation_of
from inspector.recipe.named_weights import constraint_key, named_weights
from inspector.recipe.options import options, words_of
from inspector.recipe.regularizers import penalized, regularizer_key

_MOST = 0.99
"""The largest rate to offer: 1 would drop everything."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a layer's config that an edit can set; `edit_of` makes the edit.

    Attributes:
        key: the field's name in Keras' config.
        kind: what its value is: a number, one of ``choices``, true or false, a `constraints.Constraint`, or a
            `regularizers.Penalty`.
        value: the present one; ``None`` where there is none or the file does not say.
        least, most: the range of a number.
        choices: activations, texts, or the kinds that a constraint can have.
        optional: whether a number can be taken away, by ``None``.
        usual: a number to begin with where there was none.
        unit: what a number counts in, empty where it has none.
        help: what it does, in a line.
        predicts: whether the model predicts something else with another value, in training only otherwise.
    """

    key: str
    label: str
    kind: Literal["number", "choice", "flag", "constraint", "penalty"]
    value: Any
    help: str
    unit: str = ""
    least: float = -math.inf
    most: float = math.inf
    choices: tuple[str, ...] = ()
    optional: bool = False
    usual: float = 0.0
    predicts: bool = False


def editable(layer: Layer) -> tuple[Field, ...]:
    """What can be set of a layer, the usual first; nothing of an input, an operation or a nested model.

    It does not ask whether the model around the layer can be edited: `plan` says so.
    """
    return tuple(_fields(layer))


def edit_of(path: str, field: Field, value: Any) -> Edit:
    """The edit that sets a field of the layer at ``path`` to a value of the field's kind."""
    if field.key in ("rate", "dropout"):
        return SetDropout(path, value)
    if field.key == "recurrent_dropout":
        return SetDropout(path, value, recurrent=True)
    if field.key == "activation":
        return SetActivation(path, value)
    weight: Any = field.key.rpartition("_")[0]
    if isinstance(value, constraints.Constraint):
        kind: Any = value.kind
        return SetConstraint(path, weight, kind, value.value, value.minimum, value.maximum)
    if isinstance(value, regularizers.Penalty):
        return SetRegularizer(path, weight, value.l1, value.l2)
    return SetOption(path, field.key, value)


def _fields(layer: Layer) -> Iterator[Field]:
    _, config = innermost(layer)
    for key, rate in (
        (dropout_key(layer), dropout_rate(layer)),
        (recurrent_dropout_key(layer), recurrent_dropout_rate(layer)),
    ):
        if key:
            said = words_of(key)
            yield Field(key, said.label, "number", rate, said.help, said.unit, least=0.0, most=_MOST)
    if key := activation_key(layer):
        said, present = words_of(key), activation_of(layer)
        yield Field(key, said.label, "choice", present, said.help, choices=ACTIVATIONS, predicts=True)
    for option in options(layer):
        yield Field(
            option.name,
            option.label,
            option.kind,
            option.value_in(config),
            option.help,
            option.unit,
            option.least,
            option.most,
            option.choices,
            option.optional,
            option.usual,
            option.predicts,
        )
    for weight, axes in named_weights(layer).items():
        key, said = constraint_key(weight), words_of("constraint", _name(weight))
        kinds = ("non_neg",) if axes is None else get_args(ConstraintKind)
        yield Field(key, said.label, "constraint", constraints.read(config.get(key)), said.help, choices=kinds)
    for name in penalized(layer):
        key, said = regularizer_key(name), words_of("regularizer", _name(name))
        yield Field(key, said.label, "penalty", regularizers.read(config.get(key)), said.help, least=0.0)


def _name(weight: str) -> str:
    return f"{weight} kernel" if weight in ("recurrent", "depthwise", "pointwise") else weight
