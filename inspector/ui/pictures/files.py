"""Writes a model's picture to a file, in the format its name ends with. Qt is asked only for what it has to paint."""

from __future__ import annotations

from pathlib import Path

from inspector.drawing.colouring import Colouring
from inspector.drawing.overlays import Overlay
from inspector.drawing.palette import PALETTES
from inspector.drawing.picture import Picture
from inspector.drawing.scene import Part, Scene, Style
from inspector.ui import atomic
from inspector.ui.pictures.errors import PictureError

ENDINGS = (".svg", ".png", ".pdf", ".dot")


def write_scene(
    scene: Scene, output: Path, style: Style, part: Part | None = None, colouring: Colouring | None = None
) -> str:
    """Write a picture of ``scene``.

    Args:
        scene: the model and how it is drawn.
        output: a file that ends with .svg, .png, .pdf or .dot; one that is there is replaced.
        style: its colours and size; of a .dot Graphviz decides these.
        part: what to take of the whole picture; in a .dot it says which boxes there are.
        colouring: what the colours tell, with a legend; ``None`` leaves the category's, without one.

    Returns:
        A sentence that says what was written.

    Raises:
        PictureError: the name ends with something else, the picture is empty or too large, or cannot be written.
    """
    check_ending(output)
    if output.suffix.lower() == ".dot":
        return _write_dot(scene, output, part, colouring)
    picture, overlay = scene.shown(part, colouring, style.theme)
    return write_picture(picture, output, style, scene.graph.name, overlay)


def write_picture(picture: Picture, output: Path, style: Style, title: str = "", overlay: Overlay | None = None) -> str:
    """Write a picture that is laid out, as .svg, .png or .pdf; otherwise as `write_scene`."""
    _expect_boxes(picture)
    ending = output.suffix.lower()
    palette = PALETTES[style.theme]
    if ending == ".svg":
        from inspector.drawing.svg import to_svg

        scale = style.scale or 1.0
        text = to_svg(picture, palette, title=title, transparent=style.transparent, scale=scale, overlay=overlay)
        _save(output, text.encode())
        return f"Wrote {output}."
    if ending == ".pdf":
        from inspector.ui.pictures.pdf import to_pdf

        pdf = to_pdf(picture, style, title, overlay)
        _save(output, pdf.content)
        return f"Wrote {output}, {pdf.sheets} {'page' if pdf.sheets == 1 else 'pages'}."
    from inspector.ui.pictures.png import to_png

    png = to_png(picture, style, overlay)
    _save(output, png.content)
    return " ".join(filter(None, [f"Wrote {output}, {png.width} × {png.height} pixels.", png.note]))


def _expect_boxes(picture: Picture) -> None:
    if not picture.boxes:
        raise PictureError("Expected layers to draw, found none: open a model, or choose another part of it.")


def _write_dot(scene: Scene, output: Path, part: Part | None, colouring: Colouring | None) -> str:
    if part is None and colouring is None:
        dot = scene.dot()
    else:
        picture, overlay = scene.shown(part, colouring)
        _expect_boxes(picture)
        dot = scene.dot(frozenset(box.id for box in picture.boxes), overlay)
    _save(output, dot.to_string().encode("utf-8", "replace"))
    return f"Wrote {output}."


def check_ending(output: Path) -> None:
    """Refuse a name that tells no format; raises PictureError."""
    if output.suffix.lower() not in ENDINGS:
        listed = f"{', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
        raise PictureError(f"Expected a picture that ends with {listed}, found {output.name!r}: choose one of these.")


def _save(output: Path, content: bytes) -> None:
    try:
        atomic.write(output, content)
    except OSError as error:
        raise PictureError(
            f"Expected to write {output}, found: {error.strerror or error}. Choose another file or folder."
        ) from error
