"""Layers in which the links are as short as they can be, by the network simplex method.

After Gansner, Koutsofios, North and Vo, "A Technique for Drawing Directed Graphs" (IEEE TSE 19, 1993), section 2.
"""

from __future__ import annotations

from collections.abc import Sequence

from inspector.drawing.layout.stopping import Check, unstopped

_PIVOTS_PER_NODE = 4


def shorten(layer: list[int], pairs: Sequence[tuple[int, int]], check: Check = unstopped) -> None:
    """Move nodes, in place, until the sum of all pairs' lengths is least (or the limit of steps is reached).

    Args:
        layer: of each node, every pair at least one apart.
        pairs: source and target; a pair that is there twice counts twice.
        check: called now and then, to give up.
    """
    simplex = _Simplex(layer, pairs)
    for root in range(len(layer)):
        if not simplex.in_tree[root]:
            simplex.span(root)
    simplex.run(check)


class _Simplex:
    """A spanning forest of pairs of length one, and for every node what the part of the tree below it pulls at.

    Attributes:
        parent: the next node towards the root, -1 at a root.
        points_up: whether the pair between a node and its parent has the parent as its target.
        pull: links that leave the node's subtree downwards, less those that come into it.
    """

    def __init__(self, layer: list[int], pairs: Sequence[tuple[int, int]]) -> None:
        count = len(layer)
        self.layer = layer
        self.after: list[list[int]] = [[] for _ in range(count)]
        self.before: list[list[int]] = [[] for _ in range(count)]
        for source, target in pairs:
            self.after[source].append(target)
            self.before[target].append(source)
        self.in_tree = bytearray(count)
        self.parent = [-1] * count
        self.points_up = [False] * count
        self.children: list[set[int]] = [set() for _ in range(count)]
        self.pull = [len(self.after[node]) - len(self.before[node]) for node in range(count)]

    def span(self, root: int) -> None:
        """Grow a tree over all nodes connected with a root, moving what is grown to the nearest node left out."""
        tree = [root]
        self.in_tree[root] = 1
        grown = 0
        while True:
            while grown < len(tree):
                node = tree[grown]
                grown += 1
                self._grow(node, self.after[node], False, tree)
                self._grow(node, self.before[node], True, tree)
            slack, direction, node = self._nearest(tree)
            if not direction:
                break
            for member in tree:
                self.layer[member] += direction * slack
            grown = tree.index(node)
        for node in reversed(tree[1:]):
            self.pull[self.parent[node]] += self.pull[node]

    def _grow(self, node: int, neighbours: Sequence[int], points_up: bool, tree: list[int]) -> None:
        for other in neighbours:
            if not self.in_tree[other] and abs(self.layer[other] - self.layer[node]) == 1:
                self.in_tree[other] = 1
                self._hang(other, node, points_up)
                tree.append(other)

    def _hang(self, node: int, parent: int, points_up: bool) -> None:
        self.parent[node] = parent
        self.points_up[node] = points_up
        self.children[parent].add(node)

    def _nearest(self, tree: list[int]) -> tuple[int, int, int]:
        """The least way to move a tree so that it touches another node: how far, which way, and the touching node."""
        best = (0, 0, -1)
        for node in tree:
            for target in self.after[node]:
                slack = self.layer[target] - self.layer[node] - 1
                if not self.in_tree[target] and (not best[1] or slack < best[0]):
                    best = (slack, 1, node)
            for source in self.before[node]:
                slack = self.layer[node] - self.layer[source] - 1
                if not self.in_tree[source] and (not best[1] or slack < best[0]):
                    best = (slack, -1, node)
        return best

    def run(self, check: Check) -> None:
        """Exchange tree pairs until no subtree gains by moving."""
        count = len(self.layer)
        node, settled = 0, 0
        for _ in range(_PIVOTS_PER_NODE * count):
            while settled < count and not self._gains(node):
                node, settled = (node + 1) % count, settled + 1
            if settled == count:
                return
            check()
            self._pivot(node)
            settled = 0

    def _gains(self, node: int) -> bool:
        """Whether the subtree at a node would shorten the whole by moving away from its parent."""
        if self.parent[node] < 0:
            return False
        return self.pull[node] < 0 if self.points_up[node] else self.pull[node] > 0

    def _pivot(self, node: int) -> None:
        """Move the subtree at a node until it touches another part of the tree, and hang it there."""
        subtree = self._subtree(node)
        inside = set(subtree)
        upwards = self.points_up[node]
        slack, inner, outer = self._touching(subtree, inside, upwards)
        for member in subtree:
            self.layer[member] += -slack if upwards else slack
        self._add_above(self.parent[node], -self.pull[node])
        self._reroot(node, inner)
        self._hang(inner, outer, not upwards)
        self._add_above(outer, self.pull[inner])

    def _subtree(self, node: int) -> list[int]:
        found = [node]
        for member in found:
            found.extend(self.children[member])
        return found

    def _touching(self, subtree: list[int], inside: set[int], upwards: bool) -> tuple[int, int, int]:
        """The pair across the subtree's edge that first gets as short as it may: its slack, inner and outer node."""
        neighbours, sign = (self.before, -1) if upwards else (self.after, 1)
        best = (0, -1, -1)
        for inner in subtree:
            for outer in neighbours[inner]:
                if outer not in inside:
                    slack = sign * (self.layer[outer] - self.layer[inner]) - 1
                    if best[1] < 0 or (slack, inner, outer) < best:
                        best = (slack, inner, outer)
        return best

    def _add_above(self, node: int, pull: int) -> None:
        while node >= 0:
            self.pull[node] += pull
            node = self.parent[node]

    def _reroot(self, top: int, root: int) -> None:
        """Take the subtree at ``top`` off its parent and turn it so that ``root`` is its root."""
        whole = self.pull[top]
        self.children[self.parent[top]].discard(top)
        path = [root]
        while path[-1] != top:
            path.append(self.parent[path[-1]])
        links = [(self.points_up[node], self.pull[node]) for node in path]
        for index in range(len(path) - 1, 0, -1):
            upper, lower = path[index], path[index - 1]
            points_up, pull = links[index - 1]
            self.children[upper].discard(lower)
            self._hang(upper, lower, not points_up)
            self.pull[upper] = whole - pull
        self.pull[root] = whole
