"""The best way to put a level into groups, and how good a way is."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from inspector.graph.groups.acyclic import Pieces, partition
from inspector.graph.groups.alone import standing_alone
from inspector.graph.groups.level import Group, Level
from inspector.graph.groups.names import Words
from inspector.graph.groups.proposals import Kind, Proposal, proposals
from inspector.graph.groups.surroundings import complete

_CRUMB = 3
_LARGEST_SHARE = 0.85
_MOST_PIECES = 500

Labels = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """A level in groups; folding any of them leaves no circle."""

    kind: Kind
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many boxes a level should have when all its groups are folded."""

    fewest: int
    most: int


def best(level: Level, words: Sequence[Words | None], wanted: Wanted) -> Grouping | None:
    """The grouping a person is most likely to want, ``None`` where no way is worth it.

    Args:
        words: of the layers' names, ``None`` for a name Keras made up.
    """
    alone = standing_alone(level)
    best_score, chosen = -math.inf, None
    too_fine: dict[Proposal, Labels] = {}
    for proposal in proposals(level, words):
        labels = _labels(level, proposal, alone)
        pieces = _pieces(level, labels, alone) if len(set(labels)) <= wanted.most else None
        if pieces is None or len(pieces.members) > wanted.most:
            too_fine[proposal] = labels
            continue
        grouping = _grouping(proposal.kind, labels, pieces)
        if grouping is None:
            continue
        score = _score(level, grouping, alone, wanted) + proposal.worth
        if score > best_score:
            best_score, chosen = score, grouping
    if chosen is None and too_fine:
        return _coarser(level, too_fine, alone, wanted)
    return chosen


def _coarser(level: Level, too_fine: Mapping[Proposal, Labels], alone: Set[int], wanted: Wanted) -> Grouping | None:
    """The proposal with the fewest labels, its smallest pieces put together until there are few enough."""
    proposal, labels = min(too_fine.items(), key=lambda each: len(set(each[1])))
    pieces = _pieces(level, labels, alone)
    if pieces is None:
        return None
    _merge_until(pieces, alone, wanted.most)
    return _grouping(proposal.kind, labels, pieces) if len(pieces.members) <= wanted.most else None


def _labels(level: Level, proposal: Proposal, alone: Set[int]) -> Labels:
    """The labels with gaps filled, without those of layers that stand alone."""
    own = [None if number in alone else label for number, label in enumerate(proposal.labels)]
    return tuple(None if number in alone else label for number, label in enumerate(complete(level, own)))


def _pieces(level: Level, labels: Labels, alone: Set[int]) -> Pieces | None:
    one_piece = [number if label is None else label for number, label in enumerate(labels)]
    parts = partition(level.predecessors, one_piece, _MOST_PIECES)
    if parts is None:
        return None
    pieces = Pieces(level, parts)
    _merge_crumbs(pieces, labels, alone)
    return pieces


def _grouping(kind: Kind, labels: Labels, pieces: Pieces) -> Grouping | None:
    groups = tuple(Group(tuple(members), _label(members, labels)) for members in pieces.members.values())
    largest = max(len(group.members) for group in groups)
    if largest == 1 or largest > _LARGEST_SHARE * len(labels) or len(groups) < 2:
        return None
    return Grouping(kind, groups)


def _label(members: Sequence[int], labels: Labels) -> str:
    counts = Counter(labels[number] for number in members)
    return next((label for label, _ in counts.most_common() if label is not None), "")


def _merge_crumbs(pieces: Pieces, labels: Labels, alone: Set[int]) -> None:
    """A label that had to be split leaves crumbs beside its largest piece; they go to a neighbour."""
    largest: dict[str, int] = {}
    for piece, members in pieces.members.items():
        label = labels[members[0]]
        if label is not None and len(members) > len(pieces.members.get(largest.get(label, -1), ())):
            largest[label] = piece
    crumbs = [
        piece
        for piece, members in pieces.members.items()
        if len(members) <= _CRUMB and labels[members[0]] is not None and piece not in largest.values()
    ]
    for piece in crumbs:
        _merge_into_a_neighbour(pieces, piece, alone)


def _merge_until(pieces: Pieces, alone: Set[int], most: int) -> None:
    """Where there are too many boxes, the smallest go first."""
    waiting = [(len(members), piece) for piece, members in pieces.members.items() if members[0] not in alone]
    heapq.heapify(waiting)
    while waiting and len(pieces.members) > most:
        size, piece = heapq.heappop(waiting)
        if len(pieces.members.get(piece, ())) != size:
            continue
        kept = _merge_into_a_neighbour(pieces, piece, alone)
        if kept is not None:
            heapq.heappush(waiting, (len(pieces.members[kept]), kept))


def _merge_into_a_neighbour(pieces: Pieces, piece: int, alone: Set[int]) -> int | None:
    for other in pieces.neighbours(piece):
        if pieces.members[other][0] not in alone and pieces.can_merge(piece, other):
            pieces.merge(piece, other)
            return other
    return None


def _score(level: Level, grouping: Grouping, alone: Set[int], wanted: Wanted) -> float:
    """Even sizes, few lines between boxes, no label twice, few layers left over, a handful of boxes."""
    piece_of = {number: index for index, group in enumerate(grouping.groups) for number in group.members}
    sizes = [len(group.members) for group in grouping.groups]
    count, total = len(sizes), len(level)
    evenness = -sum(size / total * math.log(size / total) for size in sizes) / math.log(count)
    lines = {
        (piece_of[number], piece_of[other])
        for number, others in enumerate(level.successors)
        for other in others
        if piece_of[number] != piece_of[other]
    }
    named = [group.label for group in grouping.groups if group.label]
    split = (0.3 if grouping.kind == "stage" else 1.5) * (len(named) - len(set(named))) / count
    left_over = 0.8 * (sizes.count(1) - len(alone)) / total
    too_few = 0.4 * max(0, wanted.fewest - count)
    crowded = 3 * max(0.0, count / wanted.most - 0.5) ** 2
    too_large = 0.8 * max(0.0, max(sizes) / total - 0.5)
    tangled = 0.35 * max(0.0, len(lines) / (count - 1) - 1)
    in_parts = 0.8 * sum(len(group.members) for group in grouping.groups if _is_in_parts(level, group)) / total
    return evenness - tangled - split - left_over - too_few - crowded - too_large - in_parts


def _is_in_parts(level: Level, group: Group) -> bool:
    """Whether some of a group's layers have nothing to do with the others, as of two towers."""
    inside = set(group.members)
    waiting, seen = [group.members[0]], {group.members[0]}
    while waiting:
        number = waiting.pop()
        new = inside.intersection(level.predecessors[number]) | inside.intersection(level.successors[number])
        waiting += new - seen
        seen |= new
    return len(seen) < len(inside)
