"""How a person looks at an opened file: as layers or operations, under the names of a rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector.graph.blocks import Block
from inspector.graph.model import ModelGraph
from inspector.graph.operations import View
from inspector.graph.renaming import NONE, Rule, RuleError, renamed_paths, under
from inspector.ui.background import Latest


@dataclass(frozen=True, slots=True)
class Looking:
    """What a person chose."""

    view: View = field(default_factory=View)
    rule: Rule = NONE


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of it.

    Attributes:
        looking: what was chosen.
        operations: the graph of operations where these are looked at, else ``None``.
        blocks: of what is looked at, with the paths of the file.
        paths: what the rule makes of the path of every layer.
    """

    looking: Looking = field(default_factory=Looking)
    operations: ModelGraph | None = None
    blocks: tuple[Block, ...] = ()
    paths: Mapping[str, str] = field(default_factory=dict)


class Looker(QObject):
    """``done`` carries a `Looked`, ``refused`` a sentence; of several wishes only the last one counts."""

    done = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = Latest(self)
        self._work.done.connect(self.done)
        self._work.failed.connect(self._refuse)

    def look(self, path: str, layers: ModelGraph, looking: Looking) -> None:
        """Look at a file whose layers are known; a wish that is still being fulfilled is forgotten."""
        self._work.submit(lambda: _look(path, layers, looking))

    def cancel(self) -> None:
        """Forget what is asked for."""
        self._work.cancel()

    def finish(self) -> None:
        """Wait until no thread is left."""
        self._work.finish()

    def _refuse(self, error: Exception) -> None:
        from inspector.formats import FormatError

        if not isinstance(error, FormatError | RuleError):
            raise error
        self.refused.emit(str(error))


def no_operations(graph: ModelGraph) -> str:
    """Why there is no choice between layers and operations, in a sentence; empty where there is one."""
    if graph.format.startswith("Keras"):
        return f"This file is {graph.format}: it holds layers. Operations are in SavedModels and GraphDefs."
    if is_as_it_is(graph):
        return "The operations are what is shown: no layers could be recovered from them."
    return ""


def is_as_it_is(graph: ModelGraph) -> bool:
    """Whether a file's operations stand for the layers that could not be recovered."""
    recovered = any(note.code == "recovered-layers" for note in graph.notes)
    return not recovered and all(layer.kind == "operation" for layer in graph.layers)


def names(graph: ModelGraph, paths: Mapping[str, str]) -> dict[str, str]:
    """What the layers that a rule renames are called beside their siblings, by the path in the file."""
    return {
        layer.path: paths[layer.path][len(layer.parent) + 1 if layer.parent else 0 :]
        for layer in graph.layers
        if paths.get(layer.path, layer.path) != layer.path
    }


def _look(path: str, layers: ModelGraph, looking: Looking) -> Looked:
    from inspector.formats import open_model
    from inspector.graph.grouping import blocks_under

    operations = open_model(Path(path), looking.view) if looking.view.operations else None
    graph = operations or layers
    paths = renamed_paths(graph, looking.rule)
    old = {new: path for path, new in paths.items()}
    blocks = blocks_under(under(graph, paths), looking.rule)
    return Looked(looking, operations, tuple(_with_paths(block, old) for block in blocks), paths)


def _with_paths(block: Block, new: Mapping[str, str]) -> Block:
    return replace(
        block,
        layers=tuple(new[path] for path in block.layers),
        children=tuple(_with_paths(child, new) for child in block.children),
    )
