"""The loss and the metrics that suit an output."""

from __future__ import annotations

from inspector.graph.model import ModelGraph
from inspector.recipe.heads import output_activation
from inspector.recipe.recipe import Training

_CLASSES = "sparse_categorical_crossentropy"
_YES_OR_NO = "binary_crossentropy"
_METRICS = {
    _CLASSES: ("accuracy",),
    _YES_OR_NO: ("accuracy",),
    "mean_squared_error": ("mean_absolute_error",),
    "mean_absolute_error": ("mean_squared_error",),
}


def loss_for(graph: ModelGraph, training: Training) -> str:
    """Keras' name of the loss to train the first output with: the one that is set, or chosen by units and activation.

    Several units with softmax, sigmoid or none (logits) give classes; a single sigmoid a yes or no; all else numbers.
    """
    if training.loss != "auto":
        return training.loss
    activation = output_activation(graph, graph.outputs[0])
    if units(graph) == 1:
        return _YES_OR_NO if activation == "sigmoid" else "mean_squared_error"
    return _CLASSES if activation in {"softmax", "sigmoid", "linear", "log_softmax"} else "mean_squared_error"


def from_logits(graph: ModelGraph) -> bool:
    """Whether the first output gives logits, so that a loss over probabilities must be told."""
    return output_activation(graph, graph.outputs[0]) in {"linear", "log_softmax"}


def metrics_for(loss: str) -> tuple[str, ...]:
    """Keras' names of what to measure besides the loss."""
    return _METRICS[loss]


def is_classification(loss: str) -> bool:
    """Whether the loss compares with labels of classes rather than with numbers."""
    return loss in {_CLASSES, _YES_OR_NO}


def units(graph: ModelGraph) -> int | None:
    """How many values the first output gives; ``None`` where the shape is not known."""
    shape = graph.by_path[graph.outputs[0]].output_shape
    return shape[-1] if shape else None
