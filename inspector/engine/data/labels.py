"""Labels as they were read become what the loss compares with the output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspector.engine.data.fit import words
from inspector.engine.data.source import Array, Part, Source
from inspector.engine.data.values import values_of
from inspector.engine.errors import EngineError
from inspector.graph.model import Shape
from inspector.recipe.check import check_labels


@dataclass(frozen=True)
class Target:
    """What the labels are for.

    Attributes:
        shape: of the output, batch axis first.
        activation: of the output, by Keras' name.
        classes: whether labels are classes; else they are numbers to come close to.
        positive: labels that count as 1, all others as 0, for a single output; ``None``: labels as they are.
    """

    shape: Shape
    activation: str
    classes: bool
    positive: tuple[int, ...] | None = None


def labels_for(source: Source, target: Target) -> tuple[list[Array], list[str]]:
    """The labels of every part of the data, ready for the loss, and what was done to them in sentences.

    Raises:
        EngineError: there are not as many labels as samples, or they do not fit the output.
    """
    for part in source.parts:
        if len(part.y.shape) == 0 or len(part.y) != len(part):
            found = f"{len(part.y)} labels" if part.y.shape else "a single number"
            raise EngineError(
                f"Expected one label per sample: {part.name} has {len(part)} samples, {part.labels} {found}."
            )
    if not target.classes:
        return [_numbers(part, target) for part in source.parts], []
    said: list[str] = []
    labels = [_classes(part, target, said) for part in source.parts]
    count = len(source.classes) or 1 + max(int(part.max()) for part in labels)
    units = target.shape[-1] or count
    if target.positive is None and not source.classes:
        _refuse_counting_from_1(source.train.labels, min(int(part.min()) for part in labels), count - 1, units)
    note = check_labels(units, target.activation, count, target.positive)
    if note is not None and note.level == "error":
        raise EngineError(note.text)
    if note is not None:
        said.append(note.text)
    if units != 1:
        return labels, said
    if target.positive is not None:
        return _positive(labels, target.positive, said), said
    if count > 2:
        raise EngineError(f"Expected labels 0 and 1 for a single output, found labels up to {count - 1}.")
    return [_column(part) for part in labels], said


def _refuse_counting_from_1(name: str, least: int, most: int, units: int) -> None:
    """Labels that count from 1 ask for one output more than there are classes, for a class that never comes."""
    if least == 1 and (most == 2 if units == 1 else most >= units):
        raise EngineError(
            f"Expected labels that count from 0, found 1 to {most} in {name}: subtract 1 from every label of the data."
        )


def _classes(part: Part, target: Target, said: list[str]) -> Array:
    """Labels as whole numbers from 0, without the axis of classes."""
    values = values_of(part.labels, part.y)
    axes = len(target.shape) - 1
    labels = part.y
    if labels.ndim == axes + 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    elif labels.ndim == axes + 1 and _is_one_hot(labels):
        said.append(f"One-hot labels in {part.labels} are read as labels 0 to {labels.shape[-1] - 1}.")
        labels = labels.argmax(-1)
    if not _agrees(labels.shape[1:], target.shape[1:-1]):
        raise EngineError(
            f"Expected one label per sample in {part.labels} (shape ({len(part)},), or one-hot), found shape "
            f"{part.y.shape}."
        )
    if not values.whole:
        raise EngineError(
            f"Expected class labels, whole numbers from 0, in {part.labels}; found {values.fraction:g}. "
            "To learn numbers give the model a linear head and set the loss to mean_squared_error."
        )
    if values.least < 0:
        raise EngineError(f"Expected class labels from 0 in {part.labels}, found {values.least:g}. Number them from 0.")
    if values.most > np.iinfo(np.int32).max:
        raise EngineError(
            f"Expected class labels below 2**31 in {part.labels}, found {values.most:.0f}. Number them from 0."
        )
    return labels.astype(np.int32)


def _numbers(part: Part, target: Target) -> Array:
    """Labels as numbers in the shape of the output."""
    values_of(part.labels, part.y)
    labels = part.y[..., np.newaxis] if part.y.ndim == len(target.shape) - 1 else part.y
    if not _agrees(labels.shape[1:], target.shape[1:]):
        raise EngineError(
            f"Expected numbers of shape {words(target.shape[1:])} per sample in {part.labels}, as the model gives "
            f"them, found {words(part.y.shape[1:])}. For labels of classes set the loss to auto."
        )
    return labels.astype(np.float32)


def _positive(labels: Sequence[Array], positive: tuple[int, ...], said: list[str]) -> list[Array]:
    chosen = [np.isin(part, positive) for part in labels]
    listed = ", ".join(map(str, positive))
    if chosen[0].all() or not chosen[0].any():
        found = "all" if chosen[0].all() else "none"
        raise EngineError(
            f"Of the training labels {found} are among positive_labels ({listed}): nothing can be learned."
        )
    said.append(f"Labels {listed} count as 1, all others as 0: {chosen[0].mean():.0%} of the training samples are 1.")
    return [_column(part) for part in chosen]


def _column(labels: Array) -> Array:
    """A single output per sample has an axis of its own."""
    return labels.astype(np.float32)[..., np.newaxis]


def _is_one_hot(labels: Array) -> bool:
    return bool(np.isin(labels, (0, 1)).all() and (labels.sum(-1) == 1).all())


def _agrees(found: tuple[int, ...], wanted: Shape) -> bool:
    return len(found) == len(wanted) and all(b in (None, a) for a, b in zip(found, wanted, strict=True))
