"""The shell as its user meets it: real processes, exit codes, one clear sentence when refused."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.resources import resource

pytestmark = pytest.mark.slow

SAMPLE = str(resource("samples/sample.keras"))
DEMO = str(resource("recipes/demo.json"))


def inspector(*arguments: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in screens}
    return subprocess.run(
        [sys.executable, "-m", "inspector", *map(str, arguments)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def refused(found: subprocess.CompletedProcess[str]) -> str:
    """The one sentence on stderr of a command that must have refused."""
    assert found.returncode == 1, found.stdout + found.stderr
    lines = found.stderr.strip().splitlines()
    assert len(lines) == 1, found.stderr
    assert lines[0].startswith("inspector: ")
    return lines[0]


@pytest.mark.parametrize(
    "command", ["", "demo", "show", "scan", "export", "apply", "adapt", "train", "upgrade", "weights", "doctor"]
)
def test_every_command_explains_itself(command: str, tmp_path: Path) -> None:
    found = inspector(*filter(None, [command]), "--help", folder=tmp_path)
    assert found.returncode == 0
    assert found.stdout.startswith(" ".join(filter(None, ["usage: inspector", command])) + " ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["show"],
        ["show", SAMPLE, "--colour"],
        ["train", SAMPLE, "--recipe", DEMO],
        ["train", SAMPLE, "--recipe", DEMO, "--run", "r", "--set", "epochs"],
        ["export", SAMPLE],
        ["a.keras", "b.keras"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_two(arguments: list[str], tmp_path: Path) -> None:
    found = inspector(*arguments, folder=tmp_path)
    assert found.returncode == 2
    assert "usage: inspector" in found.stderr


def test_show_lists_every_layer_and_the_totals(tmp_path: Path) -> None:
    found = inspector("show", SAMPLE, folder=tmp_path)
    assert found.returncode == 0, found.stderr
    layers = json.loads(inspector("show", SAMPLE, "--json", folder=tmp_path).stdout)["layers"]
    assert all(layer["name"] in found.stdout for layer in layers)


def test_output_that_is_not_read_to_its_end_is_no_failure(tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m inspector show "{SAMPLE}" --json | head -1; exit ${{PIPESTATUS[0]}}'
    found = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize("command", ["show", "export"])
def test_a_missing_file_is_refused_in_one_sentence(command: str, tmp_path: Path) -> None:
    extra = ["-o", "out.png"] if command == "export" else []
    assert "nothing.keras" in refused(inspector(command, "nothing.keras", *extra, folder=tmp_path))


def test_a_file_that_is_no_model_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.keras").write_text("not a model\n")
    refused(inspector("show", "notes.keras", folder=tmp_path))


def test_export_writes_a_png(tmp_path: Path) -> None:
    found = inspector("export", SAMPLE, "-o", "graph.png", folder=tmp_path)
    assert found.returncode == 0, found.stderr
    assert (tmp_path / "graph.png").read_bytes().startswith(b"\x89PNG")


def test_export_draws_from_left_to_right(tmp_path: Path) -> None:
    for name in ("graph.png", "graph.dot"):
        found = inspector("export", SAMPLE, "-o", name, "--direction", "LR", folder=tmp_path)
        assert found.returncode == 0, found.stderr
    width, height = struct.unpack(">II", (tmp_path / "graph.png").read_bytes()[16:24])
    assert width > height
    assert "rankdir=LR" in (tmp_path / "graph.dot").read_text()


def test_export_writes_a_graph_for_graphviz_that_names_every_layer(tmp_path: Path) -> None:
    found = inspector("export", SAMPLE, "-o", "graph.dot", folder=tmp_path)
    assert found.returncode == 0, found.stderr
    text = (tmp_path / "graph.dot").read_text()
    layers = json.loads(inspector("show", SAMPLE, "--json", folder=tmp_path).stdout)["layers"]
    assert text.startswith("digraph")
    assert all(layer["name"] in text for layer in layers)


def test_a_file_is_replaced_only_when_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "graph.dot").write_text("mine")
    assert "--overwrite" in refused(inspector("export", SAMPLE, "-o", "graph.dot", folder=tmp_path))
    assert (tmp_path / "graph.dot").read_text() == "mine"
    found = inspector("export", SAMPLE, "-o", "graph.dot", "--overwrite", folder=tmp_path)
    assert found.returncode == 0, found.stderr
    assert (tmp_path / "graph.dot").read_text().startswith("digraph")


def test_a_picture_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    assert ".pdf or .dot" in refused(inspector("export", SAMPLE, "-o", "graph.gif", folder=tmp_path))


def test_a_recipe_with_an_unknown_field_is_refused_by_the_fields_name(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text('{"version": 1, "edits": [], "colour": "red"}')
    assert "colour" in refused(inspector("apply", SAMPLE, "--recipe", "r.json", "-o", "out.keras", folder=tmp_path))


def test_a_training_setting_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    found = inspector("train", SAMPLE, "--recipe", DEMO, "--run", "run", "--set", "speed=9", folder=tmp_path)
    assert "speed" in refused(found)


def test_a_run_folder_that_is_not_empty_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "mine.txt").write_text("keep me")
    refused(inspector("train", SAMPLE, "--recipe", DEMO, "--run", "run", folder=tmp_path))
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["mine.txt"]


def test_a_script_is_printed_or_written_and_never_over_a_file(tmp_path: Path) -> None:
    printed = inspector("script", SAMPLE, "--recipe", DEMO)
    assert printed.returncode == 0
    assert "model.fit(" in printed.stdout
    compile(printed.stdout, "script.py", "exec")

    output = tmp_path / "tune.py"
    assert inspector("script", SAMPLE, "--recipe", DEMO, "-o", output).returncode == 0
    assert output.read_text() == printed.stdout
    assert "--overwrite" in refused(inspector("script", SAMPLE, "--recipe", DEMO, "-o", output))
