"""Runs an engine job for the shell: events become lines, the end becomes an exit code."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

from inspector.commands.stdout import discard
from inspector.jobs.messages import Done, Failed, Job, Train
from inspector.jobs.process import Engine
from inspector.jobs.words import words


def follow(job: Job) -> int:
    """Run the job to its end, printing what happens. Ctrl+C lets a training end in order, a second one ends at once.

    Returns:
        0 where the job is done; 1 where it failed, was stopped, or could not be told of: the sentence is on stderr
        then, details on stdout.
    """
    told = True
    with Engine(job) as engine, _stopping_in_order(engine) if isinstance(job, Train) else contextlib.nullcontext():
        for event in engine:
            if isinstance(event, Failed):
                if event.detail:
                    _tell(event.detail)
                print(f"inspector: {event.text}", file=sys.stderr)
                return 1
            if line := words(event):
                told &= _tell(line)
            if isinstance(event, Done) and event.stopped:
                kept = (
                    "; what was learned so far is in the run folder" if event.files else " before anything was learned"
                )
                print(f"inspector: stopped by Ctrl+C{kept}", file=sys.stderr)
                return 1
    return 0 if told else 1


def _tell(text: str) -> bool:
    """Print a line; whether it could be written. A training goes on in either case: its run folder tells the same."""
    try:
        print(text, flush=True)
    except BrokenPipeError:  # nobody reads any more, as `| head` does
        discard()
    except OSError as error:
        discard()
        print(f"inspector: The output cannot be written, the job goes on: {error.strerror}.", file=sys.stderr)
        return False
    return True


@contextlib.contextmanager
def _stopping_in_order(engine: Engine) -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)

    def interrupted(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        print("Stopping after this step. Ctrl+C again ends it at once.", file=sys.stderr, flush=True)
        # on a thread of its own: the main one may be inside the engine's lock
        threading.Thread(target=engine.stop).start()

    signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
