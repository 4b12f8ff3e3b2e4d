"""``show`` and ``export`` of TensorFlow's graphs: as layers, as operations, under other names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_shell_commands import inspector

pytestmark = pytest.mark.slow

GRAPH = """
node { name: "data" op: "Placeholder" attr { key: "dtype" value { type: DT_FLOAT } }
       attr { key: "shape" value { shape { dim { size: -1 } dim { size: 4 } } } } }
node { name: "conv1_kernel" op: "Const" attr { key: "dtype" value { type: DT_FLOAT } }
       attr { key: "value" value { tensor { dtype: DT_FLOAT tensor_shape { dim { size: 4 } dim { size: 3 } }
                                            float_val: 1 } } } }
node { name: "conv1_product" op: "MatMul" input: "data" input: "conv1_kernel" }
node { name: "conv1_relu" op: "Relu" input: "conv1_product" input: "^data" }
"""


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph.pbtxt"
    path.write_text(GRAPH)
    return path


def shown(*arguments: object) -> dict[str, dict[str, object]]:
    """The layers that ``show --json`` tells, by path."""
    found = inspector("show", *arguments, "--json")
    assert found.returncode == 0, found.stderr
    return {layer["path"]: layer for layer in json.loads(found.stdout)["layers"]}


def test_a_graph_is_shown_as_layers_and_with_operations_as_what_it_holds(graph: Path) -> None:
    assert set(shown(graph)) == {"data", "conv1_product", "conv1_relu"}
    operations = shown(graph, "--operations")
    assert set(operations) == {"data", "conv1_kernel", "conv1_product", "conv1_relu"}
    assert operations["conv1_kernel"]["config"]["value"]["value"] == "<stripped 48 bytes>"


def test_constants_up_to_the_size_that_is_asked_for_keep_their_values(graph: Path) -> None:
    kernel = shown(graph, "--operations", "--max-const-size", "48")["conv1_kernel"]
    assert kernel["config"]["value"]["value"] == [1.0] * 12


def test_the_reference_rule_makes_blocks_of_what_comes_before_the_first_underscore(graph: Path) -> None:
    layers = shown(graph, "--operations", "--rename", "reference")
    assert set(layers) == {"data", "conv1/kernel", "conv1/product", "conv1/relu"}
    assert layers["conv1/relu"]["inputs"] == ["conv1/product"]
    assert layers["conv1/relu"]["block"] == layers["conv1/kernel"]["block"] != layers["data"]["block"]


def test_blocks_of_a_renamed_graph_are_clusters_of_its_dot_file(graph: Path, tmp_path: Path) -> None:
    output = tmp_path / "graph.dot"
    found = inspector("export", graph, "-o", output, "--operations", "--rename", "reference", "--unfold", "all")
    assert found.returncode == 0, found.stderr
    cluster = output.read_text().partition("subgraph")[2]
    assert "conv1/product" in cluster
    assert "data" not in cluster.partition("}")[0]


def test_a_rule_that_is_none_is_wrong_usage(graph: Path) -> None:
    found = inspector("show", graph, "--rename", "regex:(")
    assert found.returncode == 2
    assert "regex" in found.stderr


def test_a_regex_that_takes_for_ever_is_stopped_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "graph.pbtxt"
    path.write_text(GRAPH.replace("conv1_relu", "a" * 40 + "!"))
    found = inspector("show", path, "--operations", "--rename", "regex:^(a+)+$=>b")
    assert found.returncode == 1
    assert "took longer than 3 seconds" in found.stderr


def test_a_keras_file_has_no_operations_to_show() -> None:
    from inspector.resources import resource

    found = inspector("show", resource("samples/sample.keras"), "--operations")
    assert found.returncode == 1
    assert "leave out --operations" in found.stderr
