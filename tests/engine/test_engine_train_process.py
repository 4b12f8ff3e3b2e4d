"""The engine process as the window knows it: full disks, memory, broken installations, the record of events."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import psutil
import pytest
from datasets import dense, write_npz
from keras import Input, Sequential, layers
from trained import recipe

from inspector.jobs.messages import (
    Apply,
    Batch,
    Check,
    Describe,
    Described,
    Done,
    Epoch,
    Event,
    Failed,
    Job,
    Log,
    Progress,
    Ready,
    Train,
    decode_event,
)
from inspector.jobs.process import Engine
from inspector.jobs.runs import read_events, read_history
from inspector.program import command
from inspector.recipe.edits import Freeze, ReplaceHead
from inspector.recipe.recipe import Recipe

pytestmark = pytest.mark.engine


def followed(job: Job) -> list[Event]:
    with Engine(job) as engine:
        return list(engine)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.keras"
    dense(8, 8, 1, units=10).save(path)
    return path


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits the size of another process's files")
def test_a_full_disk_costs_a_checkpoint_and_not_the_training(tmp_path: Path) -> None:
    model = tmp_path / "wide.keras"
    Sequential([Input((8, 8)), layers.Flatten(), layers.Dense(2000, "relu"), layers.Dense(10, "softmax")]).save(model)
    run = tmp_path / "run"
    events: list[Event] = []
    with Engine(Train(str(model), recipe("sample:digits", epochs=3, batch_size=8), str(run))) as engine:
        for event in engine:
            events.append(event)
            if isinstance(event, Epoch) and event.epoch == 1:
                kept = (run / "best.keras").read_bytes()
                psutil.Process(engine.pid).rlimit(psutil.RLIMIT_FSIZE, (100, 100))
    epochs = [event for event in events if isinstance(event, Epoch)]
    assert [epoch.best for epoch in epochs] == [True, False, False]
    assert epochs[2].values["val_loss"] < epochs[0].values["val_loss"], "it went on learning"
    warnings = [event.text for event in events if isinstance(event, Log) and event.level == "warning"]
    for said in (
        "The record of events ends here: File too large.",
        "best.keras' cannot be written: File too large. The training goes on",
        "The history cannot be written: File too large. The training goes on.",
        "last.keras' cannot be written",
        "The test data is not scored",
    ):
        assert any(said in warning for warning in warnings), said
    assert isinstance(events[-1], Done)
    assert events[-1].files == {"best": str(run / "best.keras")}
    assert (run / "best.keras").read_bytes() == kept, "the last good model is whole"
    assert not [file for file in run.iterdir() if file.name.startswith(".")], "nothing unfinished is left"
    assert len(read_history(run)) == 1
    assert epochs[0] in list(read_events(run))


def test_more_memory_than_there_is_becomes_a_sentence(tmp_path: Path) -> None:
    # one step would need 2,200,000 x 4001 x 4001 numbers, more than 64-bit machines can address
    model = tmp_path / "padded.keras"
    Sequential(
        [Input((1, 1, 1)), layers.ZeroPadding2D(2000), layers.GlobalAveragePooling2D(), layers.Dense(2, "softmax")]
    ).save(model)
    count = 2_500_000
    x, y = np.zeros((count, 1, 1), np.uint8), np.arange(count, dtype=np.uint8) % 2
    data = write_npz(tmp_path / "data.npz", x_train=x, y_train=y)
    last = followed(Train(str(model), recipe(data, batch_size=2_200_000), str(tmp_path / "run")))[-1]
    assert isinstance(last, Failed)
    assert last.text.startswith("Memory ran out")
    assert "smaller batch size" in last.text


def test_a_broken_installation_becomes_a_sentence_with_the_traceback_apart(
    tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "tensorflow.py").write_text("raise ImportError('libcuda.so.1: no such file')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"))
    last = followed(Describe(str(model)))[-1]
    assert isinstance(last, Failed)
    assert last.text == "Unexpected ImportError: libcuda.so.1: no such file. The log has the details."
    assert "Traceback" in last.detail


def test_what_is_no_job_is_refused() -> None:
    with subprocess.Popen(command("--engine"), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as engine:
        assert engine.stdin
        assert engine.stdout
        engine.stdin.write(b'{"job": "dance"}\n')
        engine.stdin.flush()
        event = decode_event(engine.stdout.readline())
    assert isinstance(event, Failed)
    assert "no job" in event.text
    assert "dance" in event.text


def test_an_engine_without_a_job_ends() -> None:
    found = subprocess.run(command("--engine"), input=b"", capture_output=True, check=False, timeout=30)
    assert found.stdout == b""


def test_the_run_folder_records_what_was_said(tmp_path: Path, model: Path) -> None:
    events = followed(Train(str(model), recipe("sample:digits"), str(tmp_path / "run")))
    assert isinstance(events[-1], Done)
    assert isinstance(events[1], Ready)
    recorded = list(read_events(tmp_path / "run"))
    assert recorded == events[-len(recorded) :]
    assert any(isinstance(event, Batch) for event in recorded)


def test_a_run_folder_that_holds_something_is_refused_and_left_as_it_is(tmp_path: Path, model: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "notes.txt").write_text("mine")
    last = followed(Train(str(model), recipe("sample:digits"), str(tmp_path / "run")))[-1]
    assert isinstance(last, Failed)
    assert "Expected a new or empty folder" in last.text
    assert [file.name for file in (tmp_path / "run").iterdir()] == ["notes.txt"]


def test_apply_writes_the_edited_model(tmp_path: Path, model: Path) -> None:
    edited = tmp_path / "edited.keras"
    events = followed(Apply(str(model), Recipe(edits=(ReplaceHead(4, "softmax"), Freeze(("head",)))), str(edited)))
    assert isinstance(events[-1], Done), events[-1]
    assert events[-1].files == {"model": str(edited)}
    written = keras.saving.load_model(edited)
    assert written.output_shape == (None, 4)
    assert not written.get_layer("head").trainable


@pytest.mark.parametrize("job", ["apply", "check", "describe"])
def test_the_short_jobs_answer(tmp_path: Path, model: Path, job: str) -> None:
    before = model.read_bytes()
    match job:
        case "apply":
            last = followed(Apply(str(model), Recipe(), str(model)))[-1]
            assert isinstance(last, Failed)
            assert "never overwritten" in last.text
        case "check":
            last = followed(Check(str(model), Recipe(edits=(ReplaceHead(4, "softmax"),))))[-1]
            assert isinstance(last, Done)
            assert "unchanged" in last.text
        case "describe":
            events = followed(Describe(str(model)))
            (described,) = [event for event in events if isinstance(event, Described)]
            assert described.parameters["head"] == 650
            assert isinstance(events[0], Progress)
    assert model.read_bytes() == before
