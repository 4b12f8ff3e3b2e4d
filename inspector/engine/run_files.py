"""What a run leaves besides models: its description and its history."""

from __future__ import annotations

import csv
import io
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np

from inspector import __version__
from inspector.engine.proof import Comparison
from inspector.jobs.messages import Epoch, Ready, Train
from inspector.jobs.runs import HISTORY, RUN, Run, read_run
from inspector.jobs.source import SAMPLE
from inspector.jobs.trust import digest
from inspector.recipe.recipe import Recipe


def write_run(folder: Path, job: Train, ready: Ready, classes: tuple[str, ...], compared: Comparison) -> None:
    """Write ``run.json``: what makes the run repeatable, and how the edited model compared with the original.

    Raises:
        OSError: it cannot be written.
    """
    run = Run(
        model=str(Path(job.model).resolve()),
        sha256=digest(job.model),
        recipe=_with_whole_path(job.recipe),
        seed=job.recipe.training.seed,
        versions={
            "inspector": __version__,
            "python": platform.python_version(),
            "tensorflow": ready.tensorflow,
            "keras": ready.keras,
            "numpy": np.__version__,
        },
        device=ready.device,
        classes=classes,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        compared=compared.text,
        difference=compared.difference,
    )
    _write_whole(folder / RUN, msgspec.json.format(msgspec.json.encode(run)))


def write_proof(folder: Path, proof: str) -> None:
    """Add to ``run.json`` what was proved at the end, or why that failed.

    Raises:
        OSError, RunError: it cannot be read or written; it is as it was then.
    """
    run = msgspec.structs.replace(read_run(folder), proof=proof)
    _write_whole(folder / RUN, msgspec.json.format(msgspec.json.encode(run)))


def _with_whole_path(recipe: Recipe) -> Recipe:
    """The recipe with its data named so that it is found from any working directory."""
    if recipe.data is None or recipe.data.source.startswith(SAMPLE):
        return recipe
    source = str(Path(recipe.data.source).expanduser().resolve())
    return msgspec.structs.replace(recipe, data=msgspec.structs.replace(recipe.data, source=source))


def write_history(folder: Path, epochs: Sequence[Epoch]) -> None:
    """Write ``history.csv``: a row per finished epoch.

    Raises:
        OSError: it cannot be written; the last one is still there.
    """
    rows = [{"epoch": epoch.epoch, "seconds": round(epoch.seconds, 3), **epoch.values} for epoch in epochs]
    text = io.StringIO()
    table = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    _write_whole(folder / HISTORY, text.getvalue().encode())


def _write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step, so that it is never half written."""
    unfinished = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
