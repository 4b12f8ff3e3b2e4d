"""``import inspector`` in Python and notebooks: cheap, without TensorFlow and Qt, and the same pictures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest

import inspector
from inspector.resources import resource
from inspector.ui.pictures.errors import PictureError

SAMPLE = resource("samples/sample.keras")


@pytest.fixture(scope="module")
def model() -> inspector.Model:
    return inspector.open(SAMPLE)


def test_importing_it_imports_nothing_else() -> None:
    program = "import sys; before = set(sys.modules); import inspector; print(*sorted(set(sys.modules) - before))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    imported = {name for name in found.stdout.split() if name.partition(".")[0] not in sys.stdlib_module_names}
    assert imported == {"inspector"}


def test_a_picture_needs_neither_tensorflow_nor_qt(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "for blocked in ('tensorflow', 'keras', 'PySide6'):\n"
        "    sys.modules[blocked] = None\n"
        "import inspector\n"
        f"model = inspector.open({str(SAMPLE)!r})\n"
        "model._repr_html_(), model.table()._repr_html_(), model.to_pydot(), model.to_networkx(), model.summary()\n"
        "print(model.save('graph.svg'))\n"
    )
    found = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert (tmp_path / "graph.svg").read_text().startswith("<svg")


def test_a_notebook_shows_the_picture_and_a_tree_that_folds(model: inspector.Model) -> None:
    assert ElementTree.fromstring(model._repr_svg_()).tag.endswith("svg")
    page = ElementTree.fromstring(model._repr_html_())
    assert page.find(".//{http://www.w3.org/2000/svg}svg") is not None
    shown = "".join(page.find("details").itertext())
    assert all(leaf.name in shown for leaf in model.graph.leaves)
    assert "frozen" not in shown


def test_it_says_what_it_is(model: inspector.Model) -> None:
    assert repr(model) == f"<Functional 'sample': {len(model.graph.leaves)} layers>"
    assert "Total" not in model.summary()
    assert model.graph.leaves[0].name in model.summary()


def test_the_table_is_plain_rows(model: inspector.Model) -> None:
    rows = model.table()
    assert [row["layer"] for row in rows] == [leaf.path for leaf in model.graph.leaves]
    assert sum(row["parameters"] for row in rows) == sum(
        weight.parameters for leaf in model.graph.leaves for weight in leaf.weights
    )
    assert rows._repr_html_().count("<tr>") == len(rows) + 1
    assert all(len(line) <= 140 for line in str(rows).splitlines())


def test_graphs_to_go_on_working_with(model: inspector.Model) -> None:
    assert isinstance(model.to_networkx(), networkx.MultiDiGraph)
    assert "cluster" in model.to_pydot().to_string()
    assert "cluster" not in model.to_pydot(unfold="none").to_string()


def test_the_options_reach_the_picture(model: inspector.Model) -> None:
    standing, lying = model.picture(), model.picture(direction="LR")
    assert standing.height > standing.width
    assert lying.width > lying.height
    assert len(model.picture(unfold="none").boxes) < len(model.picture(unfold="flat").boxes)
    assert model.svg(theme="dark") != model.svg()


def test_a_part_is_named_by_patterns_and_what_hides_it_is_opened(model: inspector.Model) -> None:
    whole, block = model.to_pydot(unfold="none"), model.blocks[0]
    part = model.to_pydot(unfold="none", only=["Conv2D"])
    names = {leaf.path for leaf in model.graph.leaves if leaf.class_name == "Conv2D"}
    assert names & set(block.layers)
    nodes = {node.get_name().strip('"') for node in part.get_nodes()} - {"node", "edge"}
    assert nodes == names
    assert not names & {node.get_name().strip('"') for node in whole.get_nodes()}
    assert model.svg(only=[block.id], unfold="none").count("<g><title>") == 1
    assert model.svg(only=[block.id], unfold="all").count("<g><title>") == 1 + len(block.layers)
    with pytest.raises(PictureError, match="found 'nowhere'"):
        model.svg(only=["nowhere"])


def test_colours_tell_a_fact(model: inspector.Model) -> None:
    assert model.svg(overlay="rate") != model.svg()
    assert ">Learning-rate multiplier</text>" in model.svg(overlay="rate")
    assert ">Learning-rate multiplier</text>" not in model.svg(overlay="rate", legend=False)


def test_a_file_that_is_no_model_raises_its_error(tmp_path: Path) -> None:
    (tmp_path / "x.keras").write_text("no model")
    with pytest.raises(inspector.FormatError, match=r"x\.keras"):
        inspector.open(tmp_path / "x.keras")


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'close'"):
        inspector.close  # noqa: B018
    assert {"open", "Model", "FormatError"} <= set(dir(inspector))
