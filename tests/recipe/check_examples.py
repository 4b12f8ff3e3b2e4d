"""For every check a recipe that it objects to: what the page of the checks shows, and the tests mend."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from recipe_graphs import branches, classifier, dense, entry, layer, model

from inspector.graph.model import ModelGraph
from inspector.recipe.checks.subject import NOTHING_KNOWN, KnownData
from inspector.recipe.edits import (
    Edit,
    Freeze,
    InsertDropout,
    ReplaceHead,
    SetConstraint,
    SetDropout,
    SetMaxNorm,
    SetRegularizer,
)
from inspector.recipe.recipe import Data, LearningRate, Recipe, Training

DIGITS = Data(source="digits.npz")


@dataclass(frozen=True)
class Example:
    """A recipe for a model on data of which something is known."""

    graph: ModelGraph
    recipe: Recipe
    data: KnownData = NOTHING_KNOWN


def example(
    graph: ModelGraph, *edits: Edit, data: Data | None = DIGITS, known: KnownData | None = None, **training: Any
) -> Example:
    return Example(graph, Recipe(edits=edits, data=data, training=Training(**training)), known or NOTHING_KNOWN)


def rates(base: float = 1e-3, **factors: float) -> LearningRate:
    return LearningRate(base=base, multipliers=factors)


def body(class_name: str) -> ModelGraph:
    return replace(classifier(), class_name=class_name, format="TensorFlow frozen graph")


def scaled(*more: Any) -> ModelGraph:
    """A model that brings pixels down itself."""
    first = layer("rescaling", "Rescaling", "image", scale=1 / 255, offset=0.0)
    rest = (*more, layer("flatten", "Flatten", (more or (first,))[-1].path), dense("head", "flatten", 10, "softmax"))
    return model(entry(), first, *rest)


def pair() -> ModelGraph:
    both = layer("both", "Concatenate", "left", "right", axis=-1)
    return model(entry("left", (None, 3)), entry("right", (None, 3)), both, dense("kind", "both", 3, "softmax"))


def logits() -> ModelGraph:
    return model(
        entry("pixels", (None, 6)),
        dense("hidden", "pixels", 8, "relu"),
        dense("logits", "hidden", 10),
        layer("softmax", "Activation", "logits", activation="softmax"),
    )


def twice() -> ModelGraph:
    return model(
        entry("pixels", (None, 6)), dense("head", "pixels", 10, "softmax"), layer("softmax", "Softmax", "head")
    )


def mobile_net() -> ModelGraph:
    return replace(classifier(), name="mobilenetv2_1.00_224")


def reshaped_tokens() -> ModelGraph:
    return model(
        entry("words", (None, 12)),
        layer("reshape", "Reshape", "words", target_shape=[12]),
        layer("embed", "Embedding", "reshape", input_dim=50, output_dim=8),
        layer("lstm", "LSTM", "embed", units=6, dropout=0.0, return_sequences=False),
        dense("head", "lstm", 1, "sigmoid"),
    )


EVERYTHING = Freeze(("conv", "bn", "hidden", "predictions"))

EXAMPLES: dict[str, Example] = {
    "edit": example(classifier(), SetDropout("dorp", 0.4)),
    "body-without-values": example(body("MetaGraph")),
    "body": example(body("SavedModel")),
    "name-not-trainable": example(model(entry(), dense("größe", "image", 2))),
    "several-inputs": example(pair()),
    "several-outputs": example(branches()),
    "unknown-layer": example(classifier(), learning_rate=rates(hiden=0.5)),
    "nothing-trains": example(classifier(), EVERYTHING),
    "fresh-frozen": example(classifier(), ReplaceHead(10, "softmax", 1), Freeze(("head",))),
    "rate-frozen": example(classifier(), Freeze(("conv", "bn")), learning_rate=rates(conv=0.5)),
    "rate-zero": example(classifier(), learning_rate=rates(hidden=0.0)),
    "rate-high": example(classifier(), learning_rate=rates(0.1)),
    "softmax-of-one": example(classifier(), ReplaceHead(1, "softmax")),
    "loss": example(classifier(), ReplaceHead(10, "softmax"), loss="binary_crossentropy"),
    "sigmoid-classes": example(classifier(), ReplaceHead(10, "sigmoid")),
    "activation-twice": example(twice()),
    "positive-labels": example(classifier(), ReplaceHead(1, "sigmoid"), known=KnownData(classes=10)),
    "dropout-high": example(classifier(), SetDropout("drop", 0.8)),
    "dropout-low": example(classifier(), SetDropout("drop", 0.05)),
    "dropout-after-output": example(logits(), InsertDropout("logits", 0.3)),
    "dropout-on-integers": example(reshaped_tokens(), InsertDropout("words", 0.2)),
    "dropout-twice": example(classifier(), InsertDropout("drop", 0.5)),
    "dropout-before-batch-norm": example(classifier(), InsertDropout("conv", 0.2)),
    "max-norm-frozen": example(classifier(), SetMaxNorm("hidden", 3.0), Freeze(("hidden",))),
    "constraint-frozen": example(classifier(), SetConstraint("hidden", "kernel", "non_neg"), Freeze(("hidden",))),
    "regularizer-frozen": example(classifier(), SetRegularizer("hidden", l2=0.01), Freeze(("hidden",))),
    "batch-norm-tiny-batch": example(classifier(), batch_size=2),
    "batch-norm-apart": example(classifier(), Freeze(("conv",))),
    "preprocessing-doubled": example(scaled(), data=Data("digits.npz", scale="0..1")),
    "preprocessing-missing": example(mobile_net(), known=KnownData(most=255.0), learning_rate=rates(1e-4)),
    "no-data": example(classifier(), data=None),
    "data-unread": example(
        classifier(), known=KnownData(problem="The data 'digits.npz' cannot be read: No such file or directory.")
    ),
    "head-too-small": example(classifier(), ReplaceHead(4, "softmax"), known=KnownData(classes=10)),
    "head-larger": example(classifier(), ReplaceHead(14, "softmax"), known=KnownData(classes=10)),
    "labels-numbers": example(classifier(), ReplaceHead(10, "linear"), known=KnownData(classes=0)),
    "one-class": example(classifier(), known=KnownData(classes=1)),
    "batch-larger": example(classifier(), batch_size=256, known=KnownData(samples=100)),
}
"""By code."""
