"""Pieces of a level that can be folded, in any combination, without making a circle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from inspector.graph.groups.level import Level


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
    pieces: list[int] = []
    of_label: dict[Hashable, list[int]] = {}
    leading_to: list[int] = []  # for every piece the set of pieces that lead to it, as bits
    leading: set[int] = set()  # pieces that lead to others
    for number, label in enumerate(labels):
        sources = {pieces[other] for other in predecessors[number]}
        own = of_label.setdefault(label, [])
        for piece in reversed(own):
            if _may_join(piece, sources, leading_to):
                break
        else:
            piece = len(leading_to)
            if piece == most:
                return None
            leading_to.append(0)
            own.append(piece)
        pieces.append(piece)
        sources.discard(piece)
        if sources:
            _lead(sources, piece, leading_to, leads_on=piece in leading)
            leading |= sources
    return pieces


def _may_join(piece: int, sources: set[int], leading_to: list[int]) -> bool:
    return not any(leading_to[source] >> piece & 1 for source in sources if source != piece)


def _lead(sources: set[int], piece: int, leading_to: list[int], leads_on: bool) -> None:
    before = leading_to[piece]
    now = before
    for source in sources:
        now |= leading_to[source] | 1 << source
    if now == before:
        return
    leading_to[piece] = now
    if not leads_on:
        return
    for other, ancestors in enumerate(leading_to):
        if ancestors >> piece & 1:
            leading_to[other] = ancestors | now


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
