"""A GraphDef without its large constants, and with other names: bytes in, bytes out, functions included.

What is not asked for stays byte for byte as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from inspector.formats.protobuf.wire import (
    BYTES,
    FIXED_32,
    FIXED_64,
    VARINT,
    Field,
    delimited,
    encoded,
    entry,
    fields,
    named,
    text,
)
from inspector.graph.renaming import Rule, distinct

_CLASS = "_class"
_COLOCATED = b"loc:@"
_FIXED_BYTES = {FIXED_32: 4, FIXED_64: 8}
_TENSOR_CONTENT = 4

Change = Callable[[bytes, int, int], bytes]
"""What becomes of the bytes of a message."""


def strip_constants(graph: bytes, max_const_size: int = 32) -> bytes:
    """The graph with every constant of more than ``max_const_size`` bytes replaced by ``<stripped N bytes>``.

    Types and shapes stay; so do smaller constants. Values are looked for in every field that can hold some:
    ``tensor_content``, ``float_val``, ``string_val`` and the others, in nodes and in functions.

    Args:
        graph: a serialized ``GraphDef``.
        max_const_size: in bytes.

    Raises:
        WireError: it is none.
    """
    tensor = partial(_stripped_tensor, max_const_size)
    listed = partial(_changed, {8: tensor})
    value = partial(_changed, {8: tensor, 1: listed, 2: partial(_stripped_text, max_const_size)})
    node = partial(_changed, {5: partial(_changed, {2: value})})
    return _of_graph(graph, node, partial(_changed, {3: node}))


def rename_nodes(graph: bytes, rule: Rule) -> bytes:
    """The graph with its nodes named by a rule, and everything that refers to them.

    Control inputs stay control inputs (``^name``), outputs keep their numbers (``name:1``), names that come out the
    same are told apart by ``__2``. Nodes of a function are renamed beside each other; its arguments keep their names.

    Args:
        graph: a serialized ``GraphDef``.

    Raises:
        WireError: it is none.
        RuleError: a regular expression takes too long, or makes names that are too long.
    """
    names = _names(graph, 0, len(graph), 1)
    wanted = rule.apply([*names, *_names_in_functions(graph)])
    new = distinct(names, wanted)
    return _of_graph(graph, partial(_renamed_node, new), partial(_renamed_function, wanted))


def _of_graph(graph: bytes, node: Change, function: Change) -> bytes:
    library = partial(_changed, {1: function})
    return _changed({1: node, 2: library}, graph, 0, len(graph))


def _changed(changes: dict[int, Change], data: bytes, start: int, end: int) -> bytes:
    """The message with some of its fields changed, by their numbers."""
    made = bytearray()
    for field in fields(data, start, end):
        change = changes.get(field[0]) if field[1] == BYTES else None
        made += delimited(field[0], change(data, field[2], field[3])) if change else _same(data, field)
    return bytes(made)


def _same(data: bytes, field: Field) -> bytes:
    number, kind, first, last = field
    if kind == BYTES:
        return delimited(number, data[first:last])
    return encoded(number << 3 | kind) + (encoded(first) if kind == VARINT else data[first:last])


def _stripped_tensor(most: int, data: bytes, start: int, end: int) -> bytes:
    found = list(fields(data, start, end))
    values = [field for field in found if field[0] >= _TENSOR_CONTENT]
    size = sum(_size(field) for field in values)
    if size <= most:
        return data[start:end]
    kept = b"".join(_same(data, field) for field in found if field[0] < _TENSOR_CONTENT)
    return kept + delimited(_TENSOR_CONTENT, _mark(size))


def _size(field: Field) -> int:
    """Bytes of a value; a number that is listed by itself takes as much as its widest type may."""
    _, kind, first, last = field
    return last - first if kind == BYTES else _FIXED_BYTES.get(kind, 8)


def _stripped_text(most: int, data: bytes, start: int, end: int) -> bytes:
    return data[start:end] if end - start <= max(most, 4096) else _mark(end - start)


def _mark(size: int) -> bytes:
    return f"<stripped {size} bytes>".encode()


def _names(data: bytes, start: int, end: int, number: int) -> list[str]:
    """Names of the nodes that a message lists in a field."""
    return [named(data, first, last) for first, last in _messages(data, start, end, number)]


def _messages(data: bytes, start: int, end: int, number: int) -> list[tuple[int, int]]:
    """Where the messages lie that a message lists in a field."""
    return [(first, last) for field, kind, first, last in fields(data, start, end) if field == number and kind == BYTES]


def _names_in_functions(graph: bytes) -> Iterator[str]:
    for library in _messages(graph, 0, len(graph), 2):
        for function in _messages(graph, *library, 1):
            yield from _names(graph, *function, 3)


def _renamed_node(new: dict[str, str], data: bytes, start: int, end: int) -> bytes:
    name, reference = partial(_new_name, new), partial(_new_reference, new)
    return _changed({1: name, 3: reference, 5: partial(_renamed_attribute, new)}, data, start, end)


def _renamed_function(wanted: Mapping[str, str], data: bytes, start: int, end: int) -> bytes:
    new = distinct(_names(data, start, end, 3), wanted)
    result = partial(_changed, {2: partial(_new_reference, new)})
    return _changed({3: partial(_renamed_node, new), 4: result, 6: result}, data, start, end)


def _renamed_attribute(new: dict[str, str], data: bytes, start: int, end: int) -> bytes:
    """An attribute: ``_class`` lists the nodes an operation is to lie beside."""
    key, _ = entry(data, start, end)
    if key != _CLASS:
        return data[start:end]
    beside = partial(_changed, {2: partial(_new_place, new)})
    return _changed({2: partial(_changed, {1: beside})}, data, start, end)


def _new_place(new: dict[str, str], data: bytes, start: int, end: int) -> bytes:
    raw = data[start:end]
    if not raw.startswith(_COLOCATED):
        return raw
    return _COLOCATED + _new_name(new, data, start + len(_COLOCATED), end)


def _new_name(new: dict[str, str], data: bytes, start: int, end: int) -> bytes:
    name = text(data, start, end)
    return new[name].encode() if name in new else data[start:end]


def _new_reference(new: dict[str, str], data: bytes, start: int, end: int) -> bytes:
    reference = text(data, start, end)
    control = "^" if reference.startswith("^") else ""
    name, colon, output = reference.removeprefix("^").partition(":")
    return f"{control}{new[name]}{colon}{output}".encode() if name in new else data[start:end]
