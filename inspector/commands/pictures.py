"""Writes a graph's picture in the format its name ends with."""

from __future__ import annotations

from pathlib import Path

from inspector.drawing.dot import write_dot
from inspector.drawing.draw import draw
from inspector.drawing.picture import Options
from inspector.graph.blocks import Block
from inspector.graph.model import ModelGraph

ENDINGS = (".png", ".dot")


class PictureError(ValueError):
    """The picture cannot be written as it was asked for."""


def write_picture(graph: ModelGraph, shown: tuple[Block, ...], output: Path, options: Options) -> str:
    """Write the picture of ``graph`` to ``output``, a .png or .dot file.

    Args:
        graph: the model.
        shown: its blocks to draw folded; none for every layer.
        output: a file that is there is replaced.
        options: what boxes and lines say.

    Returns:
        A sentence that says what was written.

    Raises:
        PictureError: the name ends with something else, the picture is too large, or the file cannot be written.
    """
    ending = output.suffix.lower()
    if ending not in ENDINGS:
        raise PictureError(
            f"Expected a picture that ends with .png or .dot, found {output.name!r}: choose one of these."
        )
    if ending == ".dot":
        write_dot(graph, shown, options, output)
        return f"Wrote {output}."
    # Qt is slow to start: only for a picture that it paints
    from inspector.ui.export import ExportError, ensure_application, export_png

    _application = ensure_application()
    try:
        result = export_png(draw(graph, shown, frozenset(), options), output)
    except ExportError as error:
        raise PictureError(str(error)) from error
    return " ".join(filter(None, [f"Wrote {output}, {result.width} × {result.height} pixels.", result.note]))
