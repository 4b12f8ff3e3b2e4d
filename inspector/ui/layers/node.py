"""The tree the layer list shows, as plain objects: blocks, and layers in the file's order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from inspector.graph.blocks import Block
from inspector.graph.facts import FrozenState, frozen_state, parameters
from inspector.graph.model import Layer, ModelGraph, Shape
from inspector.ui import figures

_serials = itertools.count(1)
_TOLD = 6


@dataclass(frozen=True, slots=True)
class Cells:
    """What a row says. ``parameters`` is ``None`` where some are not known, ``tip`` the tooltip."""

    name: str
    type: str
    output: Shape | None
    parameters: int | None
    frozen: FrozenState
    edited: bool
    tip: str


@dataclass(slots=True, eq=False)
class Node:
    """One row: a block or a leaf layer.

    ``id`` is the box id the graph uses too; ``layers`` are the leaf paths it stands for; ``serial`` is never reused,
    so that an old index can be told from a present one.
    """

    id: str
    layers: tuple[str, ...]
    cells: Cells
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    row: int = 0
    serial: int = field(default_factory=lambda: next(_serials))

    def walk(self) -> Iterator[Node]:
        """This node, then all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree(
    graph: ModelGraph, blocks: Sequence[Block], edited: Mapping[str, str], names: Mapping[str, str] | None = None
) -> list[Node]:
    """The top rows, everything else below them; each level ordered as in the file.

    Args:
        graph: the edited model.
        blocks: its top-level blocks.
        edited: leaf path to what was done to it, in words.
        names: what layers are called, by path, where that is not their own name.
    """
    order = {leaf.path: place for place, leaf in enumerate(graph.leaves)}
    return _Planter(graph, order, edited, names or {}).level(blocks, tuple(order), None)


def frozen_state_of(leaves: Sequence[Node]) -> FrozenState:
    """Whether none, some or all of these leaves are frozen; only those that may have weights count, if any do."""
    counted = [leaf for leaf in leaves if leaf.cells.parameters != 0] or leaves
    frozen = sum(leaf.cells.frozen == "all" for leaf in counted)
    if not frozen:
        return "no"
    return "all" if frozen == len(counted) else "some"


def number(nodes: Sequence[Node], parent: Node | None) -> None:
    """Tell the nodes of one level where they stand."""
    for row, node in enumerate(nodes):
        node.row, node.parent = row, parent


@dataclass(frozen=True, slots=True)
class _Planter:
    graph: ModelGraph
    order: Mapping[str, int]
    edited: Mapping[str, str]
    names: Mapping[str, str]

    def level(self, blocks: Sequence[Block], paths: Sequence[str], parent: Node | None) -> list[Node]:
        grouped = {path for block in blocks for path in block.layers}
        nodes = [self._block(block) for block in blocks if block.layers]
        nodes += [self._leaf(self.graph.by_path[path]) for path in paths if path not in grouped]
        nodes.sort(key=lambda node: self.order[node.layers[0]])
        number(nodes, parent)
        return nodes

    def _leaf(self, layer: Layer) -> Node:
        path = layer.path
        cells = Cells(
            name=self.names.get(path, layer.name),
            type=layer.class_name,
            output=layer.output_shape,
            parameters=parameters(self.graph, path),
            frozen=frozen_state(self.graph, [path]),
            edited=path in self.edited,
            tip="\n".join(filter(None, [f"{path}: {layer.class_name}", self.edited.get(path)])),
        )
        return Node(path, (path,), cells)

    def _block(self, block: Block) -> Node:
        children = self.level(block.children, block.layers, None)
        counts = [child.cells.parameters for child in children]
        known = [count for count in counts if count is not None]
        model = self.graph.by_path.get(block.model)
        are_operations = all(self.graph.by_path[path].kind == "operation" for path in block.layers)
        size = figures.plural(len(block.layers), "operation" if are_operations else "layer")
        told = [f"{path}: {self.edited[path]}" for path in block.layers if path in self.edited]
        more = [f"… and {len(told) - _TOLD} more"] if len(told) > _TOLD else []
        cells = Cells(
            name=block.label,
            type=f"{model.class_name}, {size}" if model else size,
            output=(model and model.output_shape) or children[-1].cells.output,
            parameters=sum(known) if len(known) == len(counts) else None,
            frozen=frozen_state(self.graph, block.layers),
            edited=bool(told),
            tip="\n".join([f"{block.label}: {size}", *told[:_TOLD], *more]),
        )
        node = Node(f"block:{block.id}", block.layers, cells, children=children)
        number(children, node)
        return node
