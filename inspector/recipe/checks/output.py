"""Whether the output of a model, its activation and the loss fit together."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from inspector.recipe.activations import activation_key
from inspector.recipe.checks.finding import Found, Mend
from inspector.recipe.checks.mends import add, exchange, train
from inspector.recipe.checks.subject import Subject
from inspector.recipe.edits import ReplaceHead, SetActivation
from inspector.recipe.heads import is_activation, units_key
from inspector.recipe.loss import loss_for

_CLASSES = "sparse_categorical_crossentropy"
_PROBABILITIES = {"softmax", "log_softmax"}
_SQUASHING = {"softmax", "sigmoid"}


def softmax_of_one(subject: Subject) -> Iterator[Found]:
    """A softmax over a single unit is always 1."""
    if not _is_softmax_of_one(subject):
        return
    text = (
        f"'{subject.output}' is a {subject.activation} of one unit, which always gives the same: expected sigmoid, or "
        "more units."
    )
    mends = head_mends(subject, f"Set {subject.activation} → sigmoid", 1, "sigmoid")
    yield Found(text, subject.output, "sigmoid, or more units", f"{subject.activation} of one unit", mends)


def loss_that_does_not_fit(subject: Subject) -> Iterator[Found]:
    """A loss for another kind of output."""
    if not subject.output or _is_softmax_of_one(subject):
        return
    yield from _misfits(subject)


def sigmoid_for_classes(subject: Subject) -> Iterator[Found]:
    """Several sigmoids where one class of several is right."""
    if subject.loss == _CLASSES and subject.activation == "sigmoid" and subject.units != 1:
        text = f"The {subject.units} sigmoid outputs are compared as if one is right: softmax is usual for that."
        mends = head_mends(subject, "Set sigmoid → softmax", subject.units, "softmax")
        yield Found(text, subject.output, "softmax", "sigmoid", mends)


def activation_twice(subject: Subject) -> Iterator[Found]:
    """A softmax or sigmoid on what is one already: all classes come out nearly alike."""
    if subject.head is None:
        return
    chain = [subject.layer(path) for path in (subject.head.layer, *subject.head.tail)]
    squashing = [(layer, name) for layer in chain if (name := _squashing(subject, layer.path)) and name in _SQUASHING]
    if len(squashing) > 1:
        (first, one), (second, two) = squashing[:2]
        text = (
            f"'{second.path}' takes the {two} of what '{first.path}' made a {one} of already, which levels all "
            f"classes: expected one of them. Make '{first.path}' linear."
        )
        linear = add(f"Make '{first.path}' linear", SetActivation(first.path, "linear"))
        mends = (linear,) if activation_key(first) is not None else ()
        yield Found(text, second.path, "one activation at the output", f"{one}, then {two}", mends)


def head_mends(subject: Subject, label: str, units: int | None, activation: str) -> tuple[Mend, ...]:
    """Give the output other units and another activation; none where its head cannot be made again.

    A head that an edit made is made otherwise; one of the file gets another activation where that is enough, and is
    made anew where it is not, which its label says.
    """
    if units is None:
        return ()
    place = _activation_place(subject) if units == subject.units else ""
    set_before = any(isinstance(edit, SetActivation) and edit.layer == place for edit in subject.edits)
    if place and (set_before or subject.new_head is None):
        return (add(label, SetActivation(place, activation)),)
    if subject.new_head is not None:
        made = replace(subject.new_head, units=units, activation=activation)
        return (exchange(label, subject.new_head, made),)
    head = subject.head
    if head is None or units_key(subject.layer(head.layer)) is None:
        return ()
    return (add(f"{label} (a new head)", ReplaceHead(units, activation)),)


def _activation_place(subject: Subject) -> str:
    """The layer whose activation is that of the output, where it can be set; empty where it cannot."""
    head = subject.head
    if head is None:
        return ""
    path = next((path for path in reversed(head.tail) if is_activation(subject.layer(path))), head.layer)
    return path if activation_key(subject.layer(path)) is not None else ""


def _is_softmax_of_one(subject: Subject) -> bool:
    return subject.units == 1 and subject.activation in _PROBABILITIES


def _squashing(subject: Subject, path: str) -> str:
    layer = subject.layer(path)
    if layer.class_name == "Softmax":
        return "softmax"
    if is_activation(layer) and layer.class_name != "Activation":
        return "sigmoid" if layer.class_name == "Sigmoid" else ""
    value = layer.config.get("activation")
    return value if isinstance(value, str) else ""


def _misfits(subject: Subject) -> Iterator[Found]:
    loss, units, activation = subject.loss, subject.units, subject.activation
    has = activation or "an activation of its own"
    if loss == _CLASSES:
        if units == 1:
            text = f"{loss} expects a unit per class, found a single unit: use binary_crossentropy."
            yield Found(text, subject.output, "a unit per class", "a single unit", _loss_mends(subject))
        elif activation not in {*_PROBABILITIES, "linear", "sigmoid"}:
            text = f"{loss} expects softmax, or linear for logits, found {has}."
            mends = head_mends(subject, f"Set {has} → softmax", units, "softmax")
            yield Found(text, subject.output, "softmax or linear", has, mends, "warning")
    elif loss == "binary_crossentropy":
        if units is not None and units > 1:
            text = f"{loss} expects a single unit, found {units}: use sparse_categorical_crossentropy."
            yield Found(text, subject.output, "a single unit", f"{units} units", _loss_mends(subject))
        elif activation not in {"sigmoid", "linear"}:
            text = f"{loss} expects sigmoid, or linear for a logit, found {has}."
            mends = head_mends(subject, f"Set {has} → sigmoid", units, "sigmoid")
            yield Found(text, subject.output, "sigmoid or linear", has, mends)
    elif activation in _PROBABILITIES:
        text = (
            f"{loss} is for numbers as labels, and {has} for classes: for numbers give the head linear, for classes "
            "set the loss to auto."
        )
        mends = (*_loss_mends(subject), *head_mends(subject, f"Set {has} → linear", units, "linear"))
        yield Found(text, subject.output, "linear", has, mends, "warning")


def _loss_mends(subject: Subject) -> tuple[Mend, ...]:
    """The loss that suits the output."""
    fitting = loss_for(subject.graph, replace(subject.recipe.training, loss="auto"))
    return () if fitting == subject.loss else (train(f"Set the loss to {fitting}", loss=fitting),)
