"""How far a training run is, as a value: what the bar, the speed and the time left are read from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inspector.jobs import messages
from inspector.jobs.messages import Batch, Epoch, Event, Started
from inspector.ui import figures

_WINDOW = 3.0
"""Seconds over which the speed is measured."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A run as far as its events tell.

    Attributes:
        started: what the engine announced; ``None`` before that.
        epoch: the one that is being trained, from 1.
        step: steps done over the whole run.
        seconds: time of the last event, since training began.
        mark: step and seconds where the measuring of the speed begins.
        speed: samples per second; 0 while not known.
        doing: what the engine does besides training, before and after it.
    """

    started: Started | None = None
    batch_size: int = 1
    epoch: int = 0
    step: int = 0
    seconds: float = 0.0
    mark: tuple[int, float] = (0, 0.0)
    speed: float = 0.0
    doing: str = ""

    def after(self, event: Event) -> Progress:
        """The progress once an event is known."""
        match event:
            case messages.Progress():
                return replace(self, doing=event.text)
            case Started():
                return replace(self, started=event, epoch=1, doing="Preparing the first step")
            case Batch():
                return self._at(event.epoch, event.step, event.seconds)
            case Epoch():
                total = self.started.epochs if self.started else event.epoch
                return replace(self, epoch=min(event.epoch + 1, total), seconds=max(self.seconds, event.seconds))
        return self

    @property
    def fraction(self) -> float:
        """0 to 1."""
        return min(1.0, self.step / self.steps) if self.steps else 0.0

    @property
    def steps(self) -> int:
        """Steps of the whole run."""
        return self.started.epochs * self.started.steps_per_epoch if self.started else 0

    @property
    def seconds_left(self) -> float | None:
        """By the pace so far; ``None`` before there is one."""
        if not self.step or not self.seconds:
            return None
        return self.seconds / self.step * (self.steps - self.step)

    def words(self) -> str:
        """``epoch 13 of 20 · 412 samples/s · 2 min left``, or what the engine does besides training."""
        if self.doing:
            return f"{self.doing}…"
        if self.started is None:
            return ""
        parts = [f"epoch {self.epoch} of {self.started.epochs}"]
        if self.speed:
            parts.append(f"{self.speed:.0f} samples/s" if self.speed >= 10 else f"{self.speed:.1f} samples/s")
        if self.seconds_left is not None:
            parts.append(f"{figures.duration(self.seconds_left)} left")
        return " · ".join(parts)

    def _at(self, epoch: int, step: int, seconds: float) -> Progress:
        moved = replace(self, epoch=epoch, step=step, seconds=seconds, doing="")
        if not self.step:
            return replace(moved, mark=(step, seconds))  # the first step took long: TensorFlow prepared it
        since_step, since = self.mark
        if seconds - since < _WINDOW and self.speed:
            return moved
        if seconds <= since:
            return moved
        speed = (step - since_step) * self.batch_size / (seconds - since)
        return replace(moved, speed=speed, mark=(step, seconds) if seconds - since >= _WINDOW else self.mark)
