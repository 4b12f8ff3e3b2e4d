"""The format of a model that is saved: by the ending of its name, or as it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.jobs import model_formats
from inspector.jobs.model_formats import BY_NAME, ModelFormatError, format_of, is_saved_model, require_installed


@pytest.mark.parametrize(
    ("name", "kind"),
    [("m.keras", "keras"), ("m.weights.h5", "weights"), ("m.onnx", "onnx"), ("M.TFLITE", "litert")],
)
def test_the_ending_says_the_format(name: str, kind: str) -> None:
    assert format_of(Path(name)).name == format_of(Path(name), kind).name == kind


def test_a_folder_is_a_saved_model_where_that_is_asked_for() -> None:
    assert format_of(Path("out"), "saved_model").name == "saved_model"
    with pytest.raises(ModelFormatError, match="--format saved_model"):
        format_of(Path("out"))
    with pytest.raises(ModelFormatError, match="without an ending"):
        format_of(Path("out.onnx"), "saved_model")


@pytest.mark.parametrize("name", ["m.h5", "m", "m.keras"])
def test_a_name_that_says_something_else_is_refused(name: str) -> None:
    with pytest.raises(ModelFormatError, match=r"ends with \.weights\.h5, found"):
        format_of(Path(name), "weights")


def test_what_is_not_installed_is_named_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_formats, "find_spec", lambda _: None)
    require_installed(BY_NAME["litert"])
    with pytest.raises(ModelFormatError) as refusal:
        require_installed(BY_NAME["onnx"])
    assert "tf2onnx" in str(refusal.value)
    assert "pip install 'keras-model-inspector[onnx]'" in str(refusal.value)


def test_a_folder_with_anything_else_in_it_is_no_saved_model(tmp_path: Path) -> None:
    assert not is_saved_model(tmp_path)
    (tmp_path / "saved_model.pb").touch()
    (tmp_path / "variables").mkdir()
    assert is_saved_model(tmp_path)
    (tmp_path / "notes.txt").touch()
    assert not is_saved_model(tmp_path)
