"""A model file for Python and notebooks: its picture, its tables, and graphs to go on working with."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from inspector.drawing.opened import Unfolding, unfolded
from inspector.drawing.palette import PALETTES, ThemeName
from inspector.drawing.parts import chosen
from inspector.drawing.picture import Direction, Options, Picture
from inspector.drawing.scene import Scene, Style
from inspector.drawing.svg import to_svg
from inspector.formats import open_model
from inspector.graph.blocks import Block
from inspector.graph.grouping import blocks_under
from inspector.graph.model import ModelGraph
from inspector.graph.operations import View
from inspector.graph.renaming import parse_rule, renamed

if TYPE_CHECKING:
    import networkx
    import pydot

    from inspector.drawing.rows import Rows


def open(path: str | os.PathLike[str], *, operations: bool = False, rename: str = "none") -> Model:
    """Read a model file, without TensorFlow and without running anything that is in it.

    Args:
        path: a ``.keras`` or ``.h5`` file, a SavedModel folder or a GraphDef.
        operations: every operation of a SavedModel or GraphDef, instead of the layers they make up.
        rename: names to show and fold by: ``none``, ``scopes``, ``reference`` or ``regex:PATTERN=>REPLACEMENT``.

    Raises:
        inspector.FormatError: the file cannot be read; a sentence says why.
        inspector.graph.renaming.RuleError: there is no such rule.
    """
    rule = parse_rule(rename)
    graph = renamed(open_model(Path(path), View(operations)), rule)
    return Model(graph, blocks_under(graph, rule))


class Drawn(TypedDict, total=False):
    """What `Model.scene` takes."""

    unfold: Unfolding
    expand_nested: bool | None
    show_shapes: bool
    show_layer_names: bool
    show_dtype: bool
    show_trainable: bool
    direction: Direction


class Model:
    """A model as its file describes it. In a notebook it shows itself.

    Attributes:
        graph: the layers and edges.
        blocks: groups of layers that fold.
    """

    def __init__(self, graph: ModelGraph, blocks: Iterable[Block]) -> None:
        self.graph = graph
        self.blocks = tuple(blocks)

    def scene(
        self,
        *,
        unfold: Unfolding = "first",
        expand_nested: bool | None = None,
        show_shapes: bool = True,
        show_layer_names: bool = True,
        show_dtype: bool = False,
        show_trainable: bool = False,
        direction: Direction = "TB",
    ) -> Scene:
        """The model and how it is drawn; `picture`, `svg`, `save` and `to_pydot` take the same options.

        Args:
            unfold: ``first`` as in the window at first, ``all`` or ``none`` of the blocks open, ``flat`` without any.
            expand_nested: nested Keras models open or folded, whatever ``unfold`` says of other blocks.
            show_shapes: tensor shapes on lines.
            show_layer_names: names in boxes, else types.
            show_dtype: dtypes of tensors in boxes.
            show_trainable: in words whether boxes train; frozen ones are marked anyway.
            direction: ``TB`` from top to bottom, ``LR`` from left to right.
        """
        blocks = () if unfold == "flat" else self.blocks
        return Scene(
            self.graph,
            blocks,
            unfolded(self.graph, blocks, unfold, expand_nested=expand_nested),
            Options(
                show_shapes=show_shapes,
                show_layer_names=show_layer_names,
                show_dtype=show_dtype,
                show_trainable=show_trainable,
                direction=direction,
            ),
            frozenset(leaf.path for leaf in self.graph.leaves if not leaf.trainable),
        )

    def picture(self, **options: Unpack[Drawn]) -> Picture:
        """Boxes and lines with their positions; options as of `scene`."""
        return self.scene(**options).picture()

    def svg(
        self, *, theme: ThemeName = "light", transparent: bool = False, scale: float = 1.0, **options: Unpack[Drawn]
    ) -> str:
        """The picture as SVG; other options as of `scene`."""
        picture = self.picture(**options)
        return to_svg(picture, PALETTES[theme], title=self.graph.name, transparent=transparent, scale=scale)

    def save(
        self,
        path: str | os.PathLike[str],
        *,
        theme: ThemeName = "light",
        transparent: bool = False,
        scale: float | None = None,
        only: Iterable[str] = (),
        **options: Unpack[Drawn],
    ) -> str:
        """Write the picture to a file that ends with .svg, .png, .pdf or .dot; one that is there is replaced.

        Args:
            scale: how much larger than natural; 2 for a .png and 1 for others where none is given.
            only: boxes to draw, without the others: paths of layers, or ids of blocks.
            options: as of `scene`.

        Returns:
            A sentence that says what was written.

        Raises:
            inspector.ui.pictures.errors.PictureError: it cannot be written; a sentence says why.
        """
        from inspector.ui.pictures.files import write_scene

        scene = self.scene(**options)
        part = partial(_named, names=tuple(only)) if only else None
        return write_scene(scene, Path(path), Style(theme, transparent, scale), part)

    def to_pydot(self, **options: Unpack[Drawn]) -> pydot.Dot:
        """A graph for Graphviz with open blocks as clusters, all of them where ``unfold`` is not given; as `scene`."""
        options.setdefault("unfold", "all")
        return self.scene(**options).dot()

    def to_networkx(self) -> networkx.MultiDiGraph:
        """One node per layer, one edge per tensor, with their facts."""
        from inspector.graph.networkx_view import to_networkx

        return to_networkx(self.graph)

    def table(self) -> Rows:
        """A row of facts per layer, in a list that pandas takes as it is and a notebook shows as a table."""
        from inspector.drawing.rows import rows

        return rows(self.graph)

    def summary(self, width: int = 100) -> str:
        """Every layer and the totals as text, after the manner of Keras."""
        from inspector.drawing.text import summary

        return summary(self.graph, width)

    def __repr__(self) -> str:
        layers = len(self.graph.leaves)
        return f"<{self.graph.class_name} {self.graph.name!r}: {layers} {'layer' if layers == 1 else 'layers'}>"

    def _repr_svg_(self) -> str:
        return self.svg()

    def _repr_html_(self) -> str:
        from inspector.drawing.html import page

        return page(self.graph, self.blocks, self.svg())


def _named(picture: Picture, names: Iterable[str]) -> Picture:
    """The part of a picture with the boxes of these names."""
    from inspector.ui.pictures.errors import PictureError

    there = {box.id for box in picture.boxes}
    ids = {name: next((each for each in (name, f"block:{name}") if each in there), None) for name in names}
    for name, found in ids.items():
        if found is None:
            raise PictureError(
                f"Expected layers or blocks of the picture, found {name!r}, which is not drawn: "
                "unfold the block it is in, or use its whole path."
            )
    return chosen(picture, filter(None, ids.values()))
