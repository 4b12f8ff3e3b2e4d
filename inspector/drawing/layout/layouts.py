"""Layouts that are kept by what was asked: what looks like something laid out before is not laid out again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock

from inspector.drawing.layout.arrange import arrange
from inspector.drawing.layout.problem import Link, Node, Placement
from inspector.drawing.layout.sections import Section, joined, sections
from inspector.drawing.layout.stopping import Check, unstopped

_KEPT = 1000

_Asked = tuple[tuple[Node, ...], tuple[Link, ...], float | None]
"""Nodes, links, and where the exit is to be, as `arrange.arrange` takes them."""


class Layouts:
    """Layouts of whole graphs; sections and blocks that look alike share one, and so do pictures drawn in succession.

    When a block is opened or closed only its own inside and that of the blocks round it are other than before. The
    layouts used longest ago are forgotten. May be used from several threads.
    """

    def __init__(self) -> None:
        self._found: dict[_Asked, Placement] = {}
        self._lock = Lock()

    def arrange(self, nodes: Sequence[Node], links: Sequence[Link], check: Check = unstopped) -> Placement:
        """Lay out a graph, section by section; raises StoppedError when ``check`` does."""
        return self._kept((tuple(nodes), tuple(links), None), self._in_sections, check)

    def _in_sections(self, asked: _Asked, check: Check) -> Placement:
        nodes, links, _ = asked
        cut = sections(len(nodes), links)
        if len(cut) == 1:
            return arrange(nodes, links, check)
        parts: list[tuple[Section, Placement]] = []
        aside = 0.0  # how far the end of the sections so far is right of their beginning
        for section in cut:
            exit_at = round(-aside, 6) if section is cut[-1] and nodes[cut[0].nodes[0]].pin else None
            placement = self._kept((*section.problem(nodes, links), exit_at), _arranged, check)
            parts.append((section, placement))
            aside += placement.centres[-1][0] - placement.centres[0][0]
        return joined(parts, len(nodes), len(links))

    def _kept(self, asked: _Asked, make: Callable[[_Asked, Check], Placement], check: Check) -> Placement:
        with self._lock:
            placement = self._found.pop(asked, None)
        if placement is None:
            placement = make(asked, check)
        with self._lock:
            self._found[asked] = placement
            if len(self._found) > _KEPT:
                del self._found[next(iter(self._found))]
        return placement


def _arranged(asked: _Asked, check: Check) -> Placement:
    nodes, links, exit_at = asked
    return arrange(nodes, links, check, exit_at)
