"""Every objection to a recipe, in words: what refuses training, what is unwise, and what is good to know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from inspector.graph.model import ModelGraph, Note
from inspector.recipe.advice import advice
from inspector.recipe.bodies import body_notes, is_body
from inspector.recipe.check_output import check_output
from inspector.recipe.edits import Edit
from inspector.recipe.fitting import fit
from inspector.recipe.heads import output_activation
from inspector.recipe.loss import is_classification, loss_for, units
from inspector.recipe.preview import Preview
from inspector.recipe.rates import rates
from inspector.recipe.recipe import Recipe, Training
from inspector.recipe.words import words

_SCOPE = re.compile(r"[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*")
"""What TensorFlow takes as the name of a scope; Keras makes one for the model and for every layer while training."""

_KNOWN_CLASSES = {"sample:digits": 10}
"""Data whose classes are known before it is read."""


def check(graph: ModelGraph, recipe: Recipe) -> tuple[Note, ...]:
    """All notes on a recipe for a model; one of level ``error`` refuses training. Raises nothing."""
    shown, refused = _what_can_be_made(graph, recipe.edits)
    return (
        *refused,
        *body_notes(graph),
        *_check_names(shown.graph),
        *_check_ends(shown.graph),
        *_check_rates(shown, recipe.training),
        *check_output(shown.graph, recipe),
        *advice(shown),
        *_check_data(shown.graph, recipe),
    )


def check_labels(units: int, activation: str, classes: int, positive_labels: tuple[int, ...] | None) -> Note | None:
    """A note where the labels do not fit the head.

    Args:
        units: how many values the output gives.
        activation: Keras' name of the output's activation.
        classes: how many classes the labels tell apart: the largest label and one, as labels count from 0.
        positive_labels: labels that count as 1, all others as 0; used for a single output only.

    Returns:
        An error where training cannot work, an info where there are more outputs than labels, else ``None``.
    """
    if units == 1:
        if activation != "sigmoid" or classes <= 2 or positive_labels is not None:
            return None
        text = (
            f"The data has {classes} classes, but the model a single sigmoid output, which tells two apart: "
            "set positive_labels to the labels that count as 1, or give the head more units."
        )
        return Note("error", "positive-labels", text)
    if classes > units:
        text = (
            f"Expected a head of at least {classes} units for labels 0 to {classes - 1}, found {units}: give it more."
        )
        return Note("error", "head-too-small", text)
    if classes < units:
        text = f"The head has {units} units and the data {classes} classes: the other {units - classes} stay unused."
        return Note("info", "head-larger", text)
    return None


def _check_names(graph: ModelGraph) -> Iterator[Note]:
    if is_body(graph):
        return  # it is one layer then, under a name of its own
    for path, name in (("", graph.name), *((layer.path, layer.name) for layer in graph.layers)):
        if name and not _SCOPE.fullmatch(name):
            what = f"the layer '{name}'" if path else f"the model '{name}'"
            text = (
                f"Expected names of Latin letters, digits and _ . - / for training, found {what}: TensorFlow cannot "
                "train a model with such a name. Rename it where the model is made and save it again."
            )
            yield Note("error", "name-not-trainable", text, path)
            return


def _check_ends(graph: ModelGraph) -> Iterator[Note]:
    for what, paths in (("inputs", graph.inputs), ("outputs", graph.outputs)):
        if len(paths) > 1:
            text = (
                f"The model has {len(paths)} {what} ({', '.join(paths)}): models with several {what} can be looked at, "
                "edited and exported, but not trained here."
            )
            yield Note("error", f"several-{what}", text)


def _what_can_be_made(graph: ModelGraph, edits: tuple[Edit, ...]) -> tuple[Preview, list[Note]]:
    """The preview of the edits that can be made, and a note on each of the others."""
    fitted = fit(graph, edits)
    return fitted.preview, [
        Note("error", "edit", f"{words(edits[place])}: {reason}", _layer(edits[place]))
        for place, reason in fitted.misfits.items()
    ]


def _layer(edit: Edit) -> str:
    """The layer an edit is about, empty where it is about several or none."""
    for name in ("layer", "after", "output"):
        path = getattr(edit, name, None)
        if path:
            return str(path)
    return ""


def _check_rates(shown: Preview, training: Training) -> Iterator[Note]:
    multipliers = training.learning_rate.multipliers
    for path in multipliers:
        if path not in shown.graph.by_path:
            text = f"learning_rate.multipliers: expected paths of layers, found '{path}', which is not in the model."
            yield Note("error", "unknown-layer", text)
    learning = rates(shown, training)
    if not learning and not shown.frozen:
        yield Note("error", "nothing-trains", "The model has no layer with weights, so nothing can be trained.")
    elif not learning:
        yield Note("error", "nothing-trains", "Every layer with weights is frozen, so nothing trains: unfreeze some.")
    elif not any(learning.values()):
        text = (
            "Every layer that is not frozen has the learning rate 0, so nothing trains: give some a multiplier above 0."
        )
        yield Note("error", "nothing-trains", text)


def _check_data(graph: ModelGraph, recipe: Recipe) -> Iterator[Note]:
    if recipe.data is None:
        yield Note("info", "no-data", "No data is chosen yet: choose what to train on.")
        return
    classes = _KNOWN_CLASSES.get(recipe.data.source)
    if classes is None or len(graph.outputs) != 1 or not is_classification(loss_for(graph, recipe.training)):
        return
    count, activation = units(graph), output_activation(graph, graph.outputs[0])
    note = check_labels(count, activation, classes, recipe.data.positive_labels) if count else None
    if note is not None:
        yield replace(note, layer=graph.outputs[0])
