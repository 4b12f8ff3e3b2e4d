"""How Keras 1 and 2 write a layer's calls: which tensors and which settings it is called with."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from typing import Any

Reference = tuple[str, int, int]
"""Layer, number of its call, number of the output of that call."""

Lookup = Callable[[Reference], Any]

_CONSTANT = "_CONSTANT_VALUE"


def arguments(node: Any, names: Container[str], tensor: Lookup) -> tuple[list[Any], dict[str, Any]]:
    """What a layer is called with.

    Args:
        node: one entry of ``inbound_nodes``.
        names: all layers of the model.
        tensor: gives the tensor of a reference.

    Returns:
        Tensors or constants in order, and keyword arguments with tensors in place of references.
    """
    written = [node] if _is_reference(node, names) or _is_constant(node) else node
    if isinstance(written, dict):
        written = list(written.values())
    positional: list[Any] = []
    keywords: dict[str, Any] = {}
    for each in written:
        if _is_constant(each):
            positional.append(each[2])
        elif _is_reference(each, names):
            positional.append(tensor((each[0], each[1], each[2])))
        else:
            positional.append(filled(each, names, tensor))
            continue
        if len(each) > 3 and isinstance(each[3], dict):
            keywords |= {key: filled(value, names, tensor) for key, value in each[3].items()}
    return positional, keywords


def references(value: Any, names: Container[str]) -> Iterator[Reference]:
    """Every reference to a tensor inside a value of a config."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting.extend(part.values())
        elif _is_reference(part, names):
            yield part[0], part[1], part[2]
            waiting.extend(part[3:])
        elif isinstance(part, list):
            waiting.extend(part)


def filled(value: Any, names: Container[str], tensor: Lookup) -> Any:
    """The value with tensors in place of references: keyword arguments, a model's inputs or outputs."""
    if _is_reference(value, names):
        return tensor((value[0], value[1], value[2]))
    if isinstance(value, list):
        return [filled(each, names, tensor) for each in value]
    if isinstance(value, dict):
        return {key: filled(each, names, tensor) for key, each in value.items()}
    return value


def _is_reference(value: Any, names: Container[str]) -> bool:
    return (
        isinstance(value, list)
        and len(value) in (3, 4)
        and isinstance(value[0], str)
        and value[0] in names
        and all(isinstance(number, int) and not isinstance(number, bool) for number in value[1:3])
    )


def _is_constant(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 2 and value[0] == _CONSTANT
