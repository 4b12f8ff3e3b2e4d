"""What a file could do when a program loads it is told, and nothing of it is done."""

from __future__ import annotations

import base64
import json
import marshal
from pathlib import Path
from typing import Any

import h5py
import pytest
from handmade import archive, hdf5, input_layer, layer

from inspector.formats import open_model
from inspector.formats.protobuf.text_format import binary
from inspector.formats.safety.meanings import MEANINGS
from inspector.formats.safety.verdict import findings, headline, needing_trust
from inspector.graph.model import Note


def model(*layers: dict[str, Any]) -> dict[str, Any]:
    """A functional model of one input and these layers, one after another."""
    names = ["given", *(each["name"] for each in layers)]
    chained = [{**each, "inbound_nodes": [[[before, 0, 0, {}]]]} for each, before in zip(layers, names, strict=False)]
    return {
        "class_name": "Functional",
        "config": {
            "name": "model",
            "layers": [input_layer("given", 4), *chained],
            "input_layers": [["given", 0, 0]],
            "output_layers": [[names[-1], 0, 0]],
        },
    }


def named(module: str, function: str) -> dict[str, Any]:
    """A function as Keras 3 writes it into a config."""
    return {"module": module, "class_name": "function", "config": function, "registered_name": function}


def found(path: Path) -> list[Note]:
    return list(findings(open_model(path)))


def test_an_ordinary_model_has_no_findings(tmp_path: Path) -> None:
    assert found(archive(tmp_path / "model.keras", model(layer("Dense", "dense", units=2)))) == []


def test_the_code_of_a_lambda_is_shown_and_never_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    code = compile(f"lambda x: open({str(mark)!r}, 'w')", "<model>", "eval").co_consts[0]
    raw = base64.b64encode(marshal.dumps(code)).decode()
    (note,) = found(archive(tmp_path / "model.keras", model(layer("Lambda", "sly", function=[raw, None, None]))))
    assert (note.code, note.layer) == ("lambda", "sly")
    assert "open" in note.text
    assert "open" in note.detail
    assert not mark.exists()


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (layer("TFSMLayer", "outside", filepath="/elsewhere"), "outside-model"),
        (layer("TorchModuleWrapper", "torch", module="AAAA"), "pickled-module"),
        (layer("StringLookup", "words", vocabulary="/etc/passwd"), "vocabulary-file"),
        (layer("MyPackage>Own", "own"), "custom-class"),
    ],
)
def test_layers_that_reach_beyond_the_file_are_findings(made: dict[str, Any], code: str, tmp_path: Path) -> None:
    assert [note.code for note in found(archive(tmp_path / "model.keras", model(made)))] == [code]


@pytest.mark.parametrize(("optimizer", "codes"), [("Custom>Adam", []), ("Custom>Mine", ["custom-class"])])
def test_an_optimizer_of_keras_that_keras_calls_custom_is_no_finding(
    optimizer: str, codes: list[str], tmp_path: Path
) -> None:
    """As Keras 2.11 wrote its own."""
    made = model(layer("Dense", "dense", units=2))
    made["compile_config"] = {"optimizer": {"class_name": optimizer, "config": {}, "registered_name": optimizer}}
    assert [note.code for note in found(archive(tmp_path / "model.keras", made))] == codes


def test_a_module_that_is_no_part_of_a_model_is_a_finding_at_any_depth(tmp_path: Path) -> None:
    system = {"module": "os", "class_name": "function", "config": "system", "registered_name": "system"}
    inner = layer("Dense", "dense", units=2, kernel_regularizer={"class_name": "L2", "config": {"l2": [system]}})
    (note,) = found(archive(tmp_path / "model.keras", model(inner)))
    assert note.code == "unsafe-reference"
    assert note.level == "error"
    assert "'system'" in note.text


def test_a_lambda_inside_a_nested_model_of_an_archive_is_a_finding(tmp_path: Path) -> None:
    nested = {**model(layer("Lambda", "sly", function="made")), "name": "inner"}
    nested["config"]["name"] = "inner"
    notes = found(archive(tmp_path / "model.keras", model(nested)))
    assert [(note.code, note.layer) for note in notes] == [("lambda", "inner/sly")]


def test_file_access_in_a_function_that_nothing_calls_is_a_finding(tmp_path: Path) -> None:
    written = """
        node { name: "given" op: "Placeholder" } node { name: "out" op: "Relu" input: "given" }
        library { function { signature { name: "sly" } node_def { name: "read" op: "ReadFile" } } }
    """
    path = tmp_path / "graph.pb"
    path.write_bytes(binary(written.encode(), "Graph"))
    assert [note.code for note in found(path)] == ["unsafe-operation"]


SAVER = """
    node {{ name: "given" op: "Placeholder" }} node {{ name: "prefix" op: "{prefix}" {value} }}
    node {{ name: "names" op: "Const" }}
    node {{ name: "saved" op: "SaveV2" input: "prefix" input: "names" input: "given" }}
    node {{ name: "out" op: "Relu" input: "given" {control} }}
"""
ELSEWHERE = 'attr { key: "value" value { tensor { dtype: DT_STRING tensor_shape { } string_val: "/etc/cron.d/x" } } }'


SIGNATURE = (
    'signature_def { key: "serve" value { outputs { key: "y" value { name: "out:0" } } '
    'inputs { key: "x" value { name: "given:0" } } } }'
)


def saved(folder: Path, graph: str) -> Path:
    meta = f'meta_graphs {{ meta_info_def {{ tags: "serve" }} graph_def {{ {graph} }} {SIGNATURE} }}'
    (folder / "saved_model.pb").write_bytes(binary(f"saved_model_schema_version: 1 {meta}".encode(), "SavedModel"))
    return folder


def test_operations_that_save_the_model_are_no_finding_unless_they_name_a_place(tmp_path: Path) -> None:
    for value, codes in (("", []), (ELSEWHERE, ["unsafe-operation"])):
        prefix = "Const" if value else "Placeholder"
        text = SAVER.format(prefix=prefix, value=value, control="")
        (tmp_path / "graph.pb").write_bytes(binary(text.encode(), "Graph"))
        assert [note.code for note in found(tmp_path / "graph.pb")] == codes


def test_a_signature_that_saves_is_a_finding(tmp_path: Path) -> None:
    for control, codes in (("", []), ('input: "^saved"', ["unsafe-operation"])):
        text = SAVER.format(prefix="Placeholder", value="", control=control)
        assert [note.code for note in found(saved(tmp_path, text))] == codes


def test_a_place_whose_name_is_hidden_is_a_finding(tmp_path: Path) -> None:
    second_name = SAVER.format(prefix="Const", value=ELSEWHERE, control="").replace(
        'name: "prefix"', 'name: "other" name: "prefix"'
    )
    decoy = 'node { name: "prefix" name: "third" op: "Const" }'
    for graph, code in ((second_name, "unsafe-operation"), (second_name + decoy, "unsafe-unknown")):
        assert [note.code for note in found(saved(tmp_path, graph))] == [code]


@pytest.mark.parametrize("name", [b"\x12\x08ReadFile", b"\x92\x00\x08ReadFile", b"\x12\x88\x80\x00ReadFile"])
def test_an_operation_is_found_however_its_length_is_written(name: bytes, tmp_path: Path) -> None:
    odd = b"\n\x01r" + name + b"\x1a\x05given"
    (tmp_path / "graph.pb").write_bytes(
        binary(b'node { name: "given" op: "Placeholder" }', "Graph") + b"\n" + bytes([len(odd)]) + odd
    )
    assert [note.code for note in found(tmp_path / "graph.pb")] == ["unsafe-operation"]


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (layer("TFOpLambda", "op", function="io.write_file"), "unsafe-operation"),
        (layer("TFOpLambda", "op", function="compat.v1.py_func"), "unsafe-operation"),
        (layer("TensorFlowOpLayer", "op", node_def={"op": "EagerPyFunc"}), "unsafe-operation"),
        (layer("Dense", "d", units=2, activation=named("keras.utils", "get_file")), "unsafe-reference"),
        (layer("Dense", "d", units=2, activation=named("builtins", "eval")), "unsafe-reference"),
        (layer("Dense", "d", units=2, activation=named("mine", "f")), "custom-function"),
    ],
)
def test_what_a_layer_calls_beyond_keras_is_a_finding(made: dict[str, Any], code: str, tmp_path: Path) -> None:
    assert [note.code for note in found(archive(tmp_path / "model.keras", model(made)))] == [code]


@pytest.mark.parametrize("function", ["math.multiply", "nn.relu", "io.decode_jpeg", "__operators__.add"])
def test_what_a_layer_calls_of_tensorflow_to_compute_is_none(function: str, tmp_path: Path) -> None:
    assert found(archive(tmp_path / "model.keras", model(layer("TFOpLambda", "op", function=function)))) == []


def test_the_configs_of_the_training_are_looked_through_too(tmp_path: Path) -> None:
    loss = {"module": "subprocess", "class_name": "function", "config": "run"}
    (note,) = found(archive(tmp_path / "model.keras", {**model(), "compile_config": {"loss": loss}}))
    assert note.code == "unsafe-reference"
    path = hdf5(tmp_path / "model.h5", model())
    with h5py.File(path, "a") as file:
        file.attrs["training_config"] = json.dumps({"loss": [loss]})
    assert [note.code for note in found(path)] == ["unsafe-reference"]


def test_the_shape_that_a_lambda_gives_is_not_taken_for_code(tmp_path: Path) -> None:
    code = compile("lambda x: x * 2", "<model>", "eval").co_consts[0]
    function = {"class_name": "__lambda__", "config": {"code": base64.b64encode(marshal.dumps(code)).decode()}}
    shaped = layer("Lambda", "double", function=function, output_shape=[26, 26, 8])
    (note,) = found(archive(tmp_path / "model.keras", model(shaped)))
    assert "0 bytes" not in note.text
    assert "texts in it" not in note.detail


def test_a_headline_counts_the_gravest_kind_and_says_how_much_more_there_is(tmp_path: Path) -> None:
    code = base64.b64encode(marshal.dumps(compile("lambda x: x", "<model>", "eval").co_consts[0])).decode()
    one, two = (layer("Lambda", name, function=[code, None, None]) for name in ("one", "two"))
    words = layer("TextVectorization", "words", vocabulary="/etc/passwd")
    foreign = layer("Mine", "mine")

    def said(*layers: dict[str, Any]) -> tuple[str, int]:
        graph = open_model(archive(tmp_path / "model.keras", model(*layers)))
        return headline(graph), len(needing_trust(graph))

    assert said(layer("Dense", "dense", units=2)) == ("Nothing in this file runs code", 0)
    assert said(one) == ("1 layer carries code", 1)
    assert said(foreign, words, two, one) == ("2 layers carry code, 2 more", 3)
    assert said(foreign, words) == ("1 layer reads a file, 1 more", 1)
    assert said(foreign) == ("1 part is not Keras' own", 0)
    assert said(layer("Lambda", "named", function="made_elsewhere")) == ("1 part is not Keras' own", 0)


def test_every_finding_has_a_meaning_in_whole_sentences() -> None:
    assert all(meaning.title and meaning.why.endswith(".") for meaning in MEANINGS.values())
