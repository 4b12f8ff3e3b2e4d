"""Runs an engine job for the shell: events become lines, the end becomes an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from inspector.jobs.messages import Batch, Done, Epoch, Event, Failed, Job, Log, Progress, Ready, Started
from inspector.jobs.process import Engine


def follow(job: Job, report: Callable[[Event], None] | None = None) -> int:
    """Run the job to its end, printing what happens.

    Args:
        job: what the engine does.
        report: called with every event as well.

    Returns:
        0 where the job is done, 1 where it failed; then the engine's sentence is on stderr.
    """
    with Engine(job) as engine:
        for event in engine:
            if report:
                report(event)
            if isinstance(event, Failed):
                print(f"inspector: {event.text}", file=sys.stderr)
                return 1
            line = words(event)
            if line:
                print(line, flush=True)
    return 0


def words(event: Event) -> str:
    """What a person reads of an event in the shell; empty for events that are not worth a line."""
    match event:
        case Ready():
            return f"TensorFlow {event.tensorflow}, Keras {event.keras} on {event.device}"
        case Progress() | Log():
            return event.text
        case Started():
            return (
                f"Training on {event.training_samples} samples, validating on {event.validation_samples}, "
                f"{event.epochs} epochs of {event.steps_per_epoch} steps"
            )
        case Epoch():
            best = " · best so far" if event.best else ""
            return f"Epoch {event.epoch}: {figures(event.values)} · {event.seconds:.0f} s{best}"
        case Done():
            ends = [event.text, *([figures(event.values)] if event.values else [])]
            return "\n".join([*ends, *(f"{role}: {path}" for role, path in event.files.items())])
        case Batch() | _:
            return ""


def figures(values: Mapping[str, float]) -> str:
    """``loss 0.31 · accuracy 0.91``."""
    return " · ".join(f"{name} {value:.4g}" for name, value in values.items())
