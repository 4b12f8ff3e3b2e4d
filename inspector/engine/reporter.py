"""Tells of every step and epoch while Keras trains, and ends the training when asked or when it goes wrong."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from threading import Event as Flag
from typing import Any

from inspector.engine.checkpoints import Checkpoints
from inspector.engine.data.batches import Batches
from inspector.engine.errors import EngineError
from inspector.engine.stopping import StopOnRequest
from inspector.jobs.messages import Batch, Epoch, Event


class Reporter(StopOnRequest):
    """The one callback of a training.

    Args:
        data: what is trained on.
        checkpoints: gets the model after every epoch.
        record: gets all epochs after every one.
        send: hears a ``Batch`` per step and an ``Epoch`` per epoch that was finished.
        stop: when set, training or validation ends after the present step.
        learning_rate: to be named when the loss is no number any more.

    Attributes:
        epochs: those that were finished.
        failure: what went wrong, as a sentence; the training has ended.
    """

    def __init__(
        self,
        data: Batches,
        checkpoints: Checkpoints,
        record: Callable[[Sequence[Epoch]], None],
        send: Callable[[Event], None],
        stop: Flag,
        learning_rate: float,
    ) -> None:
        super().__init__(stop)
        self._data, self._checkpoints, self._record = data, checkpoints, record
        self._send, self._learning_rate = send, learning_rate
        self._sums: dict[str, float] = {}
        self._seen = self._epoch = 0
        self._start = time.monotonic()
        self.epochs: list[Epoch] = []
        self.failure: EngineError | None = None

    def on_train_begin(self, logs: Mapping[str, float] | None = None) -> None:  # noqa: ARG002
        """Start the clock."""
        self._start = time.monotonic()

    def on_epoch_begin(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:  # noqa: ARG002
        """Shuffle the data and start a new running mean."""
        self._data.begin(epoch)
        self._epoch, self._seen, self._sums = epoch + 1, 0, {}

    def on_train_batch_end(self, batch: int, logs: Mapping[str, float] | None = None) -> None:
        """Report the step."""
        values = self._own_values(logs or {})
        step = (self._epoch - 1) * self._data.num_batches + batch + 1
        if not math.isfinite(values["loss"]):
            self._fail(f"in step {batch + 1} of epoch {self._epoch}")
            return
        self._send(Batch(self._epoch, step, _finite(values), time.monotonic() - self._start))
        super().on_train_batch_end(batch, logs)

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:  # noqa: ARG002
        """Report the epoch and offer its model, unless it was cut short."""
        if self.stopped or self.failure:
            return
        values = {name: float(value) for name, value in (logs or {}).items()}
        if not math.isfinite(values["val_loss"]):
            self._fail(f"when validating after epoch {self._epoch}")
            return
        best = self._checkpoints.offer(self.model, values["val_loss"])
        self.epochs.append(Epoch(self._epoch, _finite(values), time.monotonic() - self._start, best))
        self._record(self.epochs)
        self._send(self.epochs[-1])

    def _own_values(self, logs: Mapping[str, Any]) -> dict[str, float]:
        """The batch's own figures. Keras gives means over all samples of the epoch so far."""
        size = min(self._data.batch_size, self._data.samples - self._seen)
        self._seen += size
        sums = {name: float(value) * self._seen for name, value in logs.items()}
        own = {name: (total - self._sums.get(name, 0.0)) / size for name, total in sums.items()}
        self._sums = sums
        return own

    def _fail(self, where: str) -> None:
        kept = " The best model so far is in the run folder." if "best" in self._checkpoints.files else ""
        self.failure = EngineError(
            f"The loss is no number any more (NaN or infinity) {where}. Choose a learning rate below "
            f"{self._learning_rate:g}, or look for extreme values in the data.{kept}"
        )
        self.model.stop_training = True


def _finite(values: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in values.items() if math.isfinite(value)}
