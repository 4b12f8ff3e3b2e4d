"""Trusting a file from the shell: asked once, remembered for that very file."""

from __future__ import annotations

import json
from pathlib import Path

import keras
import pytest
from test_shell_commands import inspector, refused

pytestmark = pytest.mark.engine


def test_a_file_is_trusted_once_and_its_code_runs_from_then_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    layers = [keras.Input((4,)), keras.layers.Lambda(lambda x: x * 2.0, output_shape=(4,)), keras.layers.Dense(2)]
    keras.Sequential(layers).save(tmp_path / "model.keras")
    (tmp_path / "recipe.json").write_text('{"version": 1, "edits": []}')
    apply = ("apply", "model.keras", "--recipe", "recipe.json")
    assert "--trust" in refused(inspector(*apply, "-o", "one.keras", folder=tmp_path))
    found = inspector(*apply, "-o", "two.keras", "--trust", folder=tmp_path)
    assert found.returncode == 0, found.stderr
    assert "'model.keras' is trusted from now on" in found.stdout
    found = inspector(*apply, "-o", "three.keras", folder=tmp_path)
    assert found.returncode == 0, found.stderr
    kept = json.loads((tmp_path / "settings" / "model-inspector" / "trusted.json").read_text())
    assert [each["name"] for each in kept.values()] == ["model.keras"]
