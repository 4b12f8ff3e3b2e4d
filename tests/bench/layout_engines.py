"""The same graphs laid out by this program, by Graphviz' dot and by dagre, each with the processor time it took."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from layout_measure import Laid, Point, Rectangle

from inspector.drawing.draw import draw
from inspector.drawing.layout.layouts import Layouts
from inspector.drawing.layout.problem import Link, Node, Placement
from inspector.drawing.layout.stopping import Check, unstopped
from inspector.drawing.picture import Options, Picture
from inspector.graph.blocks import Block
from inspector.graph.model import ModelGraph

NODES_APART, LAYERS_APART = 28, 26
"""Pixels, as in this program's own layouts."""
LIMIT = 600
"""Seconds of processor time after which an engine is given up."""

_INCH = 72.0
_CURVE = 8  # straight pieces for one piece of dot's curves
_OPTIONS = Options(show_shapes=False)
_DAGRE = """
const dagre = require("dagre");
const given = JSON.parse(require("fs").readFileSync(0));
const graph = new dagre.graphlib.Graph({multigraph: true, compound: given.parents.length > 0});
graph.setGraph({nodesep: given.nodesep, ranksep: given.ranksep, rankdir: "TB"});
graph.setDefaultEdgeLabel(() => ({}));
for (const [id, width, height] of given.nodes) graph.setNode(id, {width, height});
for (const id of given.frames) graph.setNode(id, {});
for (const [id, parent] of given.parents) graph.setParent(id, parent);
given.edges.forEach(([source, target], index) => graph.setEdge(source, target, {}, String(index)));
const before = process.cpuUsage();
dagre.layout(graph);
const used = process.cpuUsage(before);
console.log(JSON.stringify({
  seconds: (used.user + used.system) / 1e6,
  nodes: given.nodes.map(([id]) => { const node = graph.node(id); return [id, node.x, node.y]; }),
  edges: graph.edges().map((edge) => [edge.v, edge.w, graph.edge(edge).points.map((point) => [point.x, point.y])]),
}));
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A graph to lay out: its blocks, and which of them are open."""

    name: str
    graph: ModelGraph
    blocks: Sequence[Block]
    opened: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """The same for any engine: sizes of the boxes, lines, and the frames with what is directly in each."""

    sizes: dict[str, tuple[float, float]]
    lines: list[tuple[str, str]]
    parents: dict[str, str]
    frames: list[str]


def ours(case: Case) -> tuple[Laid, Shown]:
    """Laid out by this program, the best of three runs; and what was laid out.

    Counted is the layout, which is given sizes and links as the other engines are.
    """
    seconds = []
    for _ in range(3):
        layouts = _Timed()
        picture = draw(case.graph, case.blocks, case.opened, _OPTIONS, layouts=layouts)
        seconds.append(layouts.seconds)
    boxes: dict[str, Rectangle] = {
        box.id: (box.x, box.y, box.x + box.width, box.y + box.height) for box in picture.boxes if box.kind != "frame"
    }
    laid = Laid(boxes, [(line.source, line.target, line.points) for line in picture.lines], min(seconds))
    return laid, _shown(picture)


class _Timed(Layouts):
    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def arrange(self, nodes: Sequence[Node], links: Sequence[Link], check: Check = unstopped) -> Placement:
        start = time.process_time()
        placement = super().arrange(nodes, links, check)
        self.seconds += time.process_time() - start
        return placement


def _shown(picture: Picture) -> Shown:
    parents = {}
    frames = [box for box in picture.boxes if box.kind == "frame"]
    for box in picture.boxes:
        for frame in frames:  # outer ones first: the last one that holds it is the nearest
            if frame.id != box.id and set(frame.layers) >= set(box.layers):
                parents[box.id] = frame.id
    sizes = {box.id: (box.width, box.height) for box in picture.boxes if box.kind != "frame"}
    lines = [(line.source, line.target) for line in picture.lines]
    return Shown(sizes, lines, parents, [frame.id for frame in frames])


class Dot:
    """Graphviz' dot: a process for every graph, as programs use it.

    ``starting`` is the processor time of the process when there is nothing to lay out.
    """

    def __init__(self) -> None:
        self._program = shutil.which("dot")
        self.missing = "" if self._program else "Graphviz is not installed: dot is left out (apt-get install graphviz)."
        empty = [self._run("digraph { a }") for _ in range(5)] if self._program else []
        self.starting = min((found[1] for found in empty if found), default=0.0)

    def lay_out(self, shown: Shown) -> Laid | None:
        """Nothing where it did not finish in time."""
        found = self._run(_as_dot(shown))
        return None if found is None else _from_plain(found[0], shown, found[1])

    def _run(self, text: str) -> tuple[str, float] | None:
        return _process([str(self._program), "-Tplain"], text)


class Dagre:
    """dagre in Node."""

    def __init__(self, folder: Path) -> None:
        node, npm = shutil.which("node"), shutil.which("npm")
        self._node, self._folder = node, folder
        self.missing = "" if node and npm else "Node is not installed: dagre is left out (apt-get install npm)."
        if not self.missing and not (folder / "node_modules" / "dagre").is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            subprocess.run([str(npm), "install", "--silent", "dagre@0.8.5"], cwd=folder, check=True)

    def lay_out(self, shown: Shown) -> Laid | None:
        """Nothing where it did not finish in time, or failed."""
        asked = {
            "nodesep": NODES_APART,
            "ranksep": LAYERS_APART,
            "nodes": [(name, *size) for name, size in shown.sizes.items()],
            "edges": shown.lines,
            "frames": shown.frames,
            "parents": list(shown.parents.items()),
        }
        found = _process([str(self._node), "--stack-size=8000", "-e", _DAGRE], json.dumps(asked), self._folder)
        if found is None:
            return None
        answer = json.loads(found[0])
        boxes = {name: _box(shown.sizes[name], x, y) for name, x, y in answer["nodes"]}
        return Laid(
            boxes, [(*ends, [tuple(point) for point in points]) for *ends, points in answer["edges"]], answer["seconds"]
        )


def _process(command: list[str], text: str, folder: Path | None = None) -> tuple[str, float] | None:
    """What a process printed and the processor time it took; nothing when it failed or took too long."""
    bounded = ["prlimit", f"--cpu={LIMIT}", "--", *command] if shutil.which("prlimit") else command
    with subprocess.Popen(
        bounded, cwd=folder, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(text)
        process.stdin.close()
        printed = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return None if process.returncode else (printed, used.ru_utime + used.ru_stime)


def _as_dot(shown: Shown) -> str:
    number = {name: f"n{index}" for index, name in enumerate(shown.sizes)}
    inside: dict[str, list[str]] = {}
    for name in (*shown.sizes, *shown.frames):
        inside.setdefault(shown.parents.get(name, ""), []).append(name)

    def group(frame: str) -> Iterator[str]:
        for name in inside.get(frame, ()):
            if name in shown.sizes:
                width, height = shown.sizes[name]
                yield f"{number[name]} [width={width / _INCH:.4f} height={height / _INCH:.4f}]"
            else:
                yield f"subgraph cluster{shown.frames.index(name)} {{"
                yield from group(name)
                yield "}"

    edges = (f"{number[source]} -> {number[target]}" for source, target in shown.lines)
    apart = f"nodesep={NODES_APART / _INCH:.4f} ranksep={LAYERS_APART / _INCH:.4f}"
    head = f'digraph {{ graph [{apart}] node [shape=box fixedsize=true label=""] edge [arrowhead=none]'
    return "\n".join([head, *group(""), *edges, "}"])


def _from_plain(text: str, shown: Shown, seconds: float) -> Laid:
    names = {f"n{index}": name for index, name in enumerate(shown.sizes)}
    boxes: dict[str, Rectangle] = {}
    lines = []
    for row in text.replace("\\\n", "").splitlines():
        kind, *words = row.split()
        if kind == "node":
            name = names[words[0]]
            boxes[name] = _box(shown.sizes[name], float(words[1]) * _INCH, -float(words[2]) * _INCH)
        elif kind == "edge":
            count = int(words[2])
            flat = [float(word) * _INCH for word in words[3 : 3 + 2 * count]]
            points = [(x, -y) for x, y in zip(flat[::2], flat[1::2], strict=True)]
            lines.append((names[words[0]], names[words[1]], _straight(points)))
    return Laid(boxes, lines, seconds)


def _box(size: tuple[float, float], x: float, y: float) -> Rectangle:
    return x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2


def _straight(points: list[Point]) -> list[Point]:
    """A chain of cubic curves as straight pieces."""
    found = [points[0]]
    for start in range(0, len(points) - 3, 3):
        found += [_on_curve(points[start : start + 4], step / _CURVE) for step in range(1, _CURVE + 1)]
    return found


def _on_curve(points: list[Point], part: float) -> Point:
    while len(points) > 1:
        points = [
            (first[0] + (second[0] - first[0]) * part, first[1] + (second[1] - first[1]) * part)
            for first, second in pairwise(points)
        ]
    return points[0]
