"""All checks: a code, its levels, what it tells in a line, and the function that looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from inspector.graph.model import Level
from inspector.recipe.checks import dropout, edits_made, frozen, labels, model, output, preprocessing, training
from inspector.recipe.checks.finding import Finding, Found
from inspector.recipe.checks.subject import Subject


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        code: a stable word for programs.
        levels: how grave it is, the usual one first; an ``error`` refuses training, the others do not.
        title: what it tells, in a line.
        look: yields what it finds; pure, and without TensorFlow.
    """

    code: str
    levels: tuple[Level, ...]
    title: str
    look: Callable[[Subject], Iterator[Found]]


CHECKS: tuple[Check, ...] = (
    Check("edit", ("error",), "An edit cannot be made.", edits_made.edits_that_cannot_be_made),
    Check("body-without-values", ("error",), "The file has no values of weights.", model.body_without_values),
    Check("body", ("info",), "The file has operations of TensorFlow, trained as one body.", model.body),
    Check("name-not-trainable", ("error",), "TensorFlow cannot train under a name.", model.names_that_cannot_train),
    Check("several-inputs", ("error",), "The model has several inputs.", model.several_inputs),
    Check("several-outputs", ("error",), "The model has several outputs.", model.several_outputs),
    Check(
        "unknown-layer",
        ("error",),
        "A learning rate is set for a layer that is not there.",
        edits_made.multipliers_of_unknown_layers,
    ),
    Check("nothing-trains", ("error",), "No layer is left that trains.", training.nothing_trains),
    Check("fresh-frozen", ("warning",), "A layer with fresh weights is frozen.", frozen.fresh_layer_frozen),
    Check("rate-frozen", ("warning",), "A frozen layer has a learning rate.", training.rate_of_frozen_layer),
    Check("rate-zero", ("info",), "A layer has the learning rate 0 and is not frozen.", training.rate_of_zero),
    Check(
        "rate-high",
        ("warning", "info"),
        "A learning rate is higher than usual, or than pretrained layers bear.",
        training.rate_high,
    ),
    Check("softmax-of-one", ("error",), "The output is a softmax of one unit.", output.softmax_of_one),
    Check("loss", ("error", "warning"), "Loss and output do not fit together.", output.loss_that_does_not_fit),
    Check("sigmoid-classes", ("info",), "Sigmoid outputs stand for classes.", output.sigmoid_for_classes),
    Check("activation-twice", ("warning",), "The output goes through two activations.", output.activation_twice),
    Check(
        labels.POSITIVE,
        ("error", "warning"),
        "Labels that count as 1 are missing, not used or one-sided.",
        labels.positive_labels,
    ),
    Check("dropout-high", ("warning", "info"), "A dropout is higher than usual.", dropout.dropout_high),
    Check("dropout-low", ("info",), "A dropout is so low that it does little.", dropout.dropout_low),
    Check("dropout-after-output", ("warning",), "Dropout stands behind the head.", dropout.dropout_after_output),
    Check("dropout-on-integers", ("error",), "Dropout drops whole numbers.", dropout.dropout_on_integers),
    Check("dropout-twice", ("warning", "info"), "Two dropouts follow one another.", dropout.dropout_twice),
    Check(
        "dropout-before-batch-norm",
        ("info",),
        "Dropout stands right before batch normalisation.",
        dropout.dropout_before_batch_norm,
    ),
    Check("max-norm-frozen", ("warning",), "Max-norm is set on a frozen layer.", frozen.max_norm_on_frozen_layer),
    Check(
        "constraint-frozen", ("warning",), "A constraint is set on a frozen layer.", frozen.constraint_on_frozen_layer
    ),
    Check(
        "regularizer-frozen",
        ("warning",),
        "A regularizer is set on a frozen layer.",
        frozen.regularizer_on_frozen_layer,
    ),
    Check(
        "batch-norm-tiny-batch",
        ("warning",),
        "Batch normalisation trains on tiny batches.",
        frozen.batch_norm_of_tiny_batches,
    ),
    Check(
        "batch-norm-apart",
        ("info",),
        "Batch normalisation trains behind a frozen layer.",
        frozen.batch_norm_behind_frozen_layer,
    ),
    Check("preprocessing-doubled", ("warning",), "Values are brought down twice.", preprocessing.prepared_twice),
    Check(
        "preprocessing-missing",
        ("warning",),
        "Values come in another range than the model is made for.",
        preprocessing.unprepared,
    ),
    Check("no-data", ("info",), "No data is chosen yet.", labels.no_data),
    Check("data-unread", ("warning",), "The data is not there, or cannot be read.", labels.data_not_looked_at),
    Check(labels.TOO_SMALL, ("error",), "There are fewer outputs than classes.", labels.head_too_small),
    Check(labels.LARGER, ("info",), "There are more outputs than classes.", labels.head_larger),
    Check(
        "labels-numbers", ("error",), "Labels are numbers and the loss is for classes.", labels.labels_that_are_numbers
    ),
    Check("one-class", ("warning",), "The data has one class only.", labels.one_class),
    Check("batch-larger", ("info",), "A batch is larger than the data.", labels.batch_larger_than_data),
)


def look(subject: Subject) -> Iterator[Finding]:
    """Everything the checks find, in the order they are listed in."""
    for check in CHECKS:
        for found in check.look(subject):
            yield Finding(
                level=found.level or check.levels[0],
                code=check.code,
                text=found.text,
                layer=found.layer,
                expected=found.expected,
                found=found.found,
                mends=found.mends,
            )
