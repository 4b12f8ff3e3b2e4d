"""One training and everything it leaves: figures, files, models, scores."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import keras
import msgspec
import numpy as np
import pytest
from datasets import dense, pictures, write_folder, write_npz
from trained import Run, recipe, weights

from inspector.engine.proof import Comparison
from inspector.engine.run_files import write_run
from inspector.jobs.messages import Batch, Done, Epoch, Log, Progress, Ready, Started
from inspector.jobs.runs import read_history, read_run
from inspector.recipe.edits import InsertDropout, ReplaceHead
from inspector.recipe.recipe import LearningRate

pytestmark = pytest.mark.engine

X, Y = pictures(36)
X_VAL, Y_VAL = X[::-1][:9], Y[::-1][:9]
X_TEST, Y_TEST = X[5:15], Y[5:15]
EPOCHS, STEPS = 4, 5


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """36 samples in batches of 8 with a learning rate at which the last epoch is not the best."""
    folder = tmp_path_factory.mktemp("train")
    data = write_npz(folder / "data.npz", x_train=X, y_train=Y, x_val=X_VAL, y_val=Y_VAL, x_test=X_TEST, y_test=Y_TEST)
    keras.utils.set_random_seed(0)
    rate = LearningRate(base=0.5)
    return Run(folder, dense(8, 8, 1), recipe(data, epochs=EPOCHS, learning_rate=rate)).go()


def scores(model: Path, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    loss, accuracy = keras.saving.load_model(model).evaluate(x[..., np.newaxis] / 255.0, y, verbose=0)
    return float(loss), float(accuracy)


def test_the_events_tell_the_training_from_start_to_end(run: Run) -> None:
    (started,) = run.heard(Started)
    assert started == Started(EPOCHS, STEPS, 36, 9, ("accuracy",))
    assert [batch.step for batch in run.heard(Batch)] == list(range(1, EPOCHS * STEPS + 1))
    assert [batch.epoch for batch in run.heard(Batch)] == [1 + step // STEPS for step in range(EPOCHS * STEPS)]
    assert [epoch.epoch for epoch in run.heard(Epoch)] == list(range(1, EPOCHS + 1))
    assert isinstance(next(event for event in run.events if not isinstance(event, Log)), Progress)
    fixes = [log.text for log in run.heard(Log)]
    assert "Grey images get a channel axis." in fixes
    assert run.events.index(run.heard(Log)[-1]) < run.events.index(started)


def test_a_batch_tells_its_own_loss_and_not_the_mean_so_far(run: Run) -> None:
    first = keras.saving.load_model(run.job.model)
    order = np.random.default_rng((run.job.recipe.training.seed, 0)).permutation(36)
    probabilities = first.predict(X[order[:8], ..., np.newaxis] / 255.0, verbose=0)
    expected = -np.log(probabilities[np.arange(8), Y[order[:8]]]).mean()
    batches = run.heard(Batch)
    assert batches[0].values["loss"] == pytest.approx(expected, rel=1e-5)
    sizes = [8, 8, 8, 8, 4]
    for epoch in run.heard(Epoch):
        own = [batch.values for batch in batches if batch.epoch == epoch.epoch]
        for name in ("loss", "accuracy"):
            mean = np.average([values[name] for values in own], weights=sizes)
            assert epoch.values[name] == pytest.approx(mean, rel=1e-4)
        assert all(values["accuracy"] * size % 1 < 1e-3 or values["accuracy"] * size % 1 > 0.999
                   for values, size in zip(own, sizes, strict=True))  # fmt: skip


def test_every_epoch_is_trained_in_its_own_order(tmp_path: Path) -> None:
    data = write_npz(tmp_path / "data.npz", x_train=X, y_train=Y, x_val=X_VAL, y_val=Y_VAL)
    still = LearningRate(base=1e-12)
    run = Run(tmp_path, dense(8, 8, 1), recipe(data, epochs=2, seed=3, learning_rate=still)).go()
    probabilities = keras.saving.load_model(run.job.model).predict(X[..., np.newaxis] / 255.0, verbose=0)
    losses = -np.log(probabilities[np.arange(36), Y])
    for epoch in (0, 1):
        order = np.random.default_rng((3, epoch)).permutation(36)
        expected = [losses[order[start : start + 8]].mean() for start in range(0, 36, 8)]
        found = [batch.values["loss"] for batch in run.heard(Batch) if batch.epoch == epoch + 1]
        np.testing.assert_allclose(found, expected, rtol=1e-4)


def test_the_best_model_is_that_of_the_lowest_validation_loss_and_the_last_that_of_the_end(run: Run) -> None:
    epochs = run.heard(Epoch)
    losses = [epoch.values["val_loss"] for epoch in epochs]
    assert losses[-1] > min(losses), "the test needs an epoch that is worse than one before it"
    assert [epoch.best for epoch in epochs] == [losses[i] == min(losses[: i + 1]) for i in range(EPOCHS)]
    assert scores(run.folder / "best.keras", X_VAL, Y_VAL)[0] == pytest.approx(min(losses), rel=1e-4)
    assert scores(run.folder / "last.keras", X_VAL, Y_VAL)[0] == pytest.approx(losses[-1], rel=1e-4)


def test_the_test_data_is_scored_with_the_best_model(run: Run) -> None:
    assert run.result is not None
    loss, accuracy = scores(run.folder / "best.keras", X_TEST, Y_TEST)
    assert run.result.values["test_loss"] == pytest.approx(loss, rel=1e-4)
    assert run.result.values["test_accuracy"] == pytest.approx(accuracy)


def test_the_result_names_the_best_epoch_and_the_files(run: Run) -> None:
    best = min(run.heard(Epoch), key=lambda epoch: epoch.values["val_loss"])
    assert isinstance(run.result, Done)
    assert run.result.text == f"Trained {EPOCHS} epochs; the best is epoch {best.epoch}."
    assert run.result.values["val_loss"] == best.values["val_loss"]
    assert run.result.files == {role: str(run.folder / f"{role}.keras") for role in ("best", "last")}
    assert not run.result.stopped


def test_the_history_has_a_row_per_epoch(run: Run) -> None:
    rows = read_history(run.folder)
    assert [{**row, "seconds": 0} for row in rows] == [
        {"epoch": epoch.epoch, "seconds": 0, **epoch.values} for epoch in run.heard(Epoch)
    ]
    assert run.files == {"run.json", "history.csv", "best.keras", "last.keras"}, "nothing unfinished is left"


def test_the_run_describes_itself(run: Run) -> None:
    described = read_run(run.folder)
    assert described.sha256 == hashlib.sha256(Path(run.job.model).read_bytes()).hexdigest()
    assert described.model == str(Path(run.job.model).resolve())
    assert described.recipe == run.job.recipe
    assert described.seed == run.job.recipe.training.seed
    assert described.versions.keys() == {"inspector", "python", "tensorflow", "keras", "numpy"}
    assert described.device


@pytest.mark.parametrize("source", ["data.npz", "sample:digits"])
def test_the_description_names_the_data_from_any_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.chdir(tmp_path)
    run = Run(tmp_path, dense(8, 8, 1), recipe(source))
    write_run(run.folder, run.job, Ready("", "", "CPU"), (), Comparison("", None))
    data = read_run(run.folder).recipe.data
    assert data is not None
    assert data.source == (source if source == "sample:digits" else str(tmp_path.resolve() / source))


def test_class_names_are_recorded_and_said_in_the_order_of_the_outputs(tmp_path: Path) -> None:
    run = Run(tmp_path, dense(10, 12, 3), recipe(write_folder(tmp_path / "data"))).go()
    assert read_run(run.folder).classes == ("ant", "bee", "cat")
    said = "Classes are numbered in the order of their names: 0 is 'ant', 1 is 'bee', 2 is 'cat'."
    assert said in [log.text for log in run.heard(Log)]


def test_the_names_that_a_head_has_for_its_classes_count_more_than_those_of_the_data(tmp_path: Path) -> None:
    plain = recipe(write_folder(tmp_path / "data"))
    named = msgspec.structs.replace(plain, edits=(ReplaceHead(3, "softmax", class_names=("Ameise", "Biene", "Katze")),))
    run = Run(tmp_path, dense(10, 12, 3), named).go()
    assert read_run(run.folder).classes == ("Ameise", "Biene", "Katze")


def test_both_models_load_where_the_program_is_not_installed(run: Run) -> None:
    script = (
        "import sys; sys.modules['inspector'] = None\n"
        "import keras, numpy\n"
        "for path in sys.argv[1:]:\n"
        "    model = keras.saving.load_model(path)\n"
        "    print(type(model.optimizer).__name__, model.predict(numpy.ones((1, 8, 8, 1)), verbose=0).shape)\n"
    )
    files = [str(run.folder / name) for name in ("best.keras", "last.keras")]
    found = subprocess.run([sys.executable, "-c", script, *files], capture_output=True, text=True, check=False)
    assert found.stdout.splitlines() == ["Adam (1, 3)"] * 2, found.stderr


def test_the_seed_repeats_a_training_to_the_byte(tmp_path: Path) -> None:
    data = write_npz(tmp_path / "data.npz", x_train=X, y_train=Y)
    model = dense(8, 8, 1)
    runs = []
    for name, seed in (("one", 5), ("two", 5), ("three", 6)):
        (tmp_path / name).mkdir()
        edits = InsertDropout("flat", 0.3), ReplaceHead(3, "softmax")
        runs.append(Run(tmp_path / name, model, recipe(data, *edits, epochs=2, seed=seed)).go())
    one, two, three = ([epoch.values for epoch in run.heard(Epoch)] for run in runs)
    assert one == two
    assert one != three
    first, second = (weights(run.folder / "last.keras") for run in runs[:2])
    assert first == second
