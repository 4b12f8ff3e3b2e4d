"""Where the shell's output cannot go, and names it cannot use: a sentence, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_shell_commands import DEMO, SAMPLE, inspector, refused

pytestmark = pytest.mark.slow


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_under_the_output_is_one_sentence(tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m inspector show "{SAMPLE}" > /dev/full'
    found = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "No space left" in refused(found)


def test_a_terminal_without_unicode_still_shows_the_model(tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "inspector", "show", SAMPLE],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.isascii()
    assert "Dense" in found.stdout


@pytest.mark.parametrize("command", [["show"], []], ids=["show", "window"])
@pytest.mark.skipif(sys.platform == "win32", reason="names are Unicode there")
def test_a_name_that_is_no_utf8_is_refused_in_one_sentence(command: list[str], tmp_path: Path) -> None:
    assert "UTF-8" in refused(inspector(*command, os.fsdecode(b"bad\xff.keras"), folder=tmp_path))


def test_a_demo_that_cannot_write_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    refused(inspector("demo", "--out", "file/demo", folder=tmp_path))


@pytest.mark.parametrize(
    "arguments", [["export", SAMPLE, "-o", "none/graph.png"], ["apply", SAMPLE, "--recipe", DEMO, "-o", "none/e.keras"]]
)
def test_a_folder_that_is_not_there_is_refused(arguments: list[str], tmp_path: Path) -> None:
    assert "'none'" in refused(inspector(*arguments, folder=tmp_path))


def test_an_edited_model_goes_to_a_keras_file_only(tmp_path: Path) -> None:
    assert "ends with .keras" in refused(inspector("apply", SAMPLE, "--recipe", DEMO, "-o", "e.h5", folder=tmp_path))


@pytest.mark.parametrize("edits", ['[{"edit": "freeze", "layers": ["nowhere"]}]', "[]"])
def test_a_refused_training_leaves_no_run_folder(edits: str, tmp_path: Path) -> None:
    multipliers = '"training": {"learning_rate": {"multipliers": {"nowhere": 0.5}}}'
    (tmp_path / "r.json").write_text(f'{{"version": 1, "edits": {edits}, {multipliers}}}')
    assert "nowhere" in refused(inspector("train", SAMPLE, "--recipe", "r.json", "--run", "run", folder=tmp_path))
    assert not (tmp_path / "run").exists()


def test_a_model_that_cannot_be_read_leaves_no_run_folder(tmp_path: Path) -> None:
    refused(inspector("train", "none.keras", "--recipe", DEMO, "--run", "run", folder=tmp_path))
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("data", ["missing.npz", "README"])
def test_data_that_is_none_is_refused_at_once_and_leaves_no_run_folder(data: str, tmp_path: Path) -> None:
    (tmp_path / "README").write_text("no data")
    found = inspector("train", SAMPLE, "--recipe", DEMO, "--data", data, "--run", "run", folder=tmp_path)
    assert data in refused(found)
    assert found.stdout == "", "no engine was started"
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("command", [["train", "--run", "run"], ["apply", "-o", "out.keras"]], ids=["train", "apply"])
def test_a_recipe_for_another_model_is_refused_with_every_edit_that_is_not_taken(
    command: list[str], tmp_path: Path
) -> None:
    edits = '[{"edit": "freeze", "layers": ["far"]}, {"edit": "set_dropout", "layer": "away", "rate": 0.2}]'
    (tmp_path / "r.json").write_text(f'{{"edits": {edits}}}')
    name, *rest = command
    found = inspector(name, SAMPLE, "--recipe", "r.json", *rest, folder=tmp_path)
    said = refused(found)
    assert "2 edits are not taken by this model. Freeze far: " in said
    assert "Dropout of away: 0.2: " in said
    assert found.stdout == "", "no engine was started"


def test_a_mistyped_command_is_answered_in_one_sentence(tmp_path: Path) -> None:
    assert "shwo" in refused(inspector("shwo", folder=tmp_path))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_a_name_no_file_can_have_is_refused_before_a_window_is_opened(tmp_path: Path) -> None:
    assert "There is no file" in refused(inspector("x" * 5000, folder=tmp_path))


def test_the_window_without_a_display_is_refused_in_one_sentence(tmp_path: Path) -> None:
    assert "DISPLAY" in refused(inspector(folder=tmp_path))
