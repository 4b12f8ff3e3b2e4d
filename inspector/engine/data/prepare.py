"""The door to training data: from what a recipe names to batches that fit the model, or a refusal in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np

from inspector.engine.data import detect
from inspector.engine.data.batches import Batches
from inspector.engine.data.fit import fit
from inspector.engine.data.labels import Target, labels_for
from inspector.engine.data.model_input import input_of
from inspector.engine.data.source import Array, Source
from inspector.engine.data.split import hold_out
from inspector.engine.data.values import Values, values_of
from inspector.engine.errors import EngineError
from inspector.jobs.runs import RUN
from inspector.recipe.recipe import Data, Training

_NAMED = 20
"""Names of classes that are said; a run's description has them all."""


@dataclass(frozen=True)
class Prepared:
    """Data ready for training, the names of its classes where it has some, and sentences on what was done to it."""

    training: Batches
    validation: Batches
    test: Batches | None
    classes: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def failure(self) -> EngineError | None:
        """Why a batch of it could not be read."""
        return self.training.failure or self.validation.failure


def prepare(
    data: Data, model: keras.Model, target: Target, training: Training, tell: Callable[[str], None]
) -> Prepared:
    """Read data, check it against the model, fit it and split it.

    Args:
        data: what to read.
        model: the edited model.
        target: what the labels are for.
        training: its batch size; its seed decides what is held out and the order of every epoch.
        tell: hears what is going on.

    Raises:
        EngineError: it cannot be read or does not fit.
    """
    seed = training.seed
    wanted = input_of(model)
    source = detect.read(data.source, wanted.picture, tell)
    tell("Checking the data")
    values = _values(source)
    steps = fit(source.train.x.shape[1:], values, wanted, data.scale)
    labels, said = labels_for(source, target)
    notes = [*source.notes, *_numbered(source.classes), *(step.said for step in steps if step.said), *said]
    given = dict(zip((part.name for part in source.parts), labels, strict=True))

    def batches(part: str, chosen: Array | None = None, order: int | None = None) -> Batches:
        found = next(each for each in source.parts if each.name == part)
        rows = np.arange(len(found)) if chosen is None else chosen
        return Batches(found.x, given[part], rows, steps, training.batch_size, order)

    test = batches(source.test.name) if source.test else None
    if source.validation:
        learnt, validation = batches(source.train.name, order=seed), batches(source.validation.name)
    else:
        kept, held = hold_out(_classes(given[source.train.name], target), data.held_out, seed)
        notes.append(f"{len(held):,} of {len(source.train):,} training samples are held out for validation.")
        learnt, validation = batches(source.train.name, kept, seed), batches(source.train.name, held)
    return Prepared(learnt, validation, test, source.classes, tuple(notes))


def _numbered(classes: tuple[str, ...]) -> list[str]:
    if not classes:
        return []
    some = ", ".join(f"{label} is '{name}'" for label, name in enumerate(classes[:_NAMED]))
    more = f" and {len(classes) - _NAMED} more, listed in {RUN}" if len(classes) > _NAMED else ""
    return [f"Classes are numbered in the order of their names: {some}{more}."]


def _classes(labels: Array, target: Target) -> Array:
    """The class of each sample; one for all where labels are numbers to come close to, or several per sample."""
    if target.classes and labels.size == len(labels):
        return labels.reshape(-1).astype(np.int32)
    return np.zeros(len(labels), np.int32)


def _values(source: Source) -> Values:
    """Type and range of all samples together; refuses parts that differ in shape."""
    wanted = source.train.x.shape[1:]
    for part in source.parts:
        if part.x.shape[1:] != wanted:
            raise EngineError(
                f"Expected the same shape of samples everywhere: {source.train.name} has {wanted}, "
                f"{part.name} has {part.x.shape[1:]}."
            )
    found = [values_of(part.name, part.x) for part in source.parts]
    return Values(
        found[0].dtype,
        min(each.least for each in found),
        max(each.most for each in found),
        next((each.fraction for each in found if not each.whole), None),
    )
