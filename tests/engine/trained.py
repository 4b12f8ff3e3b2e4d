"""Runs the training job in this process and keeps what it said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag
from typing import Any

import keras
import numpy as np

from inspector.engine.save import save
from inspector.engine.tensorflow import start
from inspector.engine.training import train
from inspector.jobs.messages import Done, Event, Train
from inspector.jobs.runs import prepare
from inspector.recipe.recipe import Data, Recipe, Training


class Run:
    """One training: its folder, its events and, if it came so far, its result."""

    def __init__(self, folder: Path, model: keras.Model, recipe: Recipe) -> None:
        file = folder / "model.keras"
        save(model, file)
        self.folder = prepare(folder / "run")
        self.job = Train(model=str(file), recipe=recipe, run=str(self.folder))
        self.events: list[Event] = []
        self.stop = Flag()
        self.result: Done | None = None

    def go(self, hear: Callable[[Event], None] = lambda _: None) -> Run:
        def send(event: Event) -> None:
            self.events.append(event)
            hear(event)

        self.result = train(self.job, self.folder, start(), send, self.stop)
        return self

    def heard(self, kind: type[Any]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def files(self) -> set[str]:
        return {file.name for file in self.folder.iterdir()}


def recipe(source: Path | str, *edits: Any, data: dict[str, Any] | None = None, **training: Any) -> Recipe:
    settings = {"epochs": 1, "batch_size": 8, **training}
    return Recipe(edits=edits, data=Data(str(source), **(data or {})), training=Training(**settings))


def weights(path: Path) -> list[bytes]:
    model = keras.saving.load_model(path)
    return [np.asarray(weight).tobytes() for weight in model.weights]
