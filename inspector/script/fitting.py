"""Code that compiles, trains and saves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspector.graph.model import ModelGraph
from inspector.recipe.loss import from_logits, loss_for, metrics_for
from inspector.recipe.optimizers import CLASS_NAMES
from inspector.recipe.preview import Preview
from inspector.recipe.rates import rates
from inspector.recipe.recipe import Recipe, Training
from inspector.script.data import DataCode
from inspector.script.literals import call, listed, literal
from inspector.script.places import place

_DECAY = 0.004
"""Keras' own weight decay of AdamW."""


def fit_lines(shown: Preview, recipe: Recipe, data: DataCode, best: str) -> Iterator[str]:
    """From the optimizer to the score on the test data; the best model is written to ``best``."""
    training = recipe.training
    yield from optimizer_lines(shown, training)
    yield from _compile(shown.graph, training)
    batch = () if data.fit[0] == "train" else (f"batch_size={training.batch_size}",)
    keep = call("keras.callbacks.ModelCheckpoint", [literal(best), "save_best_only=True"])
    yield call("model.fit", [*data.fit, f"epochs={training.epochs}", *batch, f"callbacks=[{keep}]"])
    if data.test:
        yield ""
        yield f"best = keras.models.load_model({literal(best)})"
        yield call("best.evaluate", data.test)


def optimizer_lines(shown: Preview, training: Training) -> Iterator[str]:
    """Code that makes ``optimizer``; where layers learn at rates of their own its steps are scaled."""
    base = training.learning_rate.base
    name = f"keras.optimizers.{CLASS_NAMES[training.optimizer]}"
    factors = {path: rate / base for path, rate in rates(shown, training).items() if _learns(shown.graph, path)}
    distinct = set(factors.values())
    if len(distinct) <= 1:
        rate = base * next(iter(distinct), 1.0)
        yield f"optimizer = {name}(learning_rate={rate!r})"
        return
    decays = training.optimizer == "adamw"
    decay = ", weight_decay=0" if decays else ""
    yield f"optimizer = {name}(learning_rate={base!r}{decay})"
    yield ""
    yield "# Every layer learns at its own share of the rate."
    yield from _factors(shown.graph, factors)
    yield "update_step = optimizer.update_step"
    yield ""
    yield ""
    yield "def scaled_step(gradient, variable, learning_rate):"
    yield "    rate = learning_rate * factors[variable.ref()]"
    if decays:
        yield f"    variable.assign_sub({_DECAY} * rate * variable)  # weight decay, at the same share"
    yield "    update_step(gradient, variable, rate)"
    yield ""
    yield ""
    yield "optimizer.update_step = scaled_step"


def _factors(graph: ModelGraph, factors: Mapping[str, float]) -> Iterator[str]:
    """The factor of most layers for all variables, then the others."""
    counts = sorted(set(factors.values()), key=lambda factor: -sum(each == factor for each in factors.values()))
    usual = counts[0]
    comprehension = f"{{v.value.ref(): {usual!r} for v in model.trainable_variables}}"
    yield f"factors = {comprehension}"
    for factor in counts[1:]:
        paths = [path for path, each in factors.items() if each == factor]
        if len(paths) == 1:
            yield f"for v in {place(graph, paths[0])}.trainable_variables:"
            yield f"    factors[v.value.ref()] = {factor!r}"
            continue
        by_parent: dict[str, list[str]] = {}
        for path in paths:
            by_parent.setdefault(graph.by_path[path].parent, []).append(graph.by_path[path].name)
        for parent, names in by_parent.items():
            around = place(graph, parent) if parent else "model"
            yield listed(names, "(", ")", before="for name in ", after=":")
            yield f"    for v in {around}.get_layer(name).trainable_variables:"
            yield f"        factors[v.value.ref()] = {factor!r}"


def _compile(graph: ModelGraph, training: Training) -> Iterator[str]:
    loss, logits = loss_for(graph, training), from_logits(graph)
    said, metrics = literal(loss), ", ".join(map(literal, metrics_for(loss)))
    if logits and loss == "sparse_categorical_crossentropy":
        said = "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"
    if logits and loss == "binary_crossentropy":
        said = "keras.losses.BinaryCrossentropy(from_logits=True)"
        metrics = 'keras.metrics.BinaryAccuracy(name="accuracy", threshold=0.0)'
    yield call("model.compile", ["optimizer=optimizer", f"loss={said}", f"metrics=[{metrics}]"])


def _learns(graph: ModelGraph, path: str) -> bool:
    weights = graph.by_path[path].weights
    return weights is None or any(weight.trainable for weight in weights)
