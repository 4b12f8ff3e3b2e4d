"""A model file for Python and notebooks: its picture, its tables, and graphs to go on working with."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from inspector.drawing.colouring import Colouring
from inspector.drawing.opened import Unfolding, opened_round, unfolded
from inspector.drawing.palette import PALETTES, ThemeName
from inspector.drawing.parts import chosen
from inspector.drawing.picture import Direction, Options, Picture
from inspector.drawing.scene import Part, Scene, Style
from inspector.drawing.svg import to_svg
from inspector.formats import open_model
from inspector.graph.blocks import Block
from inspector.graph.grouping import blocks_under
from inspector.graph.model import ModelGraph
from inspector.graph.operations import View
from inspector.graph.renaming import parse_rule, renamed
from inspector.ui.pictures.errors import PictureError

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
        self,
        *,
        theme: ThemeName = "light",
        transparent: bool = False,
        scale: float = 1.0,
        only: Iterable[str] = (),
        overlay: str | None = None,
        legend: bool = True,
        **options: Unpack[Drawn],
    ) -> str:
        """The picture as SVG; ``only``, ``overlay`` and ``legend`` as of `save`, other options as of `scene`."""
        scene, part = self._part(self.scene(**options), only)
        picture, colours = scene.shown(part, self._colouring(overlay, legend=legend), theme)
        palette = PALETTES[theme]
        return to_svg(picture, palette, title=self.graph.name, transparent=transparent, scale=scale, overlay=colours)

    def save(
        self,
        path: str | os.PathLike[str],
        *,
        theme: ThemeName = "light",
        transparent: bool = False,
        scale: float | None = None,
        only: Iterable[str] = (),
        overlay: str | None = None,
        legend: bool = True,
        **options: Unpack[Drawn],
    ) -> str:
        """Write the picture to a file that ends with .svg, .png, .pdf or .dot; one that is there is replaced.

        Args:
            scale: how much larger than natural; 2 for a .png and 1 for others where none is given.
            only: what to draw, without the rest: names and types of layers and ids of blocks, with ``*`` and ``?``;
                blocks round it are opened.
            overlay: what the colours tell: ``category``, ``frozen``, ``rate``, ``parameters``, ``flops``, ``memory`` or
                ``dtype``.
            legend: whether a legend says what they stand for.
            options: as of `scene`.

        Returns:
            A sentence that says what was written.

        Raises:
            inspector.ui.pictures.errors.PictureError: it cannot be written; a sentence says why.
        """
        from inspector.ui.pictures.files import write_scene

        scene, part = self._part(self.scene(**options), only)
        colouring = self._colouring(overlay, legend=legend)
        return write_scene(scene, Path(path), Style(theme, transparent, scale), part, colouring)

    def to_pydot(
        self, *, only: Iterable[str] = (), overlay: str | None = None, legend: bool = True, **options: Unpack[Drawn]
    ) -> pydot.Dot:
        """A graph for Graphviz with open blocks as clusters, all of them where ``unfold`` is not given; as `save`."""
        options.setdefault("unfold", "all")
        scene, part = self._part(self.scene(**options), only)
        if part is None and overlay is None:
            return scene.dot()
        picture, colours = scene.shown(part, self._colouring(overlay, legend=legend))
        return scene.dot(frozenset(box.id for box in picture.boxes), colours)

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

    def _part(self, scene: Scene, only: Iterable[str]) -> tuple[Scene, Part | None]:
        """A scene with everything open that some patterns are about, and what takes that from its picture."""
        patterns = tuple(only)
        if not patterns:
            return scene, None
        from inspector.recipe.patterns import matching, matching_blocks  # edits take a while to import
        from inspector.recipe.refusal import EditError

        blocks: set[Block] = set()
        leaves: set[str] = set()
        for pattern in patterns:
            found = matching_blocks(scene.blocks, pattern)
            inside = {path for block in found for path in block.layers}
            blocks.update(found)
            try:
                leaves.update(path for path in matching(scene.graph, self.blocks, pattern) if path not in inside)
            except EditError as error:
                raise PictureError(str(error)) from error
        ids = [block.id for block in blocks]
        boxes = frozenset([*leaves, *(f"block:{each}" for each in ids)])
        opened = scene.opened | opened_round(scene.blocks, leaves, ids)
        return replace(scene, opened=opened), partial(chosen, ids=boxes)

    def _colouring(self, overlay: str | None, *, legend: bool) -> Colouring | None:
        if overlay is None:
            return None
        return Colouring(overlay, self._factors() if overlay == "rate" else {}, legend=legend)

    def _factors(self) -> dict[str, float]:
        from inspector.recipe.preview import preview  # edits take a while to import
        from inspector.recipe.rates import factors
        from inspector.recipe.recipe import Training

        return factors(preview(self.graph, ()), Training())

    def __repr__(self) -> str:
        layers = len(self.graph.leaves)
        return f"<{self.graph.class_name} {self.graph.name!r}: {layers} {'layer' if layers == 1 else 'layers'}>"

    def _repr_svg_(self) -> str:
        return self.svg()

    def _repr_html_(self) -> str:
        from inspector.drawing.html import page

        return page(self.graph, self.blocks, self.svg())
