"""Gives a model its loss, its metrics and its optimizer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras

from inspector.engine.rates import optimizer
from inspector.graph.model import ModelGraph
from inspector.recipe.loss import from_logits, loss_for, metrics_for
from inspector.recipe.recipe import Training


def compile_for_training(model: keras.Model, graph: ModelGraph, training: Training, rates: Mapping[str, float]) -> None:
    """Compile the edited model.

    Args:
        model: with its final trainable flags.
        graph: of the same model.
        training: the settings.
        rates: the learning rate of each leaf that trains.

    Raises:
        EngineError: nothing trains.
    """
    base = training.learning_rate.base
    model.compile(optimizer=optimizer(training.optimizer, base, model, rates), **_measured(graph, training))


def compile_for_scoring(model: keras.Model, graph: ModelGraph, training: Training) -> None:
    """Compile a model that is to be evaluated as it was trained."""
    model.compile(**_measured(graph, training))


def _measured(graph: ModelGraph, training: Training) -> dict[str, Any]:
    loss, logits = loss_for(graph, training), from_logits(graph)
    metrics: list[Any] = list(metrics_for(loss))
    match loss:
        case "sparse_categorical_crossentropy":
            return {"loss": keras.losses.SparseCategoricalCrossentropy(from_logits=logits), "metrics": metrics}
        case "binary_crossentropy":
            # by name Keras would cut at 0.5, which is not the middle of logits
            metrics = [keras.metrics.BinaryAccuracy(name="accuracy", threshold=0.0 if logits else 0.5)]
            return {"loss": keras.losses.BinaryCrossentropy(from_logits=logits), "metrics": metrics}
    return {"loss": loss, "metrics": metrics}
