"""Facts in words: the figures of layers and blocks, for tables and panels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from inspector.drawing.table import Column
from inspector.graph.blocks import Block
from inspector.graph.fact_sheet import Facts
from inspector.graph.receptive_field import ReceptiveField

T = TypeVar("T")

_NOT_KNOWN = "not known"
_UNITS = ("", " k", " M", " G", " T", " P")
_BYTES = ("B", "kB", "MB", "GB", "TB", "PB")


def amount(number: int | None) -> str:
    """A count in three digits: ``3.86 G``; ``?`` where it is not known."""
    return "?" if number is None else _shortened(number, _UNITS)


def size(number: int | None) -> str:
    """Bytes in three digits: ``148 MB``; ``?`` where they are not known."""
    return "?" if number is None else _shortened(number, tuple(f" {unit}" for unit in _BYTES))


def field(found: ReceptiveField | None) -> str:
    """A receptive field: ``35×35 every 4``, ``all of the input``, or ``?``."""
    if found is None:
        return "?"
    if found.is_whole:
        return "all of the input"
    strides = [f"{stride:g}" for stride in found.stride]
    together = strides[0] if len(set(strides)) == 1 else "×".join(strides)
    return f"{'×'.join(map(str, found.size))} every {together}"


@dataclass(frozen=True, slots=True)
class Row:
    """One fact in words: its name, its value, and what it means."""

    name: str
    value: str
    meaning: str


def rows(facts: Facts | None) -> tuple[Row, ...]:
    """What a panel shows of a layer, a block or a model, counts exact; ``None`` is still being worked out."""
    return (
        Row("parameters", _told(facts, lambda f: _spaced(f.parameters)), "Values in all its weights"),
        Row(
            "trainable",
            _told(facts, lambda f: _spaced(f.trainable_parameters)),
            "Values that training changes: not those of frozen layers, and no statistics of batch normalisation",
        ),
        Row(
            "MACs",
            _told(facts, lambda f: _spaced(f.macs)),
            "Multiply-adds of convolutions and matrix products, for one sample: its work in two operations at a time",
        ),
        Row(
            "FLOPs",
            _told(facts, lambda f: _spaced(f.flops)),
            "Floating-point operations for one sample: two for every multiply-add, and those of all other layers",
        ),
        Row(
            "activations",
            _told(facts, lambda f: _worded(f.activation_bytes, size)),
            "Memory of the tensors it gives, for one sample: training keeps them all, a batch takes as many times more",
        ),
        Row("values", _told(facts, lambda f: f.dtype or _NOT_KNOWN), "The type of the numbers it gives"),
        Row(
            "sees",
            _told(facts, lambda f: _worded(f.receptive_field, field)),
            "Receptive field: how much of the input one of its values depends on, in positions (pixels of an image), "
            "and how far apart the fields of neighbouring values are",
        ),
    )


def _told(facts: Facts | None, words: Callable[[Facts], str]) -> str:
    return "…" if facts is None else words(facts)


def _spaced(number: int | None) -> str:
    return _worded(number, lambda known: f"{known:,}".replace(",", "\u202f"))


def _worded(known: T | None, words: Callable[[T], str]) -> str:
    return _NOT_KNOWN if known is None else words(known)


def columns(facts: Sequence[Facts]) -> list[Column]:
    """A table's columns, one row per layer or block."""
    return [
        Column("Parameters", [_exact(each.parameters) for each in facts], to_the_right=True),
        Column("MACs", [amount(each.macs) for each in facts], to_the_right=True),
        Column("FLOPs", [amount(each.flops) for each in facts], to_the_right=True),
        Column("Activations", [size(each.activation_bytes) for each in facts], to_the_right=True),
        Column("Values", [each.dtype or "?" for each in facts]),
        Column("Sees", [field(each.receptive_field) for each in facts], shrinks=True),
    ]


def nested(blocks: Iterable[Block]) -> list[tuple[int, Block]]:
    """Every block with its depth, each before those inside it."""
    found: list[tuple[int, Block]] = []
    waiting = [(0, block) for block in reversed(tuple(blocks))]
    while waiting:
        depth, block = waiting.pop()
        found.append((depth, block))
        waiting += [(depth + 1, child) for child in reversed(block.children)]
    return found


def at_least(numbers: Iterable[int | None]) -> str:
    """Their sum; ``≥`` before it where one is not known, ``?`` where none is."""
    listed = list(numbers)
    known = [number for number in listed if number is not None]
    if listed and not known:
        return "?"
    return f"{'' if len(known) == len(listed) else '≥ '}{sum(known):,}"


def _exact(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _shortened(number: int, units: Sequence[str]) -> str:
    rest, unit = float(number), 0
    while rest >= 999.5 and unit < len(units) - 1:
        rest /= 1000
        unit += 1
    digits = 0 if unit == 0 or rest >= 99.95 else 1 if rest >= 9.995 else 2
    return f"{rest:.{digits}f}{units[unit]}"
