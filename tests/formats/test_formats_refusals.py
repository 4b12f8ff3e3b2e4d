from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest
from handmade import archive, dense_model, functional, hdf5, input_layer, layer

from inspector.formats import FormatError, limits, open_model

pytestmark = pytest.mark.slow


def refusal(path: Path) -> str:
    with pytest.raises(FormatError) as caught:
        open_model(path)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(tmp_path / "absent.keras")


def test_a_folder_is_refused_and_a_saved_model_called_one(tmp_path: Path) -> None:
    assert "found a folder" in refusal(tmp_path)
    (tmp_path / "saved_model.pb").write_bytes(b"\x08\x01")
    assert "SavedModel" in refusal(tmp_path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    path.touch()
    assert "empty" in refusal(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are not of this system")
def test_a_pipe_is_refused_at_once_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "pipe" in refusal(tmp_path / "pipe")


def test_what_the_system_says_is_passed_on(tmp_path: Path) -> None:
    assert "too long" in refusal(tmp_path / ("x" * 300))


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (b"\x80\x04\x95abc", "pickle"),
        (b"\x93NUMPY\x01\x00", "NumPy"),
        (b"\x1c\x00\x00\x00TFL3", "Lite"),
        (b"\n\x3c\n\x05input\x12\x0bPlaceholder\x00", "TensorFlow graph"),
        (b'{"class_name": "Sequential"}', "JSON"),
        (b"<!DOCTYPE html>", "web page"),
        (b"version https://git-lfs.github.com/spec/v1", "Git LFS"),
        (b"hello", "does not begin like one"),
    ],
)
def test_files_of_other_kinds_are_called_what_they_are(tmp_path: Path, head: bytes, word: str) -> None:
    path = tmp_path / "model.keras"
    path.write_bytes(head)
    assert word in refusal(path)


def test_an_archive_that_is_no_model_is_called_what_it_is(tmp_path: Path) -> None:
    np.savez(tmp_path / "data.npz", x=np.zeros(3))
    assert "NumPy" in refusal(tmp_path / "data.npz")
    with zipfile.ZipFile(tmp_path / "model.pt", "w") as file:
        file.writestr("archive/data.pkl", b"")
    assert "PyTorch" in refusal(tmp_path / "model.pt")


@pytest.mark.parametrize("make", [archive, hdf5])
@pytest.mark.parametrize("config", ["{", '{"class_name": ', "[]", "null", "3", '{"class_name": 5}', "\x01\x02", ""])
def test_a_config_that_is_none_is_refused(tmp_path: Path, make: type, config: str) -> None:
    assert "config" in refusal(make(tmp_path / "model", config.encode() or b" "))


@pytest.mark.parametrize("make", [archive, hdf5])
@pytest.mark.parametrize("keep", [0.02, 0.3, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, make: type, keep: float) -> None:
    path = make(tmp_path / "model", dense_model())
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * keep)])
    refusal(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.keras", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("config.json", b" " * (300 << 20))
    assert "unpacks to" in refusal(tmp_path / "bomb.keras")


def test_a_header_that_lies_about_its_size_does_not_unpack_further(tmp_path: Path) -> None:
    path = tmp_path / "liar.keras"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("config.json", b'{"class_name": "' + os.urandom(1 << 19).hex().encode() + b'"}')
    true_size = (1 << 20) + 18
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", true_size), struct.pack("<I", 10)))
    refusal(path)


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "model.keras", dense_model())
    raw = bytearray(path.read_bytes())
    at = -1
    while (at := raw.find(b"PK\x01\x02", at + 1)) >= 0:
        raw[at + 8] |= 1
    path.write_bytes(raw)
    assert "with its password" in refusal(path)


def test_an_archive_with_too_many_members_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "model.keras", dense_model())
    with zipfile.ZipFile(path, "a") as file:
        for number in range(limits.ARCHIVE_MEMBERS):
            file.writestr(str(number), b"")
    assert "members" in refusal(path)


def test_a_list_of_members_of_gigabytes_is_not_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "model.keras", dense_model())
    raw = bytearray(path.read_bytes())
    end = raw.rfind(b"PK\x05\x06")
    size, start = struct.unpack("<II", raw[end + 12 : end + 20])
    padding = 8 << 20
    raw[end + 12 : end + 20] = struct.pack("<II", size + padding, start)
    path.write_bytes(raw[:end] + bytes(padding) + raw[end:])
    assert "list of members" in refusal(path)


@pytest.mark.parametrize("make", [archive, hdf5])
def test_json_nested_too_deep_is_refused(tmp_path: Path, make: type) -> None:
    deep = '{"class_name": "Sequential", "config": ' + "[" * 100_000 + "]" * 100_000 + "}"
    assert "nested deeper" in refusal(make(tmp_path / "model", deep))


def test_json_of_too_many_values_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "JSON_VALUES", 1_000)
    config = {"class_name": "Sequential", "config": [0] * 2_000}
    assert "values" in refusal(archive(tmp_path / "model.keras", config))


def test_models_nested_too_deep_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "NESTED_MODELS", 3)
    config: dict[str, object] = {"class_name": "Sequential", "config": []}
    for _ in range(5):
        config = {"class_name": "Sequential", "config": [config]}
    assert "nests models" in refusal(archive(tmp_path / "model.keras", config))


def test_a_model_of_too_many_layers_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LAYERS", 10)
    layers = [layer("Dropout", f"drop_{number}", rate=0.5) for number in range(11)]
    assert "layers" in refusal(archive(tmp_path / "model.keras", {"class_name": "Sequential", "config": layers}))


def test_a_name_of_megabytes_is_refused(tmp_path: Path) -> None:
    config = functional([input_layer("x" * 2_000_000, 4)], [], [])
    assert "name" in refusal(archive(tmp_path / "model.keras", config))


def test_notes_about_the_same_thing_are_counted_beyond_a_hundred(tmp_path: Path) -> None:
    layers = [layer("Lambda", f"lambda_{number}") for number in range(250)]
    graph = open_model(archive(tmp_path / "model.keras", {"class_name": "Sequential", "config": layers}))
    assert len(graph.notes) == limits.NOTES_PER_CODE + 1
    assert "150 more" in graph.notes[-1].text


def test_links_out_of_an_hdf5_file_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.h5"
    with h5py.File(secret, "w") as file:
        file.create_dataset("weights", data=np.zeros((3, 3)))
    path = hdf5(tmp_path / "model.h5", dense_model())
    with h5py.File(path, "a") as file:
        file["model_weights/dense"] = h5py.ExternalLink(str(secret), "/weights")
        file["model_weights/other"] = h5py.SoftLink("/model_weights")
    graph = open_model(path)
    assert [note.code for note in graph.notes] == ["links-left-out"]
    assert "2 links" in graph.notes[0].text


def test_data_that_lies_in_other_files_is_not_looked_for(tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(bytes(1000))
    with h5py.File(tmp_path / "source.h5", "w") as file:
        file.create_dataset("data", data=np.zeros(8, "float32"))
    path = hdf5(tmp_path / "model.h5", dense_model())
    with h5py.File(path, "a") as file:
        file.create_dataset("model_weights/raw", (8,), "float32", external=[(str(tmp_path / "outside"), 0, 32)])
        layout = h5py.VirtualLayout((8,), "float32")
        layout[:] = h5py.VirtualSource(str(tmp_path / "source.h5"), "data", (8,))
        file.create_virtual_dataset("model_weights/virtual", layout)
    assert [each.path for each in open_model(path).layers] == ["numbers", "dense"]


def test_the_program_itself_is_the_helper_where_there_is_no_python(tmp_path: Path) -> None:
    path = hdf5(tmp_path / "model.h5", dense_model())
    command = [sys.executable, "-m", "inspector", "--hdf5-helper", str(path)]
    answer = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert answer["attributes"]["keras_version"] == "2.4.0"


def test_a_circle_of_hard_links_ends(tmp_path: Path) -> None:
    path = hdf5(tmp_path / "model.h5", dense_model())
    with h5py.File(path, "a") as file:
        file["model_weights/again"] = file["model_weights"]
    assert [each.path for each in open_model(path).layers] == ["numbers", "dense"]


def test_a_huge_attribute_of_fixed_length_is_not_even_read(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "model.h5", "w", libver="latest") as file:
        file.attrs["model_config"] = np.array(b"[]", f"S{limits.CONFIG_BYTES + 1}")
    assert "attribute model_config has" in refusal(tmp_path / "model.h5")


def test_a_huge_attribute_is_refused(tmp_path: Path) -> None:
    path = hdf5(tmp_path / "model.h5", b"[" + b" " * (limits.CONFIG_BYTES + 10) + b"]")
    assert "more than" in refusal(path) or "memory" in refusal(path)


def test_a_helper_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = hdf5(tmp_path / "model.h5", dense_model())
    monkeypatch.setattr(limits, "HELPER_SECONDS", 0.001)
    assert "was stopped" in refusal(path)


def test_weights_that_are_damaged_leave_the_picture_and_a_note(tmp_path: Path) -> None:
    config = dense_model()
    config["config"]["layers"].append(layer("Secret", "secret", [[["dense", 0, 0, {}]]]))
    path = archive(tmp_path / "model.keras", config)
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("model.weights.h5", b"\x89HDF\r\n\x1a\n" + b"x" * 500)
    graph = open_model(path)
    assert [note.code for note in graph.notes] == ["custom-class", "weights-unreadable"]
    assert graph.by_path["secret"].weights is None
    assert graph.by_path["dense"].weights is not None


def test_nothing_is_imported_from_the_folder_a_model_lies_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "h5py.py").write_text("raise SystemExit('imported')")
    (tmp_path / "json.py").write_text("raise SystemExit('imported')")
    monkeypatch.chdir(tmp_path)
    assert len(open_model(hdf5(tmp_path / "model.h5", dense_model())).layers) == 2


def test_names_are_safe_to_show(tmp_path: Path) -> None:
    name = "a\u202eb\ud800c\x07d\ne"
    config = functional(
        [input_layer(name, 4), layer("Dense", "dense", [[[name, 0, 0, {}]]], units=2, use_bias=True)],
        [[name, 0, 0]],
        [["dense", 0, 0]],
    )
    graph = open_model(archive(tmp_path / "model.keras", config))
    assert [each.path for each in graph.layers] == ["a\ufffdb\ufffdc\ufffdd e", "dense"]
    assert graph.by_path["dense"].inputs == graph.inputs
    json.dumps([dict(each.config) for each in graph.layers], ensure_ascii=False).encode()


def test_reading_needs_neither_tensorflow_nor_keras_nor_a_window(tmp_path: Path) -> None:
    path = hdf5(tmp_path / "model.h5", dense_model())
    code = (
        "import sys\n"
        "from inspector.formats import open_model\n"
        f"open_model({str(path)!r})\n"
        "sys.exit(', '.join({'tensorflow', 'keras', 'PySide6', 'networkx', 'h5py'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_archive_of_a_large_model_opens_without_the_helper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HELPER_SECONDS", 0.0)
    layers = [input_layer("x", 32)]
    for number in range(500):
        before = layers[-1]["name"]
        layers.append(layer("Dense", f"dense_{number}", [[[before, 0, 0, {}]]], units=32, use_bias=True))
    path = archive(tmp_path / "model.keras", functional(layers, [["x", 0, 0]], [["dense_499", 0, 0]]))
    graph = open_model(path)
    assert graph.notes == ()
    assert len(graph.layers) == 501
