"""Builders of TensorFlow graphs and SavedModels that mean harm."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from inspector.formats.protobuf.wire import VARINT, delimited, encoded

Node = tuple[str, str, tuple[str, ...]]


def number(field: int, value: int) -> bytes:
    return encoded(field << 3 | VARINT) + encoded(value)


def attribute(name: str, value: bytes) -> bytes:
    return delimited(5, delimited(1, name.encode()) + delimited(2, value))


def node(name: str, op: str, inputs: Iterable[str] = (), attributes: bytes = b"") -> bytes:
    taken = b"".join(delimited(3, each.encode()) for each in inputs)
    return delimited(1, name.encode()) + delimited(2, op.encode()) + taken + attributes


def call(name: str, function: str, inputs: Iterable[str] = ("x",)) -> bytes:
    called = attribute("f", delimited(10, delimited(1, function.encode())))
    return node(name, "PartitionedCall", inputs, called)


def function(name: str, nodes: Iterable[bytes], result: str) -> bytes:
    argument = delimited(2, delimited(1, b"x"))
    signature = delimited(1, name.encode()) + argument + delimited(3, delimited(1, b"y"))
    body = b"".join(delimited(3, each) for each in nodes)
    given = delimited(4, delimited(1, b"y") + delimited(2, result.encode()))
    return delimited(1, delimited(1, signature) + body + given)


def graph(nodes: Iterable[bytes], functions: Iterable[bytes] = ()) -> bytes:
    return b"".join(delimited(1, each) for each in nodes) + delimited(2, b"".join(functions))


def written(folder: Path, content: bytes, name: str = "graph.pb") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def saved(folder: Path, graph_def: bytes, rest: bytes = b"") -> Path:
    """A SavedModel of this graph; ``rest`` are other fields of its MetaGraph."""
    info = delimited(1, delimited(4, b"serve"))
    written(folder, number(1, 1) + delimited(2, info + delimited(2, graph_def) + rest), "saved_model.pb")
    return folder


GIVEN = node("x", "Placeholder")


# ------------------------------------------------------------------ refused


def a_length_beyond_the_file(folder: Path) -> Path:
    return written(folder, graph([GIVEN]) + b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\x7f")


def a_graph_that_is_cut_off(folder: Path) -> Path:
    return written(folder, graph([GIVEN, node("y", "Relu", ["x"])])[:-20])


def a_function_of_millions_of_empty_operations(folder: Path) -> Path:
    body = delimited(1, delimited(1, b"f")) + delimited(3, b"") * 5_000_000
    return written(folder, graph([GIVEN, call("y", "f")], [delimited(1, body)]))


def an_operation_with_millions_of_empty_inputs(folder: Path) -> Path:
    return written(folder, graph([GIVEN, node("y", "Add", ["x"], delimited(3, b"") * 5_000_000)]))


def an_operation_with_millions_of_empty_attributes(folder: Path) -> Path:
    return written(folder, graph([GIVEN, node("y", "Add", ["x"], delimited(5, b"") * 5_000_000)]))


def fields_by_the_million(folder: Path) -> Path:
    return written(folder, graph([GIVEN, node("y", "Relu", ["x"])]) + number(3, 1) * 10_000_000)


def fields_by_the_million_in_a_large_file(folder: Path) -> Path:
    return written(folder, graph([GIVEN, node("y", "Relu", ["x"])]) + number(3, 1) * 40_000_000)


def functions_by_the_hundred_thousand(folder: Path) -> Path:
    names = (b"%d" % place for place in range(100_001))
    return written(folder, graph([GIVEN], (delimited(1, delimited(1, delimited(1, name))) for name in names)))


def operations_that_all_take_from_all(folder: Path) -> Path:
    sums = (node(f"n{place}", "AddN", ["x", *(f"n{other}" for other in range(place))]) for place in range(700))
    return written(folder, graph([GIVEN, *sums]))


def numbers_that_never_end(folder: Path) -> Path:
    return written(folder, graph([GIVEN]) + b"\x0a" + b"\xff" * 1_000_000)


def more_operations_than_are_shown(folder: Path) -> Path:
    return written(folder, graph(node(f"n{place}", "Relu", ["x"]) for place in range(300_001)))


def a_saved_model_without_a_graph(folder: Path) -> Path:
    return written(folder, number(1, 1) + delimited(2, delimited(1, delimited(4, b"serve"))), "saved_model.pb").parent


def a_text_nested_a_million_levels(folder: Path) -> Path:
    return written(folder, b'node { name: "x" op: "Relu" ' + b"attr { " * 1_000_000, "graph.pbtxt")


def a_text_that_never_ends(folder: Path) -> Path:
    return written(folder, b'node { name: "' + b'x\\"' * 3_000_000, "graph.pbtxt")


# ------------------------------------------------------------------ shown, perhaps in part


def functions_that_double_forty_times(folder: Path) -> Path:
    pairs = (
        function(f"f{level}", [call("a", f"f{level + 1}"), call("b", f"f{level + 1}", ["a:y:0"])], "b:y:0")
        for level in range(40)
    )
    last = function("f40", [node("r", "Relu", ["x"])], "r:activations:0")
    return written(folder, graph([GIVEN, call("y", "f0")], [*pairs, last]))


def a_function_that_calls_itself(folder: Path) -> Path:
    return written(folder, graph([GIVEN, call("y", "f")], [function("f", [call("again", "f")], "again:y:0")]))


def functions_that_only_call_each_other(folder: Path) -> Path:
    functions = [function(name, [call("next", other)], "next:y:0") for name, other in ("ab", "bc", "ca")]
    return saved(folder, graph([GIVEN, call("y", "a")], functions))


def a_chain_of_300_functions(folder: Path) -> Path:
    functions = [function(f"f{place}", [call("next", f"f{place + 1}")], "next:y:0") for place in range(300)]
    return written(folder, graph([GIVEN, call("y", "f0")], functions))


def operations_in_a_circle(folder: Path) -> Path:
    nodes = [GIVEN, node("a", "Add", ["x", "c"]), node("b", "Relu", ["a"]), node("c", "Relu", ["b"])]
    return written(folder, graph([*nodes, node("y", "Relu", ["c"])]))


def an_operation_that_takes_from_itself(folder: Path) -> Path:
    return written(folder, graph([GIVEN, node("a", "Add", ["x", "a"]), node("y", "Relu", ["a"])]))


def inputs_from_nowhere(folder: Path) -> Path:
    return written(folder, graph([GIVEN, node("y", "Add", ["nobody:7", "^none", "", ":", "x:99999999999999999999"])]))


def operations_of_one_name(folder: Path) -> Path:
    return written(folder, graph([GIVEN, *(node("x", "Relu", ["x"]) for _ in range(50)), node("", "", [""])]))


def a_tensor_of_a_shape_beyond_all_bounds(folder: Path) -> Path:
    axes = b"".join(delimited(2, number(1, 2**62)) for _ in range(200))
    held = delimited(8, number(1, 1) + delimited(2, axes) + delimited(4, b"\0" * 100))
    kernel = node("w", "Const", (), attribute("value", held))
    return written(folder, graph([GIVEN, kernel, node("y", "MatMul", ["x", "w"])]))


def an_operation_with_100_000_inputs(folder: Path) -> Path:
    return written(folder, graph([GIVEN, node("y", "AddN", ["x"] * 100_000)]))


def a_chain_of_30_000_operations(folder: Path) -> Path:
    chain = (node(f"n{place}", "Relu", [f"n{place - 1}" if place else "x"]) for place in range(30_000))
    return written(folder, graph([GIVEN, *chain]))


def layers_that_can_never_be_together(folder: Path) -> Path:
    """Every second operation lies in one scope, and each leads to the next over one outside."""
    names = [f"scope/a{place}" if place % 2 else f"b{place}/b" for place in range(6_000)]
    chain = (node(name, "Relu", [before]) for before, name in pairwise(["x", *names]))
    return written(folder, graph([GIVEN, *chain]))


def layers_that_end_after_all_others_began(folder: Path) -> Path:
    """Each gets something new at its end that leads to all that come after it, too."""
    names = [f"a{place}/begin" for place in range(2_000)]
    nodes = [GIVEN, *(node(name, "Relu", [before]) for before, name in pairwise(["x", *names]))]
    for place, name in enumerate(names):
        new = [node(f"z{place}/{end}", "Relu", ["x"]) for end in ("begin", "end")]
        nodes += [*new, node(f"a{place}/end", "Add", [f"z{place}/begin", name])]
    return written(folder, graph(nodes))


def a_side_branch_that_all_layers_take_from(folder: Path) -> Path:
    branch = (node(f"c{place}", "Identity", [f"c{place - 1}"] if place else []) for place in range(3_000))
    layers = (node(f"y{place}", "Add", ["x", f"c{2_999 - place}"]) for place in range(3_000))
    return written(folder, graph([GIVEN, *branch, *layers]))


def results_by_the_ten_thousand(folder: Path) -> Path:
    return written(folder, graph([GIVEN, *(node(f"y{place}", "Relu", ["x"]) for place in range(10_000))]))


def names_of_thousands_of_scopes(folder: Path) -> Path:
    variable, name = "/".join("v" * 3_000), "/".join("n" * 3_000)
    return written(folder, graph([GIVEN, node(variable, "VarHandleOp"), node(name, "Add", ["x", variable])]))


def names_of_megabytes(folder: Path) -> Path:
    name = "scope/" * 500_000
    return written(folder, graph([GIVEN, node(name, "Relu", ["x"]), node("y", "R" * 3_000_000, [name])]))


def fields_nested_a_million_levels(folder: Path) -> Path:
    deep = b""
    for _ in range(2_000):
        deep = delimited(1, deep)
    value = attribute("value", delimited(1, deep))
    return written(folder, graph([GIVEN, node("y", "Relu", ["x"], value * 500)]))


def lists_of_functions_that_list_functions(folder: Path) -> Path:
    branches = delimited(1, b"".join(delimited(9, delimited(1, b"f")) for _ in range(10_000)))
    switch = node("s", "Case", ["x"], attribute("branches", branches))
    return written(folder, graph([GIVEN, node("y", "Relu", ["s"]), switch], [function("f", [switch], "s:0")]))


def objects_that_hold_each_other(folder: Path) -> Path:
    child = delimited(1, number(1, 1) + delimited(2, b"layer-0")) + delimited(1, number(1, 0) + delimited(2, b"self"))
    user = delimited(4, delimited(1, b"_tf_keras_network"))
    objects = delimited(1, child + user) * 3 + delimited(1, delimited(1, number(1, 2**40) + delimited(2, b"far")))
    return saved(
        folder,
        graph([GIVEN, call("y", "f")], [function("f", [node("r", "Relu", ["x"])], "r:0")]),
        delimited(7, objects),
    )


def an_index_that_lies(folder: Path) -> Path:
    saved(folder, graph([GIVEN, call("y", "f")], [function("f", [node("r", "Relu", ["x"])], "r:0")]))
    (folder / "variables").mkdir()
    footer = (encoded(0) + encoded(2**60)) * 2
    index = footer.ljust(40, b"\0") + struct.pack("<Q", 0xDB4775248B80FB57)
    (folder / "variables" / "variables.index").write_bytes(index)
    return folder


def keras_metadata_of_gigabytes(folder: Path) -> Path:
    saved(folder, graph([GIVEN, call("y", "f")], [function("f", [node("r", "Relu", ["x"])], "r:0")]))
    with (folder / "keras_metadata.pb").open("wb") as file:
        file.truncate(5 << 30)
    return folder


REFUSED = (
    a_length_beyond_the_file,
    a_graph_that_is_cut_off,
    a_function_of_millions_of_empty_operations,
    an_operation_with_millions_of_empty_inputs,
    an_operation_with_millions_of_empty_attributes,
    fields_by_the_million,
    fields_by_the_million_in_a_large_file,
    functions_by_the_hundred_thousand,
    operations_that_all_take_from_all,
    numbers_that_never_end,
    more_operations_than_are_shown,
    a_saved_model_without_a_graph,
    a_text_nested_a_million_levels,
    a_text_that_never_ends,
    functions_that_only_call_each_other,
    keras_metadata_of_gigabytes,
)
SHOWN = (
    functions_that_double_forty_times,
    a_function_that_calls_itself,
    a_chain_of_300_functions,
    operations_in_a_circle,
    an_operation_that_takes_from_itself,
    inputs_from_nowhere,
    operations_of_one_name,
    a_tensor_of_a_shape_beyond_all_bounds,
    an_operation_with_100_000_inputs,
    a_chain_of_30_000_operations,
    layers_that_can_never_be_together,
    layers_that_end_after_all_others_began,
    a_side_branch_that_all_layers_take_from,
    results_by_the_ten_thousand,
    names_of_thousands_of_scopes,
    names_of_megabytes,
    fields_nested_a_million_levels,
    lists_of_functions_that_list_functions,
    objects_that_hold_each_other,
    an_index_that_lies,
)
