"""A graph as a networkx graph, for people who want to go on working with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.graph.facts import parameters
from inspector.graph.leaf_edges import leaf_edges
from inspector.graph.model import ModelGraph

if TYPE_CHECKING:
    import networkx


def to_networkx(graph: ModelGraph) -> networkx.MultiDiGraph:
    """One node per leaf and one edge per tensor that flows between two leaves, through nested models too.

    Nodes are paths with ``name``, ``class_name``, ``kind``, ``model`` (path of the nested model around it),
    ``trainable``, ``output_shape`` and ``parameters`` (``None`` where not known) and ``config``; edges have ``shape``
    and ``source_index``. The graph itself has ``name``, ``inputs`` and ``outputs``.
    """
    import networkx

    made = networkx.MultiDiGraph(name=graph.name, inputs=graph.inputs, outputs=graph.outputs)
    for leaf in graph.leaves:
        made.add_node(
            leaf.path,
            name=leaf.name,
            class_name=leaf.class_name,
            kind=leaf.kind,
            model=leaf.parent,
            trainable=leaf.trainable,
            output_shape=leaf.output_shape,
            parameters=parameters(graph, leaf.path),
            config=dict(leaf.config),
        )
    for edge in leaf_edges(graph):
        made.add_edge(edge.source, edge.target, shape=edge.shape, source_index=edge.source_index)
    return made
