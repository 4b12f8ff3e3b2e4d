"""The document's rules: edits that replace others, blocks under edits, reach, what is open at first, workers."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from ui_window_helpers import SAMPLE

from inspector.drawing.draw import draw
from inspector.drawing.opened import first_view
from inspector.drawing.picture import Options
from inspector.drawing.scene import Scene
from inspector.formats import open_model
from inspector.graph.blocks import Block
from inspector.graph.grouping import blocks
from inspector.graph.model import Edge, Layer, ModelGraph
from inspector.recipe.editing import with_edit
from inspector.recipe.edits import Freeze, InsertDropout, ReplaceHead, SetDropout, SetMaxNorm, Unfreeze
from inspector.recipe.preview import preview
from inspector.ui import atomic
from inspector.ui.background import Latest
from inspector.ui.drawing import Drawer
from inspector.ui.layers.model import LayerModel
from inspector.ui.layers.node import tree
from inspector.ui.reach import after, before
from inspector.ui.recent import Recent
from inspector.ui.regroup import regroup


@pytest.fixture(scope="module")
def graph() -> ModelGraph:
    return open_model(SAMPLE)


def test_an_edit_replaces_what_it_makes_pointless_where_that_stands() -> None:
    edits = (SetDropout("a", 0.2), ReplaceHead(5, "softmax"), SetMaxNorm("head", 3.0))

    assert with_edit(edits, SetDropout("a", 0.4)) == (SetDropout("a", 0.4), *edits[1:])
    assert with_edit(edits, ReplaceHead(7, "softmax"))[1] == ReplaceHead(7, "softmax")
    assert with_edit(edits, SetDropout("b", 0.4)) == (*edits, SetDropout("b", 0.4))
    assert with_edit(edits, InsertDropout("a", 0.1)) == (*edits, InsertDropout("a", 0.1))
    assert with_edit((Freeze(("a", "b")),), Unfreeze(("b", "c"))) == (Freeze(("a",)), Unfreeze(("b", "c")))
    assert with_edit((Freeze(("a",)),), Unfreeze(("a",))) == (Unfreeze(("a",)),)


@given(st.lists(st.tuples(st.booleans(), st.sets(st.sampled_from("abcd"), min_size=1)), max_size=8))
def test_the_last_tick_of_a_layer_is_the_only_one_left(ticks: list[tuple[bool, set[str]]]) -> None:
    edits: tuple = ()
    last: dict[str, bool] = {}
    for frozen, layers in ticks:
        edits = with_edit(edits, (Freeze if frozen else Unfreeze)(tuple(sorted(layers))))
        last.update(dict.fromkeys(layers, frozen))

    told = [(path, isinstance(edit, Freeze)) for edit in edits for path in edit.layers]
    assert len(told) == len(last)
    assert dict(told) == last


def test_a_created_layer_joins_the_block_its_tensor_stays_in(graph: ModelGraph) -> None:
    found = blocks(graph)
    edits = [InsertDropout("block1_relu1", 0.2), InsertDropout("image", 0.2), ReplaceHead(5, "softmax", drop_last=1)]
    shown = preview(graph, edits)

    kept = regroup(found, shown.graph, shown.created)

    block1 = next(block for block in kept if block.label == "block1")
    grouped = {path for block in kept for path in block.layers}
    assert any("dropout" in path for path in block1.layers)
    assert not any(path.startswith("image") for path in grouped)
    for created in shown.created - set(block1.layers):
        assert created not in grouped
    assert all(path in shown.graph.by_path for path in grouped)


def test_two_dropouts_in_a_row_both_stay_in_the_block(graph: ModelGraph) -> None:
    first = preview(graph, [InsertDropout("block1_relu1", 0.2)])
    (created,) = first.created
    shown = preview(graph, [InsertDropout("block1_relu1", 0.2), InsertDropout(created, 0.3)])

    kept = regroup(blocks(graph), shown.graph, shown.created)

    assert shown.created <= set(next(block for block in kept if block.label == "block1").layers)


def test_before_and_after_follow_both_branches(graph: ModelGraph) -> None:
    assert {"block1_conv1", "block1_bn2", "stem_relu", "image"} <= before(graph, ["block1_add"])
    assert "block1_add" not in before(graph, ["block1_add"])
    assert after(graph, ["head_dense"]) == {"head_dropout", "predictions"}
    assert after(graph, ["predictions"]) == frozenset()


def test_small_models_are_seen_open_and_large_ones_folded(graph: ModelGraph) -> None:
    found = blocks(graph)
    assert first_view(graph, found) == {each.id for block in found for each in block.walk()}
    assert first_view(graph, ()) == frozenset()

    names = [f"layer{number}" for number in range(60)]
    many = ModelGraph("many", "Functional", tuple(Layer(name, name, "Dense") for name in names), ())
    inner = tuple(Block(f"all/{name}", name, (name,)) for name in names)
    assert first_view(many, (Block("all", "all", tuple(names), inner),)) == {"all"}


@pytest.mark.parametrize(("outside", "opened"), [(1, {"run"}), (3, {"run"}), (4, set()), (6, set())])
def test_what_stands_there_several_times_is_first_seen_folded_where_there_is_more(outside: int, opened: set) -> None:
    names = [f"layer{number}" for number in range(60)]
    graph = ModelGraph("m", "Functional", tuple(Layer(name, name, "Dense") for name in names), ())
    inside = names[outside:]
    inner = tuple(Block(name, name, (name,)) for name in inside)
    assert first_view(graph, (Block("run", "layer ×9", tuple(inside), inner, repeats=True),)) == opened


@pytest.mark.window
def test_the_layer_model_keeps_qts_rules_while_rows_come_go_and_change(graph: ModelGraph, qtbot: QtBot) -> None:
    found = blocks(graph)
    model = LayerModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.replace(tree(graph, found, {}))
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))

    for edits in (
        [Freeze(("stem_conv",))],
        [InsertDropout("block1_relu1", 0.2), InsertDropout("image", 0.1)],
        [ReplaceHead(5, "softmax", drop_last=4)],
        [],
    ):
        shown = preview(graph, edits)
        now = regroup(found, shown.graph, shown.created)
        model.show(tree(shown.graph, now, shown.edited))
        expected = [node.id for root in tree(shown.graph, now, shown.edited) for node in root.walk()]
        assert [node.id for root in model._roots for node in root.walk()] == expected
        assert all(model.node(model.index_of(box)) for box in expected)

    assert resets == []


def test_only_the_newest_work_is_told(qtbot: QtBot) -> None:
    latest, told, gate = Latest(), [], threading.Event()
    latest.done.connect(told.append)

    latest.submit(lambda: gate.wait(5) and "old")
    with qtbot.waitSignal(latest.done, timeout=5000):
        latest.submit(lambda: "new")
    gate.set()
    qtbot.wait(100)

    assert told == ["new"]
    latest.finish()


def test_work_that_fails_is_told_and_cancelled_work_is_not(qtbot: QtBot) -> None:
    latest, told = Latest(), []
    latest.done.connect(told.append)

    with qtbot.waitSignal(latest.failed, timeout=5000) as failed:
        latest.submit(lambda: 1 // 0)
    assert isinstance(failed.args[0], ZeroDivisionError)

    latest.submit(lambda: time.sleep(0.05))
    latest.finish()
    qtbot.wait(100)
    assert told == []


def test_a_picture_that_is_overtaken_is_given_up(qtbot: QtBot) -> None:
    chooser = random.Random(1)
    layers = tuple(Layer(f"layer_{number}", f"layer_{number}", "Dense") for number in range(1500))
    ends = [(max(0, number - chooser.randint(1, 60)), number) for number in range(1, 1500) for _ in range(2)]
    tangle = ModelGraph("m", "Functional", layers, tuple(Edge(*(layers[end].path for end in pair)) for pair in ends))
    start = time.perf_counter()
    draw(tangle, (), frozenset(), Options())
    whole = time.perf_counter() - start

    drawer = Drawer()
    drawer.draw(Scene(tangle))
    with qtbot.waitSignal(drawer.done, timeout=10_000) as drawn:
        drawer.draw(Scene(ModelGraph("m", "Functional", layers[:1], ())))
    assert len(drawn.args[0].boxes) == 1
    start = time.perf_counter()
    drawer.finish()
    assert time.perf_counter() - start < whole / 2


def test_a_file_that_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    target = tmp_path / "model.keras"
    target.write_bytes(b"before")

    with pytest.raises(OSError, match="missing"):
        atomic.copy(tmp_path / "missing.keras", target)
    assert target.read_bytes() == b"before"

    atomic.write(target, b"after")
    assert target.read_bytes() == b"after"
    assert [file.name for file in tmp_path.iterdir()] == ["model.keras"]


def test_recent_files_are_few_newest_first_and_there(settings, tmp_path: Path) -> None:
    recent = Recent(settings)
    files = [tmp_path / f"{number}.keras" for number in range(12)]
    for file in files:
        file.touch()
        recent.add(str(file))
    recent.add(str(files[5]))
    files[11].unlink()

    names = [Path(path).name for path in recent.files()]
    assert names[:3] == ["5.keras", "10.keras", "9.keras"]
    assert len(names) == 9
