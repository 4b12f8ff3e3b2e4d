"""A picture as SVG: real text, no scripts, no style sheet, so that it can stand in a page beside others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from inspector.drawing import lettering, shapes
from inspector.drawing.lettering import Lettering
from inspector.drawing.nest import STRIP
from inspector.drawing.overlays import Overlay
from inspector.drawing.palette import BoxColours, Palette, mixed
from inspector.drawing.picture import BEHIND, Box, Line, Picture, Point
from inspector.drawing.plaque import ROUND, Plaque, Sheet, sheet
from inspector.drawing.ramps import Tint
from inspector.drawing.shapes import (
    BORDER_WIDTH,
    DOT,
    FRAME_RADIUS,
    FROZEN_TAB,
    LINE_WIDTH,
    RADIUS,
    SNOWFLAKE,
    SNOWFLAKE_X,
    STRIPE,
)

FONTS = "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', 'Liberation Sans', sans-serif"

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # by XML 1.0, even escaped
_SIGN_SHADE = 0.18
_HALF_SNOWFLAKE = 0.5


def to_svg(
    picture: Picture,
    palette: Palette,
    *,
    title: str = "",
    transparent: bool = False,
    scale: float = 1.0,
    overlay: Overlay | None = None,
) -> str:
    """The picture as one ``<svg>`` element.

    Args:
        picture: what to write.
        palette: its colours.
        title: what a screen reader calls it.
        transparent: without a ground, for pages with one of their own.
        scale: how much larger than natural it is shown; it can be scaled without loss later.
        overlay: colours of boxes, instead of those of their categories, and a legend that stands above the picture.
    """
    laid = sheet(picture, overlay.legend if overlay else None)
    return "".join(_Writer(laid, palette, transparent, overlay.tints if overlay else None).parts(title, scale))


class _Writer:
    """Writes one picture. Every method gives the markup of one kind of thing."""

    def __init__(self, laid: Sheet, palette: Palette, transparent: bool, tints: Mapping[str, Tint] | None) -> None:
        self._sheet = laid
        self._picture = picture = laid.picture
        self._palette = palette
        self._colours = BoxColours(palette, tints)
        self._canvas = "none" if transparent else palette.canvas
        self._hatch, self._scale = f"frozen-{palette.name}", f"scale-{palette.name}"
        self._grounds = _grounds(picture, palette.frame, self._canvas)

    def parts(self, title: str, scale: float) -> Iterator[str]:
        width, height = self._sheet.width, self._sheet.height
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width * scale)}" '
            f'height="{_n(height * scale)}" viewBox="0 0 {_n(width)} {_n(height)}" '
            f'role="img" font-family="{FONTS}">\n'
        )
        if title:
            yield f"<title>{_text(title)}</title>\n"
        if any(box.frozen != "no" for box in self._picture.boxes):
            yield self._pattern()
        if self._canvas != "none":
            yield _rect((0, 0, width, height), fill=self._canvas)
        if self._sheet.plaque is None:
            yield from self._graph()
        else:
            yield from self._legend(self._sheet.plaque)
            yield from self._below()
        yield "</svg>\n"

    def _legend(self, plaque: Plaque) -> Iterator[str]:
        border = self._palette.frame_border
        for patch in plaque.patches:
            fill = patch.colours[0]
            if len(patch.colours) > 1:
                fill = f"url(#{self._scale})"
                yield _gradient(self._scale, patch.colours)
            yield _rect(patch.rect, ROUND, fill=fill, stroke=border)
        yield from (_written(words, self._palette.text) for words in plaque.words)

    def _below(self) -> Iterator[str]:
        """The graph under a legend; boxes of a part of it may reach out of the part, and must not lie on the legend."""
        picture, name = self._picture, f"graph-{_n(self._picture.width)}-{_n(self._picture.height)}"
        yield f'<defs><clipPath id="{name}">{_rect((0, 0, picture.width, picture.height))}</clipPath></defs>\n'
        yield f'<g transform="translate({_p(self._sheet.origin)})" clip-path="url(#{name})">\n'
        yield from self._graph()
        yield "</g>\n"

    def _graph(self) -> Iterator[str]:
        picture, palette = self._picture, self._palette
        frames = [box for box in picture.boxes if box.kind == "frame"]
        yield from map(self._frame, frames)
        yield f'<g fill="none" stroke="{palette.edge}" stroke-width="{LINE_WIDTH}" stroke-linecap="round">\n'
        yield from map(_way, picture.lines)
        yield f'</g>\n<g fill="{palette.edge}">\n'
        yield from (_polygon(shapes.arrow_head(line)) for line in picture.lines)
        yield "</g>\n"
        yield from map(self._frame_title, frames)
        yield from (self._box(box) for box in picture.boxes if box.kind != "frame")
        yield from (self._label(line) for line in picture.lines if line.label)

    def _pattern(self) -> str:
        size, before, after = (_n(shapes.HATCH_STEP + further) for further in (0, -1, 1))
        lines = f"M-1 {after}L{after} -1M-1 1L1 -1M{before} {after}L{after} {before}"
        return (
            f'<defs><pattern id="{self._hatch}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">'
            f'<rect width="{size}" height="{size}" fill="{self._palette.frozen}"/>'
            f'<path d="{lines}" stroke="{self._palette.frozen_hatch}" stroke-width="{shapes.HATCH_WIDTH}"/>'
            "</pattern></defs>\n"
        )

    def _frame(self, box: Box) -> str:
        border = self._palette.frozen_border if box.frozen == "all" else self._palette.frame_border
        rect = (box.x, box.y, box.width, box.height)
        return _rect(rect, FRAME_RADIUS, fill=self._palette.frame, stroke=border, stroke_width=BORDER_WIDTH)

    def _frame_title(self, box: Box) -> str:
        palette = self._palette
        written = lettering.title(box)
        parts = [self._patch(written, palette.frame), _written(written, palette.text)]
        if box.frozen != "no":
            end = written.x + written.width + 6 + SNOWFLAKE
            mark = palette.frozen_mark
            colour = mark if box.frozen == "all" else mixed(mark, palette.frame, _HALF_SNOWFLAKE)
            parts.append(_snowflake((end, box.y + STRIP / 2), colour))
        parts.append(_sign(box, palette.text, palette.frame))
        return _named(box, "".join([*parts, self._edited(box)]))

    def _box(self, box: Box) -> str:
        colours = self._colours
        iced, title = colours.iced(box), colours.title(box)
        parts = [self._behind(box)] if box.kind == "block" else []
        parts.append(_rect((box.x, box.y, box.width, box.height), RADIUS, fill=colours.fill(box)))
        parts += self._frost(box)
        parts.append(_written(lettering.title(box), title))
        if box.subtitle:
            parts.append(_written(lettering.subtitle(box), colours.subtitle(box)))
        if box.kind == "block":
            parts.append(_sign(box, title, self._palette.frozen if iced else colours.fill(box)))
        return _named(box, "".join([*parts, self._edited(box)]))

    def _frost(self, box: Box) -> list[str]:
        """What tells that a box is frozen, or a part of it."""
        palette, middle = self._palette, box.y + box.height / 2
        at_left = box.x + SNOWFLAKE_X, middle
        if box.frozen == "some":
            tab = _path(_left_part(box), fill=f"url(#{self._hatch})")
            return [tab, _snowflake((box.x + FROZEN_TAB / 2, middle), palette.frozen_mark)]
        if self._colours.iced(box):
            look = {"fill": f"url(#{self._hatch})", "stroke": palette.frozen_border, "stroke_width": BORDER_WIDTH}
            return [_path(_right_part(box), **look), _snowflake(at_left, palette.frozen_mark)]
        return [_snowflake(at_left, self._colours.title(box))] if box.frozen == "all" else []

    def _behind(self, box: Box) -> str:
        """The second edge of a folded block, and the gap between it and the first one."""
        second = (box.x + BEHIND, box.y + BEHIND, box.width, box.height)
        edge = _rect(second, RADIUS, fill=self._colours.behind(box))
        ground = self._grounds[box.id]
        if ground == "none":
            return edge
        rect = (box.x - 0.8, box.y - 0.8, box.width + 1.6, box.height + 1.6)
        return edge + _rect(rect, RADIUS, fill="none", stroke=ground, stroke_width=1.6)

    def _edited(self, box: Box) -> str:
        if not box.edited:
            return ""
        return (
            f'<circle cx="{_n(box.x + box.width - 1)}" cy="{_n(box.y + 1)}" r="{DOT}" fill="{self._palette.edited}" '
            f'stroke="{self._canvas}" stroke-width="1.6"/>\n'
        )

    def _label(self, line: Line) -> str:
        written = lettering.label(line)
        return self._patch(written, self._grounds[line.source]) + _written(written, self._palette.muted)

    def _patch(self, written: Lettering, ground: str) -> str:
        """A patch of background, so that no line strikes the text through."""
        if ground == "none":
            return ""
        top = written.y - written.pixels
        return _rect((written.x - 3, top, written.width + 6, written.pixels * 1.3), 4, fill=ground)


def _grounds(picture: Picture, frame: str, canvas: str) -> dict[str, str]:
    """What is behind every box: a frame, or the canvas. A frame comes before what it holds."""
    found: dict[str, str] = {}
    around: list[Box] = []
    for box in picture.boxes:
        while around and not _holds(around[-1], box):
            around.pop()
        found[box.id] = frame if around else canvas
        if box.kind == "frame":
            around.append(box)
    return found


def _holds(frame: Box, box: Box) -> bool:
    across = frame.x <= box.x and box.x + box.width <= frame.x + frame.width
    return across and frame.y <= box.y and box.y + box.height <= frame.y + frame.height


def _way(line: Line) -> str:
    way = shapes.way(line)
    bends = (f"L{_p(bend.start)}Q{_p(bend.corner)} {_p(bend.end)}" for bend in way.bends)
    return f'<path d="M{_p(way.start)}{"".join(bends)}L{_p(way.end)}"/>\n'


def _snowflake(centre: Point, colour: str) -> str:
    x, y = centre
    moved = [tuple((x + SNOWFLAKE * across, y + SNOWFLAKE * down) for across, down in s) for s in shapes.snowflake()]
    return _path(_strokes(moved), fill="none", stroke=colour, stroke_width=0.2 * SNOWFLAKE, stroke_linecap="round")


def _sign(box: Box, colour: str, ground: str) -> str:
    """The sign of a block, which tells that it can be opened and whether it is."""
    square = _rect(shapes.sign_rect(box), 4, fill=mixed(colour, ground, _SIGN_SHADE))
    return square + _path(_strokes(shapes.sign_bars(box)), stroke=colour, stroke_width=1.5, stroke_linecap="round")


def _left_part(box: Box) -> str:
    right, bottom = box.x + FROZEN_TAB, box.y + box.height
    return (
        f"M{_n(right)} {_n(box.y)}H{_n(box.x + RADIUS)}A{RADIUS} {RADIUS} 0 0 0 {_n(box.x)} {_n(box.y + RADIUS)}"
        f"V{_n(bottom - RADIUS)}A{RADIUS} {RADIUS} 0 0 0 {_n(box.x + RADIUS)} {_n(bottom)}H{_n(right)}Z"
    )


def _right_part(box: Box) -> str:
    left, right, bottom = box.x + STRIPE, box.x + box.width, box.y + box.height
    return (
        f"M{_n(left)} {_n(box.y)}H{_n(right - RADIUS)}A{RADIUS} {RADIUS} 0 0 1 {_n(right)} {_n(box.y + RADIUS)}"
        f"V{_n(bottom - RADIUS)}A{RADIUS} {RADIUS} 0 0 1 {_n(right - RADIUS)} {_n(bottom)}H{_n(left)}Z"
    )


def _strokes(strokes: Iterable[shapes.Stroke]) -> str:
    return "".join("M" + "L".join(map(_p, stroke)) for stroke in strokes)


def _named(box: Box, markup: str) -> str:
    """A group whose tooltip in a browser is all that is known of the box, uncut."""
    name = box.id if box.kind == "layer" else ", ".join(box.ends) if box.kind == "stub" else box.title
    told = "\n".join(dict.fromkeys(filter(None, (name, box.class_name, box.subtitle))))
    return f"<g><title>{_text(told)}</title>\n{markup}</g>\n"


def _written(written: Lettering, colour: str) -> str:
    if not written.text:
        return ""
    weight = ' font-weight="bold"' if written.bold else ""
    place = f'x="{_n(written.x)}" y="{_n(written.y)}" font-size="{_n(written.pixels)}"'
    return f'<text {place}{weight} fill="{colour}">{_text(written.text)}</text>\n'


def _rect(rect: shapes.Rect, radius: float = 0.0, **look: object) -> str:
    x, y, width, height = map(_n, rect)
    corners = f' rx="{_n(radius)}"' if radius else ""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}"{corners}{_look(look)}/>\n'


def _gradient(name: str, colours: Sequence[str]) -> str:
    stops = (f'<stop offset="{_n(n / (len(colours) - 1))}" stop-color="{each}"/>' for n, each in enumerate(colours))
    return f'<defs><linearGradient id="{name}">{"".join(stops)}</linearGradient></defs>\n'


def _path(way: str, **look: object) -> str:
    return f'<path d="{way}"{_look(look)}/>\n'


def _polygon(points: Iterable[Point]) -> str:
    return f'<path d="M{"L".join(map(_p, points))}Z"/>\n'


def _look(look: dict[str, object]) -> str:
    return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in look.items())


def _p(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(number: float) -> str:
    """A number to a hundredth of a pixel, as short as it gets."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))
