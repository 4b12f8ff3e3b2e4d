"""Inlining functions: whatever calls what, each operation comes out once per call, and it ends."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hostile_graphs import GIVEN, call, function, graph, node
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.formats import limits, open_model
from inspector.formats.operations.build import of_graph
from inspector.formats.protobuf.graph_def import graph_def
from inspector.formats.protobuf.text_format import binary
from inspector.formats.protobuf.wire import WireError
from inspector.graph.operations import OperationGraph

CALLS = st.lists(st.lists(st.integers(0, 5), max_size=3), min_size=1, max_size=6)
"""Which functions each function calls, one after another."""


def inlined(calls: list[list[int]]) -> OperationGraph:
    """What a graph does that calls function 0; each function first has one Relu of its own."""
    functions = []
    for place, called in enumerate(calls):
        steps = [node("own", "Relu", ["x"])]
        result = "own:activations:0"
        for step, other in enumerate(called):
            steps.append(call(f"call_{step}", f"f{other % len(calls)}", [result]))
            result = f"call_{step}:y:0"
        functions.append(function(f"f{place}", steps, result))
    raw = graph([GIVEN, call("y", "f0")], functions)
    return of_graph(graph_def(raw, 0, len(raw)), "made")


def expected(calls: list[list[int]], place: int = 0, stack: tuple[int, ...] = ()) -> tuple[int, int]:
    """How many Relus, and how many calls that are left as they are."""
    stack = (*stack, place)
    relus, kept = 1, 0
    for called in calls[place]:
        other = called % len(calls)
        more = (0, 1) if other in stack else expected(calls, other, stack)
        relus, kept = relus + more[0], kept + more[1]
    return relus, kept


@settings(deadline=None)
@given(CALLS)
def test_every_call_is_followed_but_those_of_a_function_that_is_being_followed(calls: list[list[int]]) -> None:
    relus, kept = expected(calls)
    if relus > limits.FUNCTION_CALLS // 2:
        return
    operations = inlined(calls).operations
    assert sum(each.type == "Relu" for each in operations) == relus
    assert sum(each.type == "PartitionedCall" for each in operations) == kept


@settings(deadline=None)
@given(CALLS)
def test_operations_have_names_of_their_own_and_take_from_those_before(calls: list[list[int]]) -> None:
    made = inlined(calls)
    assert len({each.name for each in made.operations}) == len(made.operations)
    for place, each in enumerate(made.operations):
        assert all(source < place for source, _ in each.inputs)
    assert all(place < len(made.operations) for place, _ in made.outputs)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_graph_or_a_sentence(raw: bytes) -> None:
    with contextlib.suppress(WireError):
        made = of_graph(graph_def(raw, 0, len(raw)), "made")
        assert all(0 <= source < len(made.operations) for each in made.operations for source, _ in each.inputs)


WORDS = st.text(st.sampled_from("node{}[]<>:;,.\"'\\ #\n0x-1e9attrkeyvaluestringop"), max_size=120)


@given(st.binary(max_size=120) | WORDS.map(str.encode))
def test_any_text_is_a_message_or_a_sentence(text: bytes) -> None:
    with contextlib.suppress(WireError):
        raw = binary(text, "Graph")
        graph_def(raw, 0, len(raw))


@given(st.binary(max_size=60))
def test_a_name_written_as_text_comes_back(name: bytes) -> None:
    literal = "".join(f"\\{byte:03o}" for byte in name)
    assert binary(f'node {{ name: "{literal}" }}'.encode(), "Graph") == _named(name)


def _named(name: bytes) -> bytes:
    inner = b"\x0a" + bytes([len(name)]) + name
    return b"\x0a" + bytes([len(inner)]) + inner


@pytest.mark.parametrize(
    ("written", "dtype"), [("DT_INT32", "int32"), ("DT_FLOAT", "float32"), ("DT_STRING", "string")]
)
def test_a_recovered_input_has_the_type_of_what_it_takes(written: str, dtype: str, tmp_path: Path) -> None:
    graph = f"""
        node {{ name: "given" op: "Placeholder" attr {{ key: "dtype" value {{ type: {written} }} }} }}
        node {{ name: "out" op: "Identity" input: "given" }}
        node {{ name: "end" op: "Shape" input: "out" }}
    """
    path = tmp_path / "graph.pb"
    path.write_bytes(binary(graph.encode(), "Graph"))
    (given,) = (layer for layer in open_model(path).leaves if layer.class_name == "InputLayer")
    assert given.dtype == dtype
