from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from inspector.drawing.document import document
from inspector.formats import open_model
from inspector.graph.blocks import Block
from inspector.graph.model import Edge, Layer, ModelGraph, Note, Weight
from inspector.resources import resource

DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs" / "show-json.md"


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    described = json.loads(resource("show.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(described)
    return Draft202012Validator(described)


def small_graph() -> ModelGraph:
    """An input, a nested frozen model of one layer, and a layer of which little is known."""
    return ModelGraph(
        name="small",
        class_name="Functional",
        layers=(
            Layer("image", "image", "InputLayer", output_shapes=((None, 4),), weights=()),
            Layer(
                *("encoder", "encoder", "Sequential", "model"),
                trainable=False,
                inputs=("image",),
                output_shapes=((None, 2),),
                entries=("encoder/dense",),
                exits=("encoder/dense",),
            ),
            Layer(
                *("encoder/dense", "dense", "Dense"),
                config={"units": 2, "limit": float("inf"), "odd": [float("nan"), -float("inf")]},
                trainable=False,
                output_shapes=((None, 2),),
                weights=(Weight("kernel", (4, 2)), Weight("bias", (2,))),
            ),
            Layer("secret", "secret", "Secret", inputs=("encoder",), output_shapes=((None, 2), ()), weights=None),
        ),
        edges=(Edge("image", "encoder", (None, 4)), Edge("encoder", "secret")),
        inputs=("image",),
        outputs=("secret",),
        file="small.keras",
        format="Keras 3 (.keras)",
        written_by="Keras 3.15.1",
        notes=(Note("warning", "custom-class", "Layer 'secret' is of an unknown class.", "secret"),),
    )


def small_document() -> dict[str, Any]:
    inner = Block("all/encoder", "encoder", ("encoder/dense",), model="encoder")
    return document(small_graph(), (Block("all", "all", ("image", "encoder/dense"), (inner,)),))


def test_the_document_fits_its_schema(schema: Draft202012Validator) -> None:
    schema.validate(small_document())


@pytest.mark.parametrize("member", ["file", "layers", "blocks", "edges", "totals", "notes"])
def test_the_schema_refuses_a_document_without(schema: Draft202012Validator, member: str) -> None:
    damaged = small_document()
    del damaged[member]
    assert not schema.is_valid(damaged)


def test_the_schema_refuses_members_nobody_described(schema: Draft202012Validator) -> None:
    damaged = small_document()
    damaged["layers"][0]["colour"] = "red"
    assert not schema.is_valid(damaged)


def test_a_layer_says_the_innermost_block_it_is_in() -> None:
    blocks = {layer["path"]: layer["block"] for layer in small_document()["layers"]}
    assert blocks == {"image": "all", "encoder": "all/encoder", "encoder/dense": "all/encoder", "secret": None}


def test_shapes_and_parameters_that_are_not_known_are_null() -> None:
    layers = {layer["path"]: layer for layer in small_document()["layers"]}
    assert layers["secret"]["parameters"] is None
    assert layers["secret"]["output_shape"] == [[None, 2], []]
    assert layers["encoder"]["parameters"] == 10
    assert small_document()["edges"] == [["image", "encoder", [None, 4]], ["encoder", "secret", None]]


def test_the_totals_count_leaves_and_what_trains() -> None:
    totals = small_document()["totals"]
    assert (totals["layers"], totals["parameters"], totals["trainable_parameters"]) == (3, 10, 0)


def test_work_is_told_of_layers_models_and_blocks_and_null_where_one_layer_hides_it() -> None:
    made = small_document()
    layers = {layer["path"]: layer for layer in made["layers"]}
    blocks = {block["id"]: block for block in made["blocks"]}
    dense = {"macs": 8, "flops": 18, "activation_bytes": 8, "dtype": "float32"}
    whole = {"size": None, "stride": None}
    for found in (layers["encoder/dense"], layers["encoder"], blocks["all/encoder"]):
        assert {key: found[key] for key in dense} == dense
        assert found["receptive_field"] == whole
    assert layers["image"]["receptive_field"] == {"size": [1], "stride": [1.0]}
    assert (layers["secret"]["macs"], layers["secret"]["dtype"]) == (None, None)
    assert (blocks["all"]["activation_bytes"], blocks["all"]["layers"], blocks["all"]["blocks"]) == (
        24,
        2,
        ["all/encoder"],
    )
    assert (made["totals"]["macs"], made["totals"]["activation_bytes"]) == (None, None)


def test_the_document_is_strict_json_even_where_a_config_has_odd_numbers() -> None:
    config = json.loads(json.dumps(small_document(), allow_nan=False))["layers"][2]["config"]
    assert config == {"units": 2, "limit": "Infinity", "odd": ["NaN", "-Infinity"]}


def test_categories_are_those_of_the_catalogue() -> None:
    categories = {layer["class_name"]: layer["category"] for layer in small_document()["layers"]}
    assert categories == {"InputLayer": "input", "Sequential": "model", "Dense": "core", "Secret": "custom"}


def test_the_example_in_the_documentation_fits_the_schema_and_has_every_member(schema: Draft202012Validator) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", DOCUMENTATION.read_text(encoding="utf-8"), re.DOTALL)
    described = json.loads(example)
    schema.validate(described)
    made = small_document()
    assert described.keys() == made.keys()
    assert described["layers"][0].keys() == made["layers"][0].keys()
    assert described["blocks"][0].keys() == made["blocks"][0].keys()
    assert described["notes"][0].keys() == made["notes"][0].keys()


def test_every_code_of_a_note_is_documented() -> None:
    package = Path(__file__).resolve().parents[2] / "inspector" / "formats"
    source = "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    codes = set(re.findall(r'(?:note|Note)\(\s*"(?:info|warning|error)", "([a-z-]+)"', source))
    documented = set(re.findall(r"^\| `([a-z-]+)` \|", DOCUMENTATION.read_text(encoding="utf-8"), re.MULTILINE))
    assert codes
    assert codes <= documented


@pytest.mark.slow
def test_documents_of_real_files_fit_the_schema(schema: Draft202012Validator, shared: Path) -> None:
    for name in (
        "deeplc-8c22/*.keras",
        "keras-pre-pr22362-nested-container/*.keras",
        "fer-emotion/*.hdf5",
        "tfk-rnn-224/*.h5",
    ):
        (path,) = (shared / "corpus").glob(name)
        schema.validate(json.loads(json.dumps(document(open_model(path), ()), allow_nan=False)))
