"""``inspector weights`` as its user meets it."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest
from test_shell_commands import SAMPLE, inspector, refused

from inspector.resources import resource

pytestmark = pytest.mark.slow
MODEL = resource("samples/sample.keras")


def told(*arguments: object) -> str:
    found = inspector("weights", *arguments)
    assert found.returncode == 0, found.stderr
    return found.stdout


def changed(tmp_path: Path) -> Path:
    """The sample with a kernel twice as large and a value that is no number."""
    path = tmp_path / "changed.keras"
    path.write_bytes(MODEL.read_bytes())
    content = path.read_bytes()
    start = content.index(b"\x89HDF\r\n\x1a\n")
    (tmp_path / "weights.h5").write_bytes(content[start:])
    with h5py.File(tmp_path / "weights.h5") as file:
        kernel, bias = (file[f"layers/dense_1/vars/{number}"] for number in (0, 1))
        values, first, last = kernel[()], start + kernel.id.get_offset(), start + bias.id.get_offset()
    with path.open("r+b") as file:
        file.seek(first)
        file.write((values * 2).tobytes())
        file.seek(last)
        file.write(np.float32(np.nan).tobytes())
    return path


def test_every_weight_of_a_layer_is_a_row_of_figures() -> None:
    text = told(SAMPLE, "predictions")
    assert "predictions/kernel  32×10  float32" in text
    assert "predictions/bias    10     float32" in text
    assert "stem_conv" not in text
    assert "NaN" not in text


def test_values_that_are_no_numbers_are_counted_in_a_column(tmp_path: Path) -> None:
    text = told(changed(tmp_path), "predictions")
    assert "NaN" in text
    assert text.splitlines()[3].split()[-2:] == ["1", "0"]


def test_a_weight_is_written_as_numpy_reads_it(tmp_path: Path) -> None:
    output = tmp_path / "kernel.npy"
    assert "32×10" in told(SAMPLE, "--npy", "predictions/kernel", "-o", output)
    assert np.load(output).shape == (32, 10)
    assert "--overwrite" in refused(inspector("weights", SAMPLE, "--npy", "predictions/kernel", "-o", output))
    told(SAMPLE, "predictions", "--npy", "bias", "-o", output, "--overwrite")
    assert np.load(output).shape == (10,)


def test_movement_tells_how_far_each_layer_is_from_another_model(tmp_path: Path) -> None:
    lines = told(changed(tmp_path), "--against", SAMPLE).splitlines()
    moved = {line.split()[0]: line.split()[1] for line in lines if line.startswith(("  ", "predictions", "stem_conv"))}
    assert moved["stem_conv"] == "0.000%"
    assert moved["kernel"] == "100.000%"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dense_99"], "Expected the name of a layer, found 'dense_99'"),
        (["--npy", "kernel", "-o", "kernel.npy"], "Expected the name of one weight, found 'kernel'"),
        (["--npy", "predictions/kernel"], "together"),
        (["--npy", "predictions/kernel", "-o", "kernel.txt"], "ends with .npy"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(arguments: list[str], words: str, tmp_path: Path) -> None:
    assert words in refused(inspector("weights", SAMPLE, *arguments, folder=tmp_path))
