"""What the window and the engine say to each other: one JSON message per line."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from inspector.jobs.model_formats import FormatName
from inspector.recipe.recipe import Recipe

# ------------------------------------------------------------------ window to engine: the first line is the job


class _Job(Struct, frozen=True, forbid_unknown_fields=True, tag_field="job"):
    pass


class Describe(_Job, frozen=True, tag="describe"):
    """Load the model and say what only Keras knows of it.

    ``trusted`` is, here and in other jobs, the SHA-256 of the file whose Python code may be run; empty for none.
    """

    model: str
    trusted: str = ""


class Check(_Job, frozen=True, tag="check"):
    """Build the edited model, compare it with the original, train and save nothing."""

    model: str
    recipe: Recipe
    trusted: str = ""


class Apply(_Job, frozen=True, tag="apply"):
    """Write the edited, untrained model to ``output``, in one of several formats."""

    model: str
    recipe: Recipe
    output: str
    trusted: str = ""
    format: FormatName = "keras"


class Upgrade(_Job, frozen=True, tag="upgrade"):
    """Write a model of an old Keras to ``output`` as Keras 3 has it, and say whether both predict the same."""

    model: str
    output: str
    trusted: str = ""


class Train(_Job, frozen=True, tag="train"):
    """Apply the recipe, train, and leave everything in the run folder."""

    model: str
    recipe: Recipe
    run: str
    trusted: str = ""


class Probe(_Job, frozen=True, tag="probe"):
    """Start TensorFlow and say which versions and devices there are."""


Job = Describe | Check | Apply | Upgrade | Train | Probe

# ------------------------------------------------------------------ engine to window


class _Event(Struct, frozen=True, tag_field="event", forbid_unknown_fields=True):
    pass


class Ready(_Event, frozen=True, tag="ready"):
    """TensorFlow is up. ``device`` is what a person reads: ``"CPU"`` or ``"GPU 0: NVIDIA H100"``."""

    tensorflow: str
    keras: str
    device: str
    gpus: tuple[str, ...] = ()


class Progress(_Event, frozen=True, tag="progress"):
    """What the engine is doing now, in words: ``"Loading the model"``."""

    text: str


class Log(_Event, frozen=True, tag="log"):
    """A line for the log: something was fixed, chosen or is worth knowing."""

    text: str
    level: Literal["info", "warning"] = "info"


class Started(_Event, frozen=True, tag="started"):
    """Training begins. ``metrics`` names what is measured besides ``loss``."""

    epochs: int
    steps_per_epoch: int
    training_samples: int
    validation_samples: int
    metrics: tuple[str, ...] = ()


class Batch(_Event, frozen=True, tag="batch"):
    """One training step. ``step`` counts from 1 over the whole run, ``values`` are this batch's own."""

    epoch: int
    step: int
    values: dict[str, float]
    seconds: float


class Epoch(_Event, frozen=True, tag="epoch"):
    """An epoch ended. It counts from 1; ``values`` holds ``loss``, ``val_loss``…; ``seconds`` since the start."""

    epoch: int
    values: dict[str, float]
    seconds: float
    best: bool


class Described(_Event, frozen=True, tag="described"):
    """Keras' own account of a model. ``shapes`` and ``parameters`` are per layer path."""

    trainable: bool
    reason: str
    shapes: dict[str, tuple[int | None, ...]]
    parameters: dict[str, int]


class Done(_Event, frozen=True, tag="done"):
    """The job ended well.

    ``values`` are final figures (``test_loss``…), ``files`` what was written and is there, by role, ``notes`` what a
    person should know all the same, in sentences, ``proof`` what a training was proved to have kept.
    """

    text: str
    values: dict[str, float] = {}
    files: dict[str, str] = {}
    stopped: bool = False
    notes: tuple[str, ...] = ()
    proof: str = ""


class Failed(_Event, frozen=True, tag="failed"):
    """The job was refused or failed: one sentence for the person, ``detail`` for the log."""

    text: str
    detail: str = ""


Event = Ready | Progress | Log | Started | Batch | Epoch | Described | Done | Failed

_job: msgspec.json.Decoder[Job] = msgspec.json.Decoder(Job)
_event: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


def encode(message: Job | Event) -> bytes:
    """One line, newline included."""
    return msgspec.json.encode(message) + b"\n"


def decode_job(line: bytes) -> Job:
    """Raises msgspec.ValidationError where the line is no job."""
    return _job.decode(line)


def decode_event(line: bytes) -> Event:
    """Raises msgspec.ValidationError where the line is no event."""
    return _event.decode(line)
