"""A run folder: one training, its settings, its figures and its models."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from inspector.jobs.messages import Event, decode_event
from inspector.recipe.recipe import Recipe

RUN = "run.json"
EVENTS = "events.jsonl"
HISTORY = "history.csv"
BEST = "best.keras"
LAST = "last.keras"


class RunError(ValueError):
    """What is wrong with a run folder, as a sentence."""


class Run(Struct, frozen=True):
    """What makes a run repeatable, as it stands in ``run.json``.

    Attributes:
        model: the absolute path of the file it began with; ``sha256`` is that of its bytes.
        recipe: everything that was asked for, the seed included.
        versions: name to version: ``inspector``, ``python``, ``tensorflow``, ``keras``, ``numpy``.
        device: what it ran on: ``"CPU"``, ``"GPU 0: …"``.
        started: time in UTC, ISO 8601.
        classes: names of the classes in the order of their labels, and so of the outputs; empty where there are none.
        compared: what was compared after the edits, before the training, in sentences.
        difference: the largest difference of the edited model's predictions and features from those of the original.
        proof: what the models were proved to have kept, or why that failed; empty before the end, and where there was
            nothing to keep.
    """

    model: str
    sha256: str
    recipe: Recipe
    seed: int
    versions: dict[str, str]
    device: str
    started: str
    classes: tuple[str, ...] = ()
    compared: str = ""
    difference: float | None = None
    proof: str = ""


def prepare(folder: str | Path) -> Path:
    """Make a run folder; one that is there and empty will do.

    Raises:
        RunError: it holds something, is no folder, or cannot be made.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        occupied = next(folder.iterdir(), None)
    except FileExistsError as error:
        raise RunError(f"Expected a folder at '{folder}', found a file. Choose another name.") from error
    except OSError as error:
        raise RunError(f"The folder '{folder}' cannot be used: {error.strerror or error}.") from error
    if occupied is not None:
        raise RunError(
            f"Expected a new or empty folder, but '{folder}' holds '{occupied.name}'. "
            "Choose another folder, or empty this one."
        )
    return folder


def discard_unbegun(folder: str | Path) -> None:
    """Take away the folder of a run that was refused before it began, and so holds no more than the refusal."""
    folder = Path(folder)
    with contextlib.suppress(OSError):
        if {entry.name for entry in folder.iterdir()} <= {EVENTS}:
            (folder / EVENTS).unlink(missing_ok=True)
            folder.rmdir()


def read_run(folder: str | Path) -> Run:
    """The settings of a run.

    Raises:
        RunError: there are none, or they are damaged.
    """
    path = Path(folder, RUN)
    try:
        return msgspec.json.decode(_bytes(path), type=Run)
    except msgspec.DecodeError as error:
        raise RunError(f"'{path}' is not the description of a run: {error}.") from error


def read_history(folder: str | Path) -> list[dict[str, float]]:
    """One row per finished epoch: ``epoch``, ``seconds``, ``loss``, ``val_loss``, metrics; empty before the first.

    A figure that was no finite number in an epoch is not in its row.

    Raises:
        RunError: the file is missing or damaged.
    """
    path = Path(folder, HISTORY)
    rows = csv.DictReader(_bytes(path).decode("utf-8", "replace").splitlines())
    try:
        return [{name: float(value) for name, value in row.items() if value != ""} for row in rows]
    except (TypeError, ValueError) as error:
        raise RunError(f"'{path}' is damaged: expected numbers only ({error}).") from error


def read_events(folder: str | Path) -> Iterator[Event]:
    """Everything the engine said, in order; what was cut off by a crash is left out.

    Raises:
        RunError: the file is missing.
    """
    for line in _bytes(Path(folder, EVENTS)).splitlines():
        try:
            yield decode_event(line)
        except msgspec.DecodeError:
            return


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RunError(f"'{path}' cannot be read: {error.strerror or error}. Is this a run folder?") from error
