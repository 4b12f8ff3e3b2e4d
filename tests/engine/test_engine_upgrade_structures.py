"""Every way Keras 2 builds and saves a model comes out as a model of Keras 3 that predicts the same."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.engine
keras = pytest.importorskip("keras")

import keras2_models  # noqa: E402

from inspector.engine.upgrade.tf_keras_process import TfKeras  # noqa: E402
from inspector.engine.upgrade.upgrade import upgrade  # noqa: E402
from inspector.engine.walk import leaves  # noqa: E402
from inspector.formats import open_model  # noqa: E402


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with them all."""
    folder = tmp_path_factory.mktemp("keras2")
    done = subprocess.run(
        [sys.executable, keras2_models.__file__, folder], capture_output=True, text=True, check=False, timeout=280
    )
    if "No module named 'tf_keras'" in done.stderr:
        pytest.skip("tf_keras is not installed (the extra legacy)")
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


@pytest.fixture(scope="module")
def tf_keras(models: Path) -> Iterator[TfKeras]:
    with TfKeras() as process:
        upgrade(str(models / "several_ends.h5"), process, lambda _: None)  # starts it
        yield process


@pytest.mark.parametrize("ending", [".h5", ".keras", ""], ids=["h5", "keras", "SavedModel"])
@pytest.mark.parametrize("name", keras2_models.NAMES)
def test_a_model_of_keras_2_is_proved_and_loads_again(
    models: Path, tf_keras: TfKeras, tmp_path: Path, name: str, ending: str
) -> None:
    lost: list[str] = []
    model, said = upgrade(str(models / f"{name}{ending}"), tf_keras, lost.append)
    assert said.startswith("Proved"), said
    assert lost == []
    model.save(tmp_path / "new.keras")
    again = keras.saving.load_model(tmp_path / "new.keras")
    assert [layer.name for layer in again.layers] == [layer.name for layer in model.layers]


def test_what_was_frozen_stays_frozen(models: Path, tf_keras: TfKeras) -> None:
    model, _ = upgrade(str(models / "frozen.h5"), tf_keras, lambda _: None)
    assert {path for path, layer in leaves(model).items() if not layer.trainable} == {"body/d1", "body/b2"}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("recurrent.h5", "another formula"),
        ("dropped.h5", "another formula"),
        ("operations.h5", "TFOpLambda"),
        ("siamese.h5", "model inside a model"),
        ("attention.h5", "settings of a"),
        ("several_ends.keras", "not reliably"),
        ("sequential", "not reliably"),
        ("several_ends.h5", ""),
    ],
)
def test_a_file_that_keras_3_gets_wrong_says_that_it_needs_upgrading(models: Path, name: str, why: str) -> None:
    notes = [note.text for note in open_model(models / name).notes if note.code == "needs-upgrade"]
    assert [why in note for note in notes] == ([True] if why else [])
