"""The best and the last model of a run, on disk; a full disk does not end the training."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import keras

from inspector.engine.errors import EngineError
from inspector.engine.run_proof import unproved
from inspector.engine.save import save
from inspector.jobs.messages import Event, Log
from inspector.jobs.runs import BEST, LAST


class Checkpoints:
    """Saves models into a run folder.

    Args:
        folder: the run folder.
        send: hears of what cannot be written.
    """

    def __init__(self, folder: Path, send: Callable[[Event], None]) -> None:
        self._folder = folder
        self._send = send
        self.best_loss = float("inf")
        """The lowest validation loss whose model is on disk."""
        self.files: dict[str, str] = {}
        """Role to path of what is on disk: ``best``, ``last``."""

    def offer(self, model: keras.Model, validation_loss: float) -> bool:
        """Keep the model if it is the best so far; whether it is, and is on disk."""
        if not (validation_loss < self.best_loss and self._save(model, "best", BEST)):
            return False
        self.best_loss = validation_loss
        return True

    def finish(self, model: keras.Model) -> None:
        """Keep the model as it is at the end; where no epoch was finished it is the best there is, too."""
        self._save(model, "last", LAST)
        if "best" not in self.files:
            self._save(model, "best", BEST)

    @property
    def there(self) -> dict[str, str]:
        """Role to path of the models that are still on disk."""
        return {role: path for role, path in self.files.items() if Path(path).is_file()}

    def withhold(self) -> list[str]:
        """Give the models names under which nobody takes them for good ones; the new names."""
        renamed = [unproved(Path(path)) for path in self.there.values()]
        for path, other in zip(self.there.values(), renamed, strict=True):
            Path(path).replace(other)
        self.files = {}
        return [path.name for path in renamed]

    def _save(self, model: keras.Model, role: str, name: str) -> bool:
        path = self._folder / name
        try:
            save(model, path)
        except EngineError as error:
            self._send(Log(f"{error} The training goes on without it.", "warning"))
            return False
        self.files[role] = str(path)
        return True
