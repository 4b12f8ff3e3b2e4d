"""The training job: edits, data, fit, the best and the last model, the score on the test data."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Flag

import keras
import tensorflow as tf

from inspector.engine.checkpoints import Checkpoints
from inspector.engine.compiling import compile_for_scoring, compile_for_training
from inspector.engine.data.labels import Target
from inspector.engine.data.prepare import Prepared, prepare
from inspector.engine.edit import edit
from inspector.engine.errors import EngineError
from inspector.engine.load import load
from inspector.engine.proof import Comparison
from inspector.engine.reporter import Reporter
from inspector.engine.run_files import write_history, write_proof, write_run
from inspector.engine.run_proof import Fingerprints, ProofError, fingerprints, prove_run
from inspector.engine.stopping import StopOnRequest
from inspector.formats import open_model
from inspector.graph.model import ModelGraph
from inspector.jobs.messages import Done, Epoch, Event, Log, Progress, Ready, Started, Train
from inspector.jobs.runs import RunError
from inspector.recipe.check import check
from inspector.recipe.head_edits import class_names
from inspector.recipe.heads import output_activation
from inspector.recipe.loss import is_classification, loss_for, metrics_for
from inspector.recipe.preview import preview
from inspector.recipe.rates import rates
from inspector.recipe.recipe import Recipe, Training

Send = Callable[[Event], None]
Tell = Callable[[str], None]

_NOT_IN_EMBEDDING = re.compile(r"indices\[.*\] = (-?\d+) is not in \[0, (\d+)\)")
"""What TensorFlow says of a number that is no row of the weights; on a GPU it says nothing and gives zeros."""


class _StoppedError(Exception):
    """The person asked to stop before the first step."""


@dataclass(frozen=True)
class _Setup:
    """Everything that is ready before the first step: a compiled model, its graph, the data, and what must stay."""

    model: keras.Model
    graph: ModelGraph
    data: Prepared
    training: Training
    compared: Comparison
    frozen: Fingerprints


def train(job: Train, folder: Path, ready: Ready, send: Send, stop: Flag) -> Done:
    """Do what the recipe says and leave everything in the run folder.

    Args:
        job: the model and the recipe.
        folder: the run folder, ready for use.
        ready: what TensorFlow runs on.
        send: hears what happens.
        stop: when set, training ends within a step; the models are still saved.

    Raises:
        EngineError, FormatError, EditError: it is refused before the first step, or fails; a sentence.
    """

    def tell(text: str) -> None:
        if stop.is_set():
            raise _StoppedError
        send(Progress(text))

    try:
        setup = _set_up(job, send, tell)
        _describe(folder, job, ready, setup)
        tell("Compiling the model")
    except _StoppedError:
        return Done("Stopped before the training began.", stopped=True)
    checkpoints = Checkpoints(folder, send)
    try:
        reporter = _fit(setup, folder, checkpoints, send, stop)
    except EngineError as failure:
        try:
            _proved(setup, folder, checkpoints, send)
        except EngineError as error:
            raise EngineError(f"{failure} {error}") from failure
        raise
    proof = _proved(setup, folder, checkpoints, send)
    scores = {} if reporter.stopped else _score(setup, checkpoints, send, stop)
    return _done(reporter, checkpoints, scores, proof)


def _set_up(job: Train, send: Send, tell: Tell) -> _Setup:
    recipe = job.recipe
    graph = open_model(job.model)
    if recipe.data is None:
        raise EngineError("The recipe names no data. Choose what to train on.")
    notes = check(graph, recipe)
    if errors := [note.text for note in notes if note.level == "error"]:
        raise EngineError(" ".join(errors))
    for note in notes:
        send(Log(note.text, "warning" if note.level == "warning" else "info"))
    shown = preview(graph, recipe.edits)
    keras.utils.set_random_seed(recipe.training.seed)
    model, compared = edit(job.model, shown.plan, job.trusted, tell, recipe.training.seed)
    send(Log(compared.text))
    tell("Reading the data")
    data = prepare(recipe.data, model, _target(model, shown.graph, recipe), recipe.training, tell)
    told = {note.text for note in notes}
    for text in data.notes:
        if text not in told:
            send(Log(text))
    compile_for_training(model, shown.graph, recipe.training, rates(shown, recipe.training))
    return _Setup(model, shown.graph, data, recipe.training, compared, fingerprints(model, shown.plan.frozen))


def _target(model: keras.Model, graph: ModelGraph, recipe: Recipe) -> Target:
    return Target(
        shape=tuple(model.outputs[0].shape),
        activation=output_activation(graph, graph.outputs[0]),
        classes=is_classification(loss_for(graph, recipe.training)),
        positive=recipe.data.positive_labels if recipe.data else None,
    )


def _describe(folder: Path, job: Train, ready: Ready, setup: _Setup) -> None:
    try:
        write_run(folder, job, ready, class_names(job.recipe.edits) or setup.data.classes, setup.compared)
    except OSError as error:
        raise EngineError(f"The run folder '{folder}' cannot be written: {error.strerror or error}.") from error


def _fit(setup: _Setup, folder: Path, checkpoints: Checkpoints, send: Send, stop: Flag) -> Reporter:
    data, training = setup.data, setup.training

    def record(epochs: Sequence[Epoch]) -> None:
        try:
            write_history(folder, epochs)
        except OSError as error:
            send(Log(f"The history cannot be written: {error.strerror or error}. The training goes on.", "warning"))

    reporter = Reporter(data.training, checkpoints, record, send, stop, training.learning_rate.base)
    send(
        Started(
            epochs=training.epochs,
            steps_per_epoch=data.training.num_batches,
            training_samples=data.training.samples,
            validation_samples=data.validation.samples,
            metrics=metrics_for(loss_for(setup.graph, training)),
        )
    )
    try:
        setup.model.fit(
            data.training,
            validation_data=data.validation,
            epochs=training.epochs,
            shuffle=False,
            verbose=0,
            callbacks=[reporter],
        )
    except tf.errors.OpError as error:
        raise data.failure or _in_words(str(error)) or error from error
    if reporter.failure:
        raise reporter.failure
    send(Progress("Saving the last model"))
    checkpoints.finish(setup.model)
    return reporter


def _proved(setup: _Setup, folder: Path, checkpoints: Checkpoints, send: Send) -> str:
    """What the models of the run were proved to have kept; where that fails they are withheld."""
    send(Progress("Proving that what is frozen or constrained was kept"))
    proof = ""
    try:
        proof = prove_run(checkpoints.there, setup.frozen)
    except ProofError as error:
        kept = " and ".join(f"'{name}'" for name in checkpoints.withhold())
        proof = f"{error} They are kept as {kept} in the run folder, to be looked at only."
        raise EngineError(proof) from error
    finally:
        if proof:
            _record(folder, proof, send)
    return proof


def _record(folder: Path, proof: str, send: Send) -> None:
    try:
        write_proof(folder, proof)
    except (OSError, RunError) as error:
        send(Log(f"The run's description does not say what was proved: {error}", "warning"))


def _in_words(text: str) -> EngineError | None:
    """What a person can do about an error of TensorFlow, if anything."""
    found = _NOT_IN_EMBEDDING.search(text)
    if found is None:
        return None
    number, words = int(found[1]), int(found[2])
    return EngineError(
        f"An Embedding of the model knows the numbers 0 to {words - 1} (its input_dim is {words}), but was given "
        f"{number}. Choose data made for this model."
    )


def _score(setup: _Setup, checkpoints: Checkpoints, send: Send, stop: Flag) -> dict[str, float]:
    """Loss and metrics of the best model on the test data; nothing where there is none, or it is stopped."""
    if setup.data.test is None or "best" not in checkpoints.files:
        return {}
    send(Progress("Scoring the test data with the best model"))
    stopping = StopOnRequest(stop)
    try:
        best = load(checkpoints.files["best"])
        compile_for_scoring(best, setup.graph, setup.training)
        found = best.evaluate(setup.data.test, verbose=0, return_dict=True, callbacks=[stopping])
    except Exception as error:  # whatever it is, the training itself has ended well
        reason = setup.data.test.failure or error
        send(Log(f"The test data is not scored with the best model: {reason}", "warning"))
        return {}
    if stopping.stopped:
        return {}
    scores = {f"test_{name}": float(value) for name, value in found.items()}
    if odd := [name for name, value in scores.items() if not math.isfinite(value)]:
        send(
            Log(f"The best model has no {', '.join(odd)}: the value is no finite number (NaN or infinity).", "warning")
        )
    return {name: value for name, value in scores.items() if name not in odd}


def _done(reporter: Reporter, checkpoints: Checkpoints, scores: dict[str, float], proof: str) -> Done:
    files = checkpoints.there
    if not files:
        raise EngineError(
            "The training ended, but its models are not there: they could not be written, or the run folder was "
            "removed. Look for free space and train again."
        )
    best = next((epoch for epoch in reversed(reporter.epochs) if epoch.best), None)
    count = len(reporter.epochs)
    text = f"{'Stopped after' if reporter.stopped else 'Trained'} {count} {'epoch' if count == 1 else 'epochs'}"
    if best:
        text += f"; the best is epoch {best.epoch}"
    missing = tuple(f"The {role} model is not in the run folder." for role in ("best", "last") if role not in files)
    values = {**(best.values if best else {}), **scores}
    return Done(f"{text}.", values, files, reporter.stopped, missing, proof)
