"""Pieces of a level that can be folded, in any combination, without making a circle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import islice

from inspector.graph.groups.level import Level

_TRIED = 16
"""Pieces of a label, the latest, that a layer may join; where there are more, they are split by something else."""
_MOST_BITS = 10_000
"""Pieces that others may join; later ones are left as they are."""
_MOST_STEPS = 10_000_000
"""Pieces that are looked through, all in all, for what a new way leads to."""


def partition(predecessors: Sequence[Iterable[int]], labels: Sequence[Hashable], most: int) -> list[int] | None:
    """The piece of every layer: layers of one label together, apart only where together they would close a circle.

    Args:
        predecessors: of every layer the ones it takes from, all before it.
        labels: of every layer.
        most: how many pieces are too many.

    Layers are taken in order. One joins a piece of its label unless that piece leads, over others, to
    something the layer takes from; else it opens a new piece, which nothing leads out of yet. ``None`` where that
    makes more than ``most`` pieces.
    """
    times = Counter(labels)
    pieces: list[int] = []
    of_label: dict[Hashable, list[int]] = {}
    ways = _Ways()
    for number, label in enumerate(labels):
        sources = {pieces[other] for other in predecessors[number]}
        own = of_label.setdefault(label, [])
        piece = next((one for one in islice(reversed(own), _TRIED) if ways.may_join(one, sources)), None)
        if piece is None:
            if ways.pieces == most:
                return None
            piece = ways.add(may_be_joined=times[label] > 1)
            own.append(piece)
        pieces.append(piece)
        sources.discard(piece)
        if sources:
            ways.lead(sources, piece)
    return pieces


class _Ways:
    """Which pieces lead to which, as bits. Only pieces that may be joined have one: others are never asked about."""

    def __init__(self) -> None:
        self._leading_to: list[int] = []  # for every piece the bits of the pieces that lead to it
        self._bits: list[int] = []
        self._next = 1
        self._lead_on: set[int] = set()
        self._steps = 0

    @property
    def pieces(self) -> int:
        return len(self._bits)

    def add(self, *, may_be_joined: bool) -> int:
        self._leading_to.append(0)
        has_bit = may_be_joined and self._next >> _MOST_BITS == 0
        self._bits.append(self._next if has_bit else 0)
        self._next <<= has_bit
        return len(self._bits) - 1

    def may_join(self, piece: int, sources: set[int]) -> bool:
        bit = self._bits[piece]
        if not bit or (self._steps > _MOST_STEPS and piece in self._lead_on):
            return False
        return not any(self._leading_to[source] & bit for source in sources if source != piece)

    def lead(self, sources: set[int], piece: int) -> None:
        self._lead_on |= sources
        before = self._leading_to[piece]
        now = before
        for source in sources:
            now |= self._leading_to[source] | self._bits[source]
        if now == before:
            return
        self._leading_to[piece] = now
        if piece not in self._lead_on:
            return
        self._steps += len(self._leading_to)
        bit = self._bits[piece]
        for other, ancestors in enumerate(self._leading_to):
            if ancestors & bit:
                self._leading_to[other] = ancestors | now


class Pieces:
    """A partition that can be made coarser, two neighbours at a time, as long as no circle closes."""

    def __init__(self, level: Level, pieces: Sequence[int]) -> None:
        self.members: dict[int, list[int]] = {}
        for number, piece in enumerate(pieces):
            self.members.setdefault(piece, []).append(number)
        self.successors: dict[int, Counter[int]] = {piece: Counter() for piece in self.members}
        self.predecessors: dict[int, Counter[int]] = {piece: Counter() for piece in self.members}
        for number, others in enumerate(level.successors):
            for other in others:
                if pieces[number] != pieces[other]:
                    self.successors[pieces[number]][pieces[other]] += 1
                    self.predecessors[pieces[other]][pieces[number]] += 1

    def neighbours(self, piece: int) -> list[int]:
        """Pieces it exchanges tensors with, most tensors first, those it takes from before those it gives to."""
        counts = {other: count + 0.5 for other, count in self.predecessors[piece].items()}
        for other, count in self.successors[piece].items():
            counts[other] = counts.get(other, 0) + count
        return sorted(counts, key=lambda other: -counts[other])

    def can_merge(self, one: int, other: int) -> bool:
        """Whether no third piece lies on a way between the two."""
        return not self._reaches_over_others(one, other) and not self._reaches_over_others(other, one)

    def merge(self, gone: int, kept: int) -> None:
        """Put the layers of one piece into another; ``can_merge`` says whether that is sound."""
        self.members[kept] = sorted(self.members[kept] + self.members.pop(gone))
        for ahead, back in ((self.successors, self.predecessors), (self.predecessors, self.successors)):
            for other, count in ahead.pop(gone).items():
                del back[other][gone]
                if other != kept:
                    ahead[kept][other] += count
                    back[other][kept] += count

    def _reaches_over_others(self, start: int, end: int) -> bool:
        waiting = [piece for piece in self.successors[start] if piece != end]
        seen = set(waiting)
        while waiting:
            for piece in self.successors[waiting.pop()]:
                if piece == end:
                    return True
                if piece not in seen:
                    seen.add(piece)
                    waiting.append(piece)
        return False
