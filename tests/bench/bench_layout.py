"""The layout beside Graphviz' dot and dagre: `python tests/bench/bench_layout.py`, about ten minutes.

All of keras.applications, as the window shows them first, layer by layer, and with all blocks open, and operation
graphs of some. Writes its section of docs/benchmarks.md. The models are made once, without weights, and kept.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import sections
from layout_engines import Case, Dagre, Dot, ours
from layout_measure import Laid, Quality, quality

from inspector.drawing.opened import first_view
from inspector.formats import open_model
from inspector.graph.blocks import Block
from inspector.graph.grouping import blocks
from inspector.graph.recovery.shown import View

CACHE = Path(os.environ.get("INSPECTOR_BENCH_MODELS", Path(tempfile.gettempdir()) / "bench-models"))
EXPORTED = ("MobileNetV2", "ResNet50", "EfficientNetV2B0")
FIRST, LAYERS, OPEN, OPERATIONS = "first view", "every layer", "every block open", "every operation"
FOLDED_OPERATIONS = "operations, folded"
MADE = """
import inspect, json, os, sys, zipfile
import keras
folder, exported = sys.argv[1], sys.argv[2].split(",")
for name, made in sorted(vars(keras.applications).items()):
    path = f"{folder}/{name}.keras"
    if not inspect.isfunction(made) or os.path.exists(path):
        continue
    keras.backend.clear_session()
    with keras.StatelessScope():
        config = keras.saving.serialize_keras_object(made(weights=None))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": keras.__version__, "date_saved": ""}))
        archive.writestr("config.json", json.dumps(config))
for name in exported:
    if not os.path.exists(f"{folder}/{name}/saved_model.pb"):
        keras.backend.clear_session()
        getattr(keras.applications, name)(weights=None).export(f"{folder}/{name}", verbose=False)
"""


@dataclass(frozen=True, slots=True)
class Result:
    """One graph by one engine."""

    group: str
    name: str
    engine: str
    boxes: int
    quality: Quality
    seconds: float


def main() -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-c", MADE, str(CACHE), ",".join(EXPORTED)], check=True, stderr=subprocess.DEVNULL)
    dot, dagre = Dot(), Dagre(CACHE / "node")
    for engine in (dot, dagre):
        if engine.missing:
            print(engine.missing)
    results = []
    for group, case in cases():
        laid, shown = ours(case)
        answers: list[tuple[str, Laid | None]] = [("ours", laid)]
        if not dot.missing:
            answers.append(("dot", dot.lay_out(shown)))
        if not dagre.missing and group != OPEN:  # its nested layouts take minutes
            answers.append(("dagre", dagre.lay_out(shown)))
        for name, answer in answers:
            if answer is None:
                print(f"{case.name}, {group}: {name} did not finish")
                continue
            results.append(Result(group, case.name, name, len(shown.sizes), quality(answer), answer.seconds))
        print(case.name, group, flush=True)
    sections.write("Layout", report(results, dot))


def cases() -> Iterator[tuple[str, Case]]:
    """Every graph in every state, with the name of its group."""
    for path in sorted(CACHE.glob("*.keras")):
        graph = open_model(path)
        found = blocks(graph)
        yield FIRST, Case(path.stem, graph, found, first_view(graph, found))
        yield LAYERS, Case(path.stem, graph, (), frozenset())
        yield OPEN, Case(path.stem, graph, found, _every(found))
    for name in EXPORTED:
        graph = open_model(CACHE / name, View(operations=True))
        found = blocks(graph)
        yield FOLDED_OPERATIONS, Case(name, graph, found, first_view(graph, found))
        yield OPERATIONS, Case(name, graph, (), frozenset())


def _every(found: Iterable[Block]) -> frozenset[str]:
    return frozenset(block.id for top in found for block in top.walk())


def report(results: Sequence[Result], dot: Dot) -> str:
    """The section's text: a summary, then every graph whose lines cross or that has more than 300 boxes."""
    by_engine = {
        engine: {(result.group, result.name): result for result in results if result.engine == engine}
        for engine in ("ours", "dot", "dagre")
    }
    text = [
        "Crossings, lengths and sizes of the drawn lines and boxes, the same boxes for every engine, without labels "
        "(`tests/bench/bench_layout.py`). Lines that run one on the other count as one. Time is processor time: of "
        f"ours the layout alone, of dot the process, {dot.starting * 1000:.0f} ms of which is its start; of dagre the "
        "layout in Node. Ratios are medians of ours to theirs.",
        "",
        "| | graphs | crossings no more than dot's | than dagre's | line length to dot's | width | area "
        "| as fast as dot | at least 5 × as fast | total: ours | dot | dagre |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    text += [
        _summary(group, *(_of_group(by_engine[engine], group) for engine in by_engine))
        for group in dict.fromkeys(result.group for result in results)
    ]
    through = {
        engine: sum(result.quality.through for result in found.values()) for engine, found in by_engine.items() if found
    }
    told = ", ".join(f"{engine} {count}" for engine, count in through.items())
    text += ["", f"Lines through a box they do not belong to, over all graphs: {told}.", ""]
    text += [
        "Graphs whose lines cross, or with more than 500 boxes (ours / dot / dagre):",
        "",
        "| graph | | boxes | crossings | line length, 1000 px | width, px | area, Mpx | ms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for key, own in by_engine["ours"].items():
        found = [by_engine[engine].get(key) for engine in ("ours", "dot", "dagre")]
        if own.boxes > 500 or any(result and result.quality.crossings for result in found):
            text.append(_row(own, found))
    return "\n".join(text)


def _of_group(found: dict[tuple[str, str], Result], group: str) -> dict[str, Result]:
    return {name: result for (own, name), result in found.items() if own == group}


def _summary(group: str, own: dict[str, Result], dot: dict[str, Result], dagre: dict[str, Result]) -> str:
    def fewer(other: dict[str, Result]) -> str:
        better = [own[name].quality.crossings <= result.quality.crossings for name, result in other.items()]
        return f"{sum(better)} of {len(better)}" if better else ""

    def ratio(value: Callable[[Result], float]) -> str:
        found = sorted(value(own[name]) / max(value(result), 1e-9) for name, result in dot.items())
        return f"{found[len(found) // 2]:.2f}" if found else ""

    quick = [result.seconds / own[name].seconds for name, result in dot.items()]
    cells = [
        group,
        str(len(own)),
        fewer(dot),
        fewer(dagre),
        ratio(lambda result: result.quality.length),
        ratio(lambda result: result.quality.width),
        ratio(lambda result: result.quality.area),
        f"{sum(times >= 1 for times in quick)} of {len(quick)}" if quick else "",
        f"{sum(times >= 5 for times in quick)} of {len(quick)}" if quick else "",
        *(f"{sum(result.seconds for result in found.values()):.2f} s" if found else "" for found in (own, dot, dagre)),
    ]
    return f"| {' | '.join(cells)} |"


def _row(own: Result, found: Sequence[Result | None]) -> str:
    def each(value: Callable[[Result], float], form: str) -> str:
        return " / ".join(format(value(result), form) if result else "–" for result in found)

    cells = [
        own.name,
        own.group,
        str(own.boxes),
        each(lambda result: result.quality.crossings, ".0f"),
        each(lambda result: result.quality.length / 1000, ",.0f"),
        each(lambda result: result.quality.width, ",.0f"),
        each(lambda result: result.quality.area / 1e6, ",.1f"),
        each(lambda result: result.seconds * 1000, ",.0f"),
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
