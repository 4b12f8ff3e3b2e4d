"""Which part of the engine does which job."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag

import tensorflow as tf

from inspector.engine import tensorflow
from inspector.engine.channel import Channel
from inspector.engine.check import check
from inspector.engine.describe import describe
from inspector.engine.edit import edit
from inspector.engine.errors import EngineError
from inspector.engine.save import save
from inspector.engine.saving.save_as import save_as
from inspector.engine.training import train
from inspector.engine.upgrade.tf_keras_process import TfKeras
from inspector.engine.upgrade.upgrade import upgrade
from inspector.formats import open_model
from inspector.jobs.messages import Apply, Check, Describe, Done, Event, Job, Log, Probe, Progress, Train, Upgrade
from inspector.jobs.runs import EVENTS, prepare
from inspector.recipe.plan import plan

Send = Callable[[Event], None]


def work(job: Job, channel: Channel, stop: Flag) -> Done:
    """Do a job.

    Args:
        job: what to do.
        channel: takes the events on the way.
        stop: when set, training ends within a step; the other jobs are short and go on.

    Raises:
        EngineError, FormatError, EditError, RunError: it is refused or fails; a sentence.
    """
    ready = tensorflow.start()
    channel.send(ready)
    try:
        match job:
            case Probe():
                return Done(f"TensorFlow {ready.tensorflow} runs on {ready.device}.")
            case Describe():
                channel.send(Progress("Loading the model"))
                channel.send(describe(job.model, job.trusted))
                return Done("The model is described.")
            case Check():
                channel.send(Progress("Building the edited model"))
                return Done(check(job.model, job.recipe, job.trusted))
            case Apply():
                return _apply(job, channel.send)
            case Upgrade():
                return _upgrade(job, channel.send)
            case Train():
                folder = prepare(job.run)
                channel.copy_to(folder / EVENTS)
                return train(job, folder, ready, channel.send, stop)
    except tf.errors.ResourceExhaustedError as error:
        raise EngineError(
            "Memory ran out: the model with this batch size does not fit on the device. "
            "Choose a smaller batch size or freeze more layers."
        ) from error


def _apply(job: Apply, send: Send) -> Done:
    if Path(job.output).resolve() == Path(job.model).resolve():
        raise EngineError(f"'{job.output}' is the model that is edited. Choose another name: it is never overwritten.")
    planned = plan(open_model(job.model), job.recipe.edits)

    def tell(text: str) -> None:
        send(Progress(text))

    edited, compared = edit(job.model, planned, job.trusted, tell, job.recipe.training.seed)
    send(Log(compared.text))
    saved = save_as(edited, Path(job.output), job.format, tell)
    what = "edited model" if job.recipe.edits else "model"
    return Done(f"The {what} is in '{job.output}'. {saved.text}", files={"model": job.output}, notes=saved.notes)


def _upgrade(job: Upgrade, send: Send) -> Done:
    if Path(job.output).resolve() == Path(job.model).resolve():
        raise EngineError(
            f"'{job.output}' is the model that is upgraded. Choose another name: it is never overwritten."
        )
    lost: list[str] = []
    send(Progress("Rebuilding the model"))
    with TfKeras() as tf_keras:
        model, proof = upgrade(job.model, tf_keras, lost.append, job.trusted)
    save(model, Path(job.output))
    return Done(f"The upgraded model is in '{job.output}'. {proof}", files={"model": job.output}, notes=tuple(lost))
