"""Whether the labels of the data fit the output."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.graph.model import Level, Note
from inspector.recipe.checks.finding import Found
from inspector.recipe.checks.mends import read, train
from inspector.recipe.checks.output import head_mends
from inspector.recipe.checks.subject import Subject
from inspector.recipe.loss import is_classification

POSITIVE, TOO_SMALL, LARGER = "positive-labels", "head-too-small", "head-larger"


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
        return Note("error", POSITIVE, text)
    if classes > units:
        text = (
            f"Expected a head of at least {classes} units for labels 0 to {classes - 1}, found {units}: give it more."
        )
        return Note("error", TOO_SMALL, text)
    if classes < units:
        text = f"The head has {units} units and the data {classes} classes: the other {units - classes} stay unused."
        return Note("info", LARGER, text)
    return None


def no_data(subject: Subject) -> Iterator[Found]:
    """Nothing to train on yet."""
    if subject.recipe.data is None:
        yield Found("No data is chosen yet: choose what to train on.", expected="data", found="none")


def data_not_looked_at(subject: Subject) -> Iterator[Found]:
    """Data that is not there, or cannot be read."""
    if subject.data.problem:
        text = f"{subject.data.problem} Its labels and values are not checked."
        yield Found(text, expected="data that can be read", found="none")


def head_too_small(subject: Subject) -> Iterator[Found]:
    """Fewer outputs than classes."""
    return _misfit(subject, TOO_SMALL)


def head_larger(subject: Subject) -> Iterator[Found]:
    """More outputs than classes."""
    return _misfit(subject, LARGER)


def positive_labels(subject: Subject) -> Iterator[Found]:
    """Labels that count as 1: missing, not used, or such that there is nothing to tell apart."""
    data = subject.recipe.data
    positive = data.positive_labels if data is not None else None
    if positive is not None and subject.output and subject.units is not None and subject.units > 1:
        text = f"positive_labels is for a single output; '{subject.output}' has {subject.units}, so it is not used."
        mend = read("Take positive_labels away", positive_labels=None)
        yield Found(text, subject.output, "a single output", f"{subject.units} units", (mend,), "warning")
        return
    classes = subject.data.classes
    if positive is not None and classes and subject.units == 1 and _one_sided(positive, classes):
        text = (
            f"The data has the labels 0 to {classes - 1}, of which positive_labels names "
            f"{'none' if not set(positive) & set(range(classes)) else 'all'}: name those that count as 1."
        )
        yield Found(text, subject.output, "some of the labels", ", ".join(map(str, positive)) or "none")
        return
    yield from _misfit(subject, POSITIVE)


def labels_that_are_numbers(subject: Subject) -> Iterator[Found]:
    """Numbers as labels where the loss compares with classes."""
    if subject.data.classes == 0 and subject.recipe.data is not None and is_classification(subject.loss):
        text = (
            f"{subject.loss} expects labels of classes, whole numbers from 0; the labels of the data are other "
            "numbers. To learn numbers give the head linear and set the loss to mean_squared_error."
        )
        loss = "mean_squared_error"
        mends = (train(f"Set the loss to {loss}", loss=loss),) if subject.activation == "linear" else ()
        yield Found(text, subject.output, "labels of classes", "numbers", mends)


def one_class(subject: Subject) -> Iterator[Found]:
    """All samples have the same label."""
    if subject.data.classes == 1 and is_classification(subject.loss):
        text = "All samples of the data have the label 0, so there is nothing to tell apart: expected two classes."
        yield Found(text, expected="at least two classes", found="one")


def batch_larger_than_data(subject: Subject) -> Iterator[Found]:
    """A batch that all of the data does not fill."""
    samples, size = subject.data.samples, subject.recipe.training.batch_size
    if samples and size > samples:
        text = f"The data has {samples} samples, fewer than a batch of {size}: an epoch is one step, on all of them."
        fitting = max(1, 2 ** ((samples // 8).bit_length() - 1)) if samples >= 8 else 1
        mend = train(f"Set the batch size {size} → {fitting}", batch_size=fitting)
        yield Found(text, expected=f"at most {samples}", found=str(size), mends=(mend,))


def _misfit(subject: Subject, code: str) -> Iterator[Found]:
    classes, units, data = subject.data.classes, subject.units, subject.recipe.data
    if data is None or not classes or not units or not subject.output or not is_classification(subject.loss):
        return
    note = check_labels(units, subject.activation, classes, data.positive_labels)
    if note is None or note.code != code:
        return
    activation = "softmax" if units == 1 else subject.activation
    mends = head_mends(subject, f"Set {_units(units)} → {classes}", classes, activation)
    level: Level = note.level
    yield Found(note.text, subject.output, _units(classes), _units(units), mends, level)


def _one_sided(positive: tuple[int, ...], classes: int) -> bool:
    hit = set(positive) & set(range(classes))
    return not hit or len(hit) == classes


def _units(count: int) -> str:
    return "1 unit" if count == 1 else f"{count} units"
