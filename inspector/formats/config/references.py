"""Which tensors a layer is called with: the ``inbound_nodes`` and ``input_layers`` of a functional model.

Keras 3 writes a call as ``{"args": [...], "kwargs": {...}}`` in which a tensor is a ``__keras_tensor__`` with its
``keras_history`` (layer, call, output). Keras 1 and 2 write nested lists that end in ``[layer, call, output, kwargs]``,
where kwargs mix tensors with plain values.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from inspector.formats.config.values import mapping, name, sequence, shape
from inspector.graph.model import Shape

_CONSTANT = "_CONSTANT_VALUE"
_ATTENTION = ("query", "value", "key")


@dataclass(frozen=True, slots=True)
class Tensor:
    """Output ``index`` of call number ``call`` of the layer called ``layer``."""

    layer: str
    call: int = 0
    index: int = 0
    shape: Shape | None = None


def calls(inbound_nodes: Any, names: Container[str]) -> list[list[Tensor]]:
    """The tensors of every call of a layer, arguments before keyword arguments.

    Args:
        inbound_nodes: the layer's entry as in the file.
        names: all layers of the model; in Keras 1 and 2 only they tell a tensor from a list of plain values.
    """
    return [
        list(_keras_3_tensors(node)) if isinstance(node, dict) and "args" in node else _nested_list_tensors(node, names)
        for node in sequence(inbound_nodes)
    ]


def ends(value: Any) -> list[Tensor]:
    """The tensors of ``input_layers`` or ``output_layers``: one reference, a list or an object of them.

    Those of an object come in the order of its keys, as Keras flattens it.
    """
    return [tensor for tensor, _ in _references(value)]


def _keras_3_tensors(node: dict[str, Any]) -> Iterator[Tensor]:
    pending: list[Any] = [*reversed(_in_order(mapping(node.get("kwargs")))), node.get("args")]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending.extend(reversed(value))
        elif isinstance(value, dict):
            if value.get("class_name") != "__keras_tensor__":
                pending.extend(reversed(value.values()))
                continue
            config = mapping(value.get("config"))
            history = sequence(config.get("keras_history"))
            if _is_reference(history):
                yield Tensor(name(history[0]), history[1], history[2], shape(config.get("shape")))


def _nested_list_tensors(node: Any, names: Container[str]) -> list[Tensor]:
    found = list(_references(node))
    # Keras 2 repeats a call's keyword arguments at each of its tensors
    keywords = next((kwargs for _, kwargs in found if kwargs), {})
    positional = [tensor for tensor, _ in found if tensor.layer != _CONSTANT]
    return positional + [tensor for tensor, _ in _references(_in_order(keywords)) if tensor.layer in names]


def _in_order(keywords: dict[str, Any]) -> list[Any]:
    """Keyword arguments as attention layers take them, whatever order they were written in; then the others."""
    first = [keywords[key] for key in _ATTENTION if key in keywords]
    return first + [value for key, value in keywords.items() if key not in _ATTENTION]


def _references(value: Any) -> Iterator[tuple[Tensor, dict[str, Any]]]:
    """Every ``[layer, call, output]`` or ``[layer, call, output, kwargs]`` inside the value, with its kwargs."""
    pending: list[Any] = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            pending.extend(part[key] for key in sorted(part, reverse=True))
        elif isinstance(part, list):
            if _is_reference(part):
                yield Tensor(name(part[0]), part[1], part[2]), mapping(part[3] if len(part) > 3 else None)
            elif part[:1] == [_CONSTANT]:
                yield Tensor(_CONSTANT), mapping(part[3] if len(part) > 3 else None)
            else:
                pending.extend(reversed(part))


def _is_reference(value: list[Any]) -> bool:
    return (
        len(value) in (3, 4)
        and isinstance(value[0], str)
        and value[0] != _CONSTANT
        and all(isinstance(number, int) and not isinstance(number, bool) and number >= 0 for number in value[1:3])
    )
