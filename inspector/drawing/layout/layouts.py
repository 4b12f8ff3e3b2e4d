"""Layouts that are kept by what was asked: what looks like something laid out before is not laid out again."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from inspector.drawing.layout.arrange import arrange
from inspector.drawing.layout.problem import Link, Node, Placement
from inspector.drawing.layout.stopping import Check, unstopped

_KEPT = 1000

_Asked = tuple[tuple[Node, ...], tuple[Link, ...]]


class Layouts:
    """Answers of `arrange`; blocks of a model that look alike share one, and so do pictures drawn one after the other.

    When a block is opened or closed only its own inside and that of the blocks round it are other than before. The
    layouts used longest ago are forgotten. May be used from several threads.
    """

    def __init__(self) -> None:
        self._found: dict[_Asked, Placement] = {}
        self._lock = Lock()

    def arrange(self, nodes: Sequence[Node], links: Sequence[Link], check: Check = unstopped) -> Placement:
        """As `arrange.arrange`; raises StoppedError when ``check`` does."""
        asked = tuple(nodes), tuple(links)
        with self._lock:
            placement = self._found.pop(asked, None)
        if placement is None:
            placement = arrange(nodes, links, check)
        with self._lock:
            self._found[asked] = placement
            if len(self._found) > _KEPT:
                del self._found[next(iter(self._found))]
        return placement
