"""The engine process: one job from stdin, events to a pipe, and out."""

from __future__ import annotations

import faulthandler
import os
import sys
import traceback
from typing import NoReturn

import psutil

from inspector.engine.channel import Channel, take_stdout
from inspector.engine.errors import EngineError
from inspector.engine.isolation import leave_network
from inspector.engine.orders import Orders
from inspector.formats import FormatError
from inspector.jobs.messages import Done, Failed, Log, Progress
from inspector.jobs.runs import RunError
from inspector.recipe.plan import EditError

REFUSALS = (EngineError, FormatError, EditError, RunError)
"""Exceptions whose message is already a sentence for the person."""

_NICENESS = 10


def main() -> NoReturn:
    """Do the job that is on stdin and leave; whatever happens is told as ``Done`` or ``Failed``."""
    channel = Channel(take_stdout())
    faulthandler.enable()
    _give_way()
    channel.send(_answer(channel))
    sys.stdout.flush()
    sys.stderr.flush()
    # an ordinary exit takes seconds while TensorFlow is taken down
    os._exit(0)


def _answer(channel: Channel) -> Done | Failed:
    try:
        orders = Orders()
        job = orders.job()
        if getattr(job, "trusted", ""):
            channel.send(Log(leave_network()))
        orders.listen()
        channel.send(Progress("Starting TensorFlow"))
        # takes seconds, and may itself fail where TensorFlow is not properly installed
        from inspector.engine.work import work

        return work(job, channel, orders.stop)
    except REFUSALS as refusal:
        return Failed(str(refusal))
    except MemoryError:
        return Failed("Memory ran out. Choose a smaller batch size or less data.", traceback.format_exc())
    except Exception as error:
        return Failed(_unexpected(error), traceback.format_exc())


def _unexpected(error: Exception) -> str:
    first = next(iter(str(error).strip().splitlines()), "no reason was given")
    return f"Unexpected {type(error).__name__}: {first[:300].rstrip('.')}. The log has the details."


def _give_way() -> None:
    """Let the window and everything else go first."""
    lower = psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else _NICENESS
    psutil.Process().nice(lower)


if __name__ == "__main__":
    main()
