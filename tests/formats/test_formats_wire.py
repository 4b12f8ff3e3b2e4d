"""The wire format, the index of variables and Snappy, without TensorFlow."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.formats.protobuf import bundle, payload, snappy
from inspector.formats.protobuf.graph_def import graph_def
from inspector.formats.protobuf.text_format import binary
from inspector.formats.protobuf.wire import BYTES, VARINT, WireError, delimited, encoded, fields, signed, varint

MAGIC = struct.pack("<Q", 0xDB4775248B80FB57)


def node(name: str, op: str, *inputs: str, value: bytes = b"") -> bytes:
    made = delimited(1, name.encode()) + delimited(2, op.encode())
    made += b"".join(delimited(3, each.encode()) for each in inputs)
    if value:
        made += delimited(5, delimited(1, b"value") + delimited(2, delimited(8, value)))
    return delimited(1, made)


def floats(count: int) -> bytes:
    """A tensor of that many zeros."""
    return (
        encoded(1 << 3)
        + encoded(1)
        + delimited(2, delimited(2, encoded(1 << 3) + encoded(count)))
        + delimited(4, bytes(4 * count))
    )


@given(st.integers(0, 2**64 - 1))
def test_a_number_comes_back_as_it_was_written(number: int) -> None:
    raw = encoded(number)
    assert varint(raw, 0, len(raw)) == (number, len(raw))


@given(st.integers(-(2**63), 2**63 - 1))
def test_a_negative_number_comes_back_as_it_was_written(number: int) -> None:
    raw = encoded(number)
    assert signed(varint(raw, 0, len(raw))[0]) == number


@given(st.lists(st.tuples(st.integers(1, 1000), st.binary(max_size=300) | st.integers(0, 2**64 - 1)), max_size=20))
def test_fields_come_back_in_order(written: list[tuple[int, bytes | int]]) -> None:
    raw = b"".join(
        delimited(number, value) if isinstance(value, bytes) else encoded(number << 3) + encoded(value)
        for number, value in written
    )
    read = [
        (number, raw[first:last] if kind == BYTES else first)
        for number, kind, first, last in fields(raw, 0, len(raw))
        if kind in (BYTES, VARINT)
    ]
    assert read == written


@given(st.binary(max_size=200))
def test_any_bytes_are_fields_or_a_sentence(raw: bytes) -> None:
    try:
        found = list(fields(raw, 0, len(raw)))
    except WireError:
        return
    assert all(last <= len(raw) for _, kind, _, last in found if kind == BYTES)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_index_or_a_sentence(raw: bytes) -> None:
    with pytest.raises(WireError):
        bundle.read_index(raw + bytes(40) + MAGIC)


def block(*entries: tuple[bytes, bytes]) -> bytes:
    """A table's block without shared beginnings of keys, and its trailer."""
    made = b"".join(b"\0" + encoded(len(key)) + encoded(len(value)) + key + value for key, value in entries)
    return made + struct.pack("<II", 0, 1)


def test_an_index_tells_variables_whether_it_is_packed_or_not() -> None:
    variable = encoded(1 << 3) + encoded(1) + delimited(2, delimited(2, encoded(1 << 3) + encoded(7)))
    variable += encoded(4 << 3) + encoded(64) + encoded(5 << 3) + encoded(28)
    data = block((b"", b""), (b"kernel", variable))
    for kind, stored in ((b"\0", data), (b"\1", encoded(len(data)) + bytes([60 << 2, len(data) - 1]) + data)):
        index = block((b"z", encoded(0) + encoded(len(stored))))
        start = len(stored) + 5
        footer = encoded(0) + encoded(0) + encoded(start) + encoded(len(index))
        raw = stored + kind + bytes(4) + index + bytes(5) + footer.ljust(40, b"\0") + MAGIC
        assert bundle.read_index(raw) == {"kernel": bundle.Stored("float32", (7,), 0, 64, 28)}


def test_packed_bytes_with_repeats_unpack() -> None:
    raw = encoded(11) + bytes([(3 - 1) << 2]) + b"abc" + bytes([(8 - 4) << 2 | 1, 3])
    assert snappy.unpacked(raw, 0, len(raw), 100) == b"abcabcabcab"


@pytest.mark.parametrize("raw", [encoded(1 << 40), encoded(5) + b"\x01\x09", encoded(5) + b"\x00a", b""])
def test_damaged_packed_bytes_are_refused(raw: bytes) -> None:
    with pytest.raises(WireError):
        snappy.unpacked(raw, 0, len(raw), 1 << 20)


@pytest.mark.slow
def test_values_of_large_constants_are_never_read(tmp_path: Path) -> None:
    path = tmp_path / "large.pb"
    count = 16 << 20
    whole = node("kernel", "Const", value=floats(count))
    with path.open("wb") as file:  # a hole where the values are: reading them would give this test away
        head = whole[: len(whole) - 4 * count]
        file.write(head)
        file.seek(4 * count, 1)
        file.write(node("out", "Relu", "kernel"))
    raw = payload.payload(path, payload.GRAPH)
    assert len(raw) < 1000
    constant, relu = graph_def(raw, 0, len(raw)).nodes
    assert constant.attributes["value"].shape == (count,)
    assert constant.attributes["value"].nbytes == 4 * count
    assert relu.inputs == ("kernel",)


@pytest.mark.slow
def test_a_large_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.pb"
    with path.open("wb") as file:
        file.write(node("kernel", "Const", value=floats(16 << 20))[:200])
        file.truncate(40 << 20)
    with pytest.raises(WireError):
        payload.payload(path, payload.GRAPH)


def test_text_and_bytes_of_one_graph_are_the_same() -> None:
    written = """
        # a comment
        node { name: "a" op: "Const" attr { key: "value" value { tensor < dtype: DT_FLOAT
            tensor_shape { dim { size: 2 } } tensor_content: "\\000\\000\\200?\\x00\\000" "\\000@" > } } }
        node: { name: 'b\\n\\'' op: "Neg", input: ["a", "^a"] ; unknown { deeper: [1, 2] } }
    """
    raw = binary(written.encode(), "Graph")
    first, second = graph_def(raw, 0, len(raw)).nodes
    assert first.attributes["value"].values == (1.0, 2.0)
    assert (second.name, second.inputs) == ("b\n'", ("a", "^a"))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("node {", "breaks off"),
        ("node { } }", "a bracket too many"),
        ("node { name: }", "value is missing"),
        ('node { name: "a', "line 1 is no text"),
        ("node { attr { value { type: DT_NONE } } }", "'DT_NONE' is no value"),
        ("node {" * 300 + "}" * 300, "nested deeper"),
    ],
)
def test_text_that_is_no_message_is_refused_in_words(written: str, said: str) -> None:
    with pytest.raises(WireError, match=said):
        binary(written.encode(), "Graph")
