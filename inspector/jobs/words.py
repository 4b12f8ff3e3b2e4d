"""What a person reads of the engine's events, in the shell and in the window's log."""

from __future__ import annotations

from collections.abc import Mapping

from inspector.jobs.messages import Done, Epoch, Event, Failed, Log, Progress, Ready, Started


def words(event: Event) -> str:
    """A line or more; empty for events that are not worth one."""
    match event:
        case Ready():
            return f"TensorFlow {event.tensorflow}, Keras {event.keras} on {event.device}"
        case Progress() | Log():
            return event.text
        case Started():
            return (
                f"Training on {event.training_samples} samples, validating on {event.validation_samples}, "
                f"{_counted(event.epochs, 'epoch')} of {_counted(event.steps_per_epoch, 'step')}"
            )
        case Epoch():
            best = " · best so far" if event.best else ""
            return f"Epoch {event.epoch}: {measured(event.values)} · {event.seconds:.0f} s{best}"
        case Done():
            figures = [measured(event.values)] if event.values else []
            proof = [event.proof] if event.proof else []
            return "\n".join(
                [event.text, *proof, *figures, *(f"{role}: {path}" for role, path in event.files.items()), *event.notes]
            )
        case Failed():
            return "\n".join(filter(None, [event.text, event.detail]))
    return ""


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def measured(values: Mapping[str, float]) -> str:
    """``loss 0.31 · accuracy 0.91``."""
    return " · ".join(f"{name} {value:.4g}" for name, value in values.items())
