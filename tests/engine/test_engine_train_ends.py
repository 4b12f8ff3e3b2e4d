"""How a training ends other than by its last epoch: stopped, refused, or gone wrong."""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import Event as Flag

import keras
import numpy as np
import pytest
from datasets import dense, pictures, write_folder, write_idx, write_npz
from keras import Input, Model, layers
from trained import Run, recipe, weights

from inspector.engine.compiling import compile_for_scoring
from inspector.engine.data import image_files
from inspector.engine.errors import EngineError
from inspector.formats import open_model
from inspector.jobs.messages import Batch, Epoch, Event, Log, Started
from inspector.recipe.edits import Freeze, ReplaceHead
from inspector.recipe.recipe import LearningRate, Recipe, Training

pytestmark = pytest.mark.engine


@pytest.fixture
def data(tmp_path: Path) -> Path:
    x, y = pictures(36)
    return write_npz(tmp_path / "data.npz", x_train=x, y_train=y, x_test=x, y_test=y)


def refusal(run: Run) -> str:
    with pytest.raises(EngineError) as caught:
        run.go()
    return str(caught.value)


# ---------------------------------------------------------------- stopped


def test_stop_acts_within_one_step_and_leaves_both_models(tmp_path: Path, data: Path) -> None:
    run = Run(tmp_path, dense(8, 8, 1), recipe(data, epochs=3))

    def stop_at_third(event: Event) -> None:
        if isinstance(event, Batch) and event.step == 3:
            run.stop.set()

    run.go(stop_at_third)
    assert len(run.heard(Batch)) == 3
    assert not run.heard(Epoch), "an epoch that was cut short is none"
    assert run.result is not None
    assert run.result.stopped
    assert run.result.text == "Stopped after 0 epochs."
    assert not run.result.values, "nothing is scored when time is short"
    assert weights(run.folder / "best.keras") == weights(run.folder / "last.keras")
    assert weights(run.folder / "last.keras") != weights(Path(run.job.model)), "the steps that were made are kept"


def test_stop_later_keeps_the_best_epoch_apart_from_the_last_steps(tmp_path: Path, data: Path) -> None:
    run = Run(tmp_path, dense(8, 8, 1), recipe(data, epochs=3))
    run.go(lambda event: run.stop.set() if isinstance(event, Batch) and event.epoch == 2 else None)
    assert [epoch.epoch for epoch in run.heard(Epoch)] == [1]
    assert run.result is not None
    assert run.result.text == "Stopped after 1 epoch; the best is epoch 1."
    assert weights(run.folder / "best.keras") != weights(run.folder / "last.keras")


class LateFlag(Flag):
    """Set from the nth time it is looked at."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.left = looks

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


def test_stop_acts_while_validating(tmp_path: Path, data: Path) -> None:
    run = Run(tmp_path, dense(8, 8, 1), recipe(data, epochs=2, data={"held_out": 0.6}))
    looks_before_training = 5
    run.stop = stop = LateFlag(looks_before_training + 2)
    run.go()
    assert stop.left == -1, "no step of the validation follows the one at which it was set"
    assert len(run.heard(Batch)) == 2, "the first epoch has two steps"
    assert not run.heard(Epoch)
    assert run.result is not None
    assert run.result.stopped


def test_stop_before_the_first_step_trains_nothing(tmp_path: Path, data: Path) -> None:
    run = Run(tmp_path, dense(8, 8, 1), recipe(data))
    run.stop.set()
    run.go()
    assert run.result is not None
    assert run.result.stopped
    assert run.result.text == "Stopped before the training began."
    assert run.files == set()


# ---------------------------------------------------------------- refused


def test_a_head_of_nine_is_refused_for_ten_digits_before_anything_trains(tmp_path: Path) -> None:
    run = Run(tmp_path, dense(8, 8, 1), recipe("sample:digits", ReplaceHead(9, "softmax")))
    assert "at least 10 units for labels 0 to 9, found 9" in refusal(run)
    assert not run.heard(Started)
    assert run.files == set()


def test_a_head_of_fourteen_trains_on_ten_digits(tmp_path: Path) -> None:
    run = Run(tmp_path, dense(8, 8, 1), recipe("sample:digits", ReplaceHead(14, "softmax"), batch_size=64)).go()
    assert keras.saving.load_model(run.folder / "best.keras").output_shape == (None, 14)
    assert len(run.heard(Epoch)) == 1


def test_a_recipe_without_data_is_refused(tmp_path: Path) -> None:
    assert "names no data" in refusal(Run(tmp_path, dense(8, 8, 1), Recipe()))


def test_what_the_checks_object_to_is_refused(tmp_path: Path, data: Path) -> None:
    run = Run(tmp_path, dense(8, 8, 1), recipe(data, Freeze(("head",))))
    assert "nothing trains" in refusal(run)
    assert run.files == set()


def test_data_that_does_not_fit_is_refused_before_anything_trains(tmp_path: Path, data: Path) -> None:
    run = Run(tmp_path, dense(10), recipe(data))
    assert "The model takes samples of shape 10, but those in the data have 8 × 8" in refusal(run)
    assert not run.heard(Started)
    assert run.files == set()


# ---------------------------------------------------------------- gone wrong


def test_a_loss_that_is_no_number_ends_the_training_with_a_sentence(tmp_path: Path, data: Path) -> None:
    rate = LearningRate(base=1e38)
    run = Run(tmp_path, dense(8, 8, 1), recipe(data, epochs=50, optimizer="sgd", learning_rate=rate))
    said = refusal(run)
    assert "is no number any more (NaN or infinity)" in said
    assert "Choose a learning rate below 1e+38" in said
    assert len(run.heard(Epoch)) < 2
    assert not any(value != value for batch in run.heard(Batch) for value in batch.values.values())
    assert "last.keras" not in run.files, "a model of NaN is of no use"


def test_an_image_that_vanishes_while_training_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_files, "_MEMORY_SHARE", 0)
    images = write_folder(tmp_path / "images")
    run = Run(tmp_path, dense(8, 8, 3), recipe(images, epochs=3))

    def remove(event: Event) -> None:
        if isinstance(event, Batch) and event.step == 2:
            (images / "bee" / "001.png").unlink(missing_ok=True)

    with pytest.raises(EngineError, match=r"001\.png' was readable before and is no longer"):
        run.go(remove)


def warnings(run: Run) -> list[str]:
    return [log.text for log in run.heard(Log) if log.level == "warning"]


def test_test_images_that_vanish_cost_the_score_and_not_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(image_files, "_MEMORY_SHARE", 0)
    for part in ("train", "test"):
        write_folder(tmp_path / "images" / part, 12)
    gone = tmp_path / "images" / "test" / "bee" / "001.png"
    run = Run(tmp_path, dense(8, 8, 3), recipe(tmp_path / "images"))
    run.go(lambda event: gone.unlink(missing_ok=True) if isinstance(event, Epoch) else None)
    assert run.result is not None
    assert run.result.files.keys() == {"best", "last"}
    assert "val_loss" in run.result.values
    assert not any(name.startswith("test_") for name in run.result.values)
    (said,) = warnings(run)
    assert "The test data is not scored with the best model: " in said
    assert "001.png' was readable before and is no longer" in said


def test_a_test_score_that_is_no_number_is_left_out_and_said(tmp_path: Path) -> None:
    x = np.random.default_rng(0).normal(size=(20, 3)).astype(np.float32)
    y = x.sum(-1)
    far = write_npz(tmp_path / "far.npz", x_train=x, y_train=y, x_test=x, y_test=np.full(20, 1e30))
    run = Run(tmp_path, dense(3, units=1, activation=None), recipe(far)).go()
    assert run.result is not None
    assert "test_loss" not in run.result.values, "its square is above what a float32 holds"
    assert run.result.values["test_mean_absolute_error"] == pytest.approx(1e30)
    assert warnings(run) == ["The best model has no test_loss: the value is no finite number (NaN or infinity)."]


def test_a_number_an_embedding_does_not_know_is_named_where_only_the_training_meets_it(tmp_path: Path) -> None:
    inputs = Input((6,))
    words = layers.Flatten()(layers.Embedding(50, 4)(inputs[:, :3]))
    model = Model(inputs, layers.Dense(3, "softmax", name="head")(words))
    x = np.full((20, 6), 60)
    run = Run(tmp_path, model, recipe(write_npz(tmp_path / "words.npz", x_train=x, y_train=np.arange(20) % 3)))
    assert "knows the numbers 0 to 49 (its input_dim is 50), but was given 60." in refusal(run)


def test_a_model_that_was_removed_meanwhile_is_not_named_as_a_result(tmp_path: Path, data: Path) -> None:
    run = Run(tmp_path, dense(8, 8, 1), recipe(data))
    run.go(lambda event: (run.folder / "best.keras").unlink() if isinstance(event, Epoch) else None)
    assert run.result is not None
    assert run.result.files == {"last": str(run.folder / "last.keras")}
    assert run.result.notes == ("The best model is not in the run folder.",)


def test_a_run_folder_that_was_removed_meanwhile_is_no_success(tmp_path: Path, data: Path) -> None:
    run = Run(tmp_path, dense(8, 8, 1), recipe(data, epochs=2))
    with pytest.raises(EngineError, match=r"its models are not there: .* or the run folder was removed"):
        run.go(lambda event: shutil.rmtree(run.folder) if isinstance(event, Epoch) and event.epoch == 1 else None)


# ---------------------------------------------------------------- kinds of data and of output


@pytest.mark.parametrize("kind", ["npz", "folder", "idx", "idx.gz", "sample"])
def test_every_kind_of_data_trains(tmp_path: Path, data: Path, kind: str) -> None:
    source: Path | str = data
    match kind:
        case "folder":
            source = write_folder(tmp_path / "images")
        case "idx" | "idx.gz":
            source = write_idx(tmp_path / "idx", zipped=kind.endswith("gz"))
        case "sample":
            source = "sample:digits"
    run = Run(tmp_path, dense(8, 8, 1, units=10), recipe(source, batch_size=32)).go()
    assert run.result is not None
    assert ("test_loss" in run.result.values) == (kind in ("npz", "sample"))
    assert run.files == {"run.json", "history.csv", "best.keras", "last.keras"}


def test_a_yes_or_no_is_learned_from_positive_labels(tmp_path: Path) -> None:
    settings = {"positive_labels": (0, 2, 4, 6, 8)}
    model = dense(784, units=1, activation="sigmoid")
    run = Run(tmp_path, model, recipe("sample:digits", data=settings, epochs=3, batch_size=32)).go()
    assert run.result is not None
    assert run.result.values["test_accuracy"] > 0.8
    assert any("Labels 0, 2, 4, 6, 8 count as 1" in log.text for log in run.heard(Log))


def test_numbers_are_learned_with_a_loss_that_compares_numbers(tmp_path: Path) -> None:
    x = np.random.default_rng(0).normal(size=(200, 3)).astype(np.float32)
    data = write_npz(tmp_path / "numbers.npz", x_train=x, y_train=x @ [1.0, 2.0, 3.0])
    rate = LearningRate(base=0.1)
    run = Run(tmp_path, dense(3, units=1, activation=None), recipe(data, epochs=5, learning_rate=rate)).go()
    losses = [epoch.values["val_loss"] for epoch in run.heard(Epoch)]
    assert losses[-1] < losses[0] / 5
    assert "val_mean_absolute_error" in run.heard(Epoch)[0].values


def test_the_accuracy_of_a_logit_is_cut_at_zero(tmp_path: Path) -> None:
    model = dense(1, units=1, activation=None)
    model.set_weights([np.array([[1.0]]), np.array([0.0])])
    model.save(tmp_path / "logit.keras")
    compile_for_scoring(model, open_model(tmp_path / "logit.keras"), Training(loss="binary_crossentropy"))
    found = model.evaluate(np.array([[-3.0], [0.2], [4.0]]), np.array([[0], [1], [1]]), verbose=0, return_dict=True)
    assert found["accuracy"] == 1
