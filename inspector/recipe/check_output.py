"""Whether the output of a model and the loss fit together."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.graph.model import Level, ModelGraph, Note
from inspector.recipe.heads import output_activation
from inspector.recipe.loss import loss_for, units
from inspector.recipe.recipe import Recipe


def check_output(graph: ModelGraph, recipe: Recipe) -> Iterator[Note]:
    """Notes on the output layer of a graph as it will be trained; none where there is not exactly one."""
    if len(graph.outputs) != 1:
        return
    output, count = graph.outputs[0], units(graph)
    activation = output_activation(graph, output)
    if count == 1 and activation in {"softmax", "log_softmax"}:
        text = (
            f"'{output}' is a {activation} of one unit, which always gives the same: expected sigmoid, or more units."
        )
        yield Note("error", "softmax-of-one", text, output)
        return
    loss = loss_for(graph, recipe.training)
    yield from (Note(level, code, text, output) for level, code, text in _misfits(loss, count, activation))
    if recipe.data is not None and recipe.data.positive_labels is not None and count is not None and count > 1:
        text = f"positive_labels is for a single output; '{output}' has {count}, so it is not used."
        yield Note("warning", "positive-labels", text, output)


def _misfits(loss: str, units: int | None, activation: str) -> Iterator[tuple[Level, str, str]]:
    has = activation or "an activation of its own"
    if loss == "sparse_categorical_crossentropy":
        if units == 1:
            yield "error", "loss", f"{loss} expects a unit per class, found a single unit: use binary_crossentropy."
        elif activation == "sigmoid":
            yield (
                "info",
                "loss",
                f"The {units} sigmoid outputs are compared as if one is right: softmax is usual for that.",
            )
        elif activation not in {"softmax", "linear", "log_softmax"}:
            yield "warning", "loss", f"{loss} expects softmax, or linear for logits, found {has}."
    elif loss == "binary_crossentropy":
        if units is not None and units > 1:
            yield "error", "loss", f"{loss} expects a single unit, found {units}: use sparse_categorical_crossentropy."
        elif activation not in {"sigmoid", "linear"}:
            yield "error", "loss", f"{loss} expects sigmoid, or linear for a logit, found {has}."
    elif activation in {"softmax", "log_softmax"}:
        text = f"{loss} is for numbers as labels, and {has} for classes: for numbers give the head linear, for classes "
        yield "warning", "loss", text + "set the loss to auto."
