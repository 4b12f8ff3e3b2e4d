from __future__ import annotations

import pytest

pytestmark = pytest.mark.engine
tf = pytest.importorskip("tensorflow")

from inspector.formats.protobuf.edit import rename_nodes, strip_constants  # noqa: E402
from inspector.graph.renaming import parse_rule  # noqa: E402

GraphDef = tf.compat.v1.GraphDef


@pytest.fixture(scope="module")
def graph() -> GraphDef:
    """Constants of every kind, a control input, a second output, a function, and an operation beside another."""

    @tf.function
    def add_large(given: tf.Tensor) -> tf.Tensor:
        return given + tf.constant(list(range(100)), tf.float32, name="inside_large")

    with tf.Graph().as_default() as built:
        given = tf.compat.v1.placeholder(tf.float32, (100,), name="data_in")
        large = tf.constant([float(each) for each in range(100)], name="conv1_large")
        small = tf.constant([1, 2], name="conv1_small")
        words = tf.constant(["word" * 20, "other"], name="words_all")
        first, second = tf.unique(given, name="pair_out")
        with built.control_dependencies([small.op]):
            tf.add(given, large, name="sum_all")
        with built.colocate_with(large.op):
            tf.identity(second, name="second_out")
        tf.identity(words, name="words_out")
        tf.identity(add_large(given), name="called_out")
        tf.identity(first, name="first_out")
    made = built.as_graph_def()
    repeated = made.node.add(name="repeated", op="Const")
    repeated.attr["dtype"].type = tf.float32.as_datatype_enum
    repeated.attr["value"].tensor.dtype = tf.float32.as_datatype_enum
    repeated.attr["value"].tensor.tensor_shape.dim.add(size=50)
    repeated.attr["value"].tensor.float_val.extend([1.0] * 50)
    return made


def edited(raw: bytes) -> GraphDef:
    made = GraphDef()
    made.ParseFromString(raw)
    return made


def tensors(graph: GraphDef) -> dict[str, object]:
    nodes = [*graph.node, *(node for function in graph.library.function for node in function.node_def)]
    return {node.name: node.attr["value"].tensor for node in nodes if node.op == "Const"}


def test_constants_above_a_size_become_their_size_and_keep_type_and_shape(graph: GraphDef) -> None:
    before, after = tensors(graph), tensors(edited(strip_constants(graph.SerializeToString(), 32)))
    assert after["conv1_large"].tensor_content == b"<stripped 400 bytes>"
    assert after["conv1_large"].tensor_shape == before["conv1_large"].tensor_shape
    assert after["conv1_large"].dtype == before["conv1_large"].dtype
    assert after["repeated"].tensor_content == b"<stripped 200 bytes>"
    assert not after["repeated"].float_val
    assert after["words_all"].tensor_content == b"<stripped 85 bytes>"
    assert after["inside_large"].tensor_content == b"<stripped 400 bytes>"
    assert after["conv1_small"] == before["conv1_small"]


def test_a_size_no_constant_exceeds_leaves_the_graph_as_it_is(graph: GraphDef) -> None:
    assert edited(strip_constants(graph.SerializeToString(), 10_000)) == graph


def test_the_reference_rule_renames_nodes_and_all_that_refers_to_them(graph: GraphDef) -> None:
    after = {node.name: node for node in edited(rename_nodes(graph.SerializeToString(), parse_rule("reference"))).node}
    assert {"data/in", "conv1/large", "conv1/small", "sum/all", "repeated"} <= after.keys()
    assert list(after["sum/all"].input) == ["data/in", "conv1/large", "^conv1/small"]
    assert list(after["second/out"].input) == ["pair/out:1"]
    assert list(after["second/out"].attr["_class"].list.s) == [b"loc:@conv1/large"]


def test_names_that_come_out_the_same_are_told_apart(graph: GraphDef) -> None:
    after = edited(rename_nodes(graph.SerializeToString(), parse_rule("regex:^conv1_.*$=>conv")))
    names = [node.name for node in after.node]
    assert len(set(names)) == len(names) == len(graph.node)
    assert {"conv", "conv__2"} <= set(names)
    summed = next(node for node in after.node if node.name == "sum_all")
    assert list(summed.input) == ["data_in", "conv", "^conv__2"]


def test_what_a_function_gives_back_follows_its_renamed_nodes(graph: GraphDef) -> None:
    after = edited(rename_nodes(graph.SerializeToString(), parse_rule("reference")))
    (function,) = after.library.function
    names = {node.name for node in function.node_def}
    assert "inside/large" in names
    arguments = {argument.name for argument in function.signature.input_arg}
    assert all(given.partition(":")[0] in names | arguments for given in function.ret.values())
    with tf.Graph().as_default():
        tf.import_graph_def(after)
