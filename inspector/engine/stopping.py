"""Ends training, validation or scoring after the present step when the person asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Event as Flag

import keras


class StopOnRequest(keras.callbacks.Callback):  # type: ignore[misc]
    """A callback for ``fit`` and ``evaluate`` that ends them when ``stop`` is set; ``stopped`` says that it has."""

    def __init__(self, stop: Flag) -> None:
        super().__init__()
        self._stop = stop
        self.stopped = False

    def on_train_batch_end(self, batch: int, logs: Mapping[str, float] | None = None) -> None:  # noqa: ARG002
        """Listen while training."""
        self._heed()

    def on_test_batch_end(self, batch: int, logs: Mapping[str, float] | None = None) -> None:  # noqa: ARG002
        """Listen while validating or scoring."""
        self._heed()

    def _heed(self) -> None:
        if self._stop.is_set():
            self.stopped = True
            self.model.stop_training = self.model.stop_evaluating = True
