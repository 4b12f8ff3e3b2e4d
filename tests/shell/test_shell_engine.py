"""The shell's commands that need TensorFlow, end to end."""

from __future__ import annotations

import argparse
import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from test_shell_commands import DEMO, SAMPLE, inspector, refused

from inspector.commands import doctor

pytestmark = pytest.mark.engine


def test_the_demo_does_the_whole_main_job(tmp_path: Path) -> None:
    found = inspector("demo", "--out", "demo", folder=tmp_path)
    assert found.returncode == 0, found.stdout + found.stderr
    assert (tmp_path / "demo" / "graph.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "demo" / "run" / "best.keras").is_file()
    assert (tmp_path / "demo" / "run" / "last.keras").is_file()
    assert "test_accuracy" in found.stdout
    again = inspector("demo", "--out", "demo", folder=tmp_path)
    assert "demo" in refused(again)


def test_apply_writes_the_edited_model_and_refuses_to_replace_a_file(tmp_path: Path) -> None:
    found = inspector("apply", SAMPLE, "--recipe", DEMO, "-o", "edited.keras", folder=tmp_path)
    assert found.returncode == 0, found.stdout + found.stderr
    assert ["output", "10", "14"] in [line.split() for line in found.stdout.splitlines()]
    layers = json.loads(inspector("show", "edited.keras", "--json", folder=tmp_path).stdout)["layers"]
    assert any(not layer["trainable"] for layer in layers)
    before = (tmp_path / "edited.keras").read_bytes()
    assert "edited.keras" in refused(
        inspector("apply", SAMPLE, "--recipe", DEMO, "-o", "edited.keras", folder=tmp_path)
    )
    assert (tmp_path / "edited.keras").read_bytes() == before


def test_apply_writes_a_saved_model_and_says_how_far_it_is_from_the_model(tmp_path: Path) -> None:
    save = ("apply", SAMPLE, "-o", "out", "--format", "saved_model")
    found = inspector(*save, folder=tmp_path)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "they do not differ at all" in found.stdout, "what the edits left, though there are none"
    assert "The model is in 'out'. Read again, it gives the same for random samples: the values d" in found.stdout
    assert (tmp_path / "out" / "saved_model.pb").is_file()
    (tmp_path / "out" / "mine.txt").touch()
    assert "folder" in refused(inspector(*save, "--overwrite", folder=tmp_path)), "never over anything else"


def test_train_takes_data_and_settings_from_the_command_line(tmp_path: Path) -> None:
    settings = ["--set", "epochs=1", "--set", "batch_size=64", "--set", "learning_rate.base=0.002"]
    found = inspector(
        "train", SAMPLE, "--recipe", DEMO, "--data", "sample:digits", "--run", "run", *settings, folder=tmp_path
    )
    assert found.returncode == 0, found.stdout + found.stderr
    record = json.loads((tmp_path / "run" / "run.json").read_text())
    training = record["recipe"]["training"]
    assert (training["epochs"], training["batch_size"], training["learning_rate"]["base"]) == (1, 64, 0.002)
    assert re.fullmatch(r"Best and last model: (\d+) of \1 frozen layers unchanged.*\.", record["proof"])
    assert record["proof"] in found.stdout.splitlines()
    assert record["difference"] < 1e-5


def test_data_that_turns_out_not_to_fit_leaves_no_run_folder(tmp_path: Path) -> None:
    np.savez(tmp_path / "data.npz", x_train=np.zeros((9, 5)), y_train=np.zeros(9))
    found = inspector("train", SAMPLE, "--recipe", DEMO, "--data", "data.npz", "--run", "run", folder=tmp_path)
    assert "those in the data have 5" in refused(found)
    assert not (tmp_path / "run").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_training_whose_output_cannot_be_written_goes_on_and_ends_with_one(tmp_path: Path) -> None:
    train = f'"{sys.executable}" -m inspector train "{SAMPLE}" --recipe "{DEMO}" --run run --set epochs=1 > /dev/full'
    found = subprocess.run(["bash", "-c", train], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "output cannot be written, the job goes on: No space left on device." in refused(found)
    assert (tmp_path / "run" / "best.keras").is_file()


def test_doctor_says_what_works(tmp_path: Path) -> None:
    found = inspector("doctor", folder=tmp_path)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "TensorFlow" in found.stdout
    assert "no display" in found.stdout


def test_doctor_says_so_where_qt_does_not_answer(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(doctor, "DISPLAY_PATIENCE", 0.001)
    assert doctor.run(argparse.Namespace()) == 1
    assert "FAIL window: Qt did not answer" in capsys.readouterr().out


def test_ctrl_c_ends_a_training_in_order_and_leaves_what_was_learned(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "inspector", "train", SAMPLE, "--recipe", DEMO, "--run", "run"]
    with subprocess.Popen(
        [*command, "--set", "epochs=500"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        for line in process.stdout:
            if line.startswith("Epoch 1:"):
                break
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        said = process.stderr.read()
    assert process.returncode == 1
    assert "stopped by Ctrl+C" in said.splitlines()[-1]
    assert (tmp_path / "run" / "last.keras").is_file()


def test_a_training_whose_output_nobody_reads_goes_on_to_its_end(tmp_path: Path) -> None:
    train = f'"{sys.executable}" -m inspector train "{SAMPLE}" --recipe "{DEMO}" --run run --set epochs=2'
    command = f"{train} | head -1; exit ${{PIPESTATUS[0]}}"
    found = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")
    assert "done" in (tmp_path / "run" / "events.jsonl").read_text().splitlines()[-1]


def test_ctrl_c_before_the_first_step_says_that_nothing_was_learned(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "inspector", "train", SAMPLE, "--recipe", DEMO, "--run", "run"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        said = process.stderr.read()
    assert process.returncode == 1
    assert said.splitlines()[-1] == "inspector: stopped by Ctrl+C before anything was learned"
