"""The colours of a picture in each theme, as ``"#rrggbb"``, for every painter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from inspector import catalogue
from inspector.drawing.picture import Box
from inspector.drawing.ramps import Tint

ThemeName = Literal["light", "dark"]

_STACK_SHADE = 0.62
_SUBTITLE_SHADE = 0.86
_FROZEN_SUBTITLE_SHADE = 0.8
_STUB_SHADE = 0.22


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a picture, named by their roles; those of its boxes are `BoxColours`."""

    name: ThemeName
    canvas: str
    text: str
    muted: str
    edge: str
    frame: str
    frame_border: str
    frozen: str
    frozen_hatch: str
    frozen_border: str
    frozen_mark: str
    edited: str


LIGHT = Palette(
    name="light",
    canvas="#fbfcfd",
    text="#1f2933",
    muted="#5f6b79",
    edge="#8a95a3",
    frame="#eef3fa",
    frame_border="#c3d2e6",
    frozen="#d8ecfa",
    frozen_hatch="#bfdcf1",
    frozen_border="#6fb1de",
    frozen_mark="#2b7cb3",
    edited="#e2574c",
)

DARK = Palette(
    name="dark",
    canvas="#1e2329",
    text="#e6eaf0",
    muted="#9aa6b4",
    edge="#8a95a3",
    frame="#252d38",
    frame_border="#3d4c61",
    frozen="#21384a",
    frozen_hatch="#2f4f67",
    frozen_border="#4f8db8",
    frozen_mark="#7cc0ee",
    edited="#f0695e",
)

PALETTES: Mapping[ThemeName, Palette] = {"light": LIGHT, "dark": DARK}


class BoxColours:
    """The colours of a picture's boxes.

    Args:
        palette: the theme.
        tints: of boxes by id, instead of their category's colours.
    """

    def __init__(self, palette: Palette, tints: Mapping[str, Tint] | None = None) -> None:
        self._palette = palette
        self._tints = tints or {}

    def fill(self, box: Box) -> str:
        """The colour of a box: its tint, else its category's."""
        if box.kind == "stub":
            return mixed(self._palette.edge, self._palette.canvas, _STUB_SHADE)
        tint = self._tints.get(box.id)
        return tint.fill if tint else _of_category(self._palette.name, box.category)[0]

    def iced(self, box: Box) -> bool:
        """Whether a box has the ground of frozen ones: all of it is frozen, and its colour tells nothing else."""
        return box.frozen == "all" and box.id not in self._tints

    def title(self, box: Box) -> str:
        """The colour of a box's title."""
        if box.kind == "stub":
            return self._palette.text
        tint = self._tints.get(box.id)
        if tint:
            return tint.text
        return self._palette.text if box.frozen == "all" else _of_category(self._palette.name, box.category)[1]

    def subtitle(self, box: Box) -> str:
        """The colour of a box's second line, a little weaker than its title where there is contrast to spare."""
        if box.id in self._tints:
            return self.title(box)
        if self.iced(box):
            return mixed(self._palette.text, self._palette.frozen, _FROZEN_SUBTITLE_SHADE)
        return mixed(self.title(box), self.fill(box), _SUBTITLE_SHADE)

    def behind(self, box: Box) -> str:
        """The colour of the second edge behind a folded block: its own, on the way to the canvas'."""
        own = self._palette.frozen_border if self.iced(box) else self.fill(box)
        return mixed(own, self._palette.canvas, _STACK_SHADE)


@cache
def mixed(one: str, other: str, share: float) -> str:
    """``share`` of one colour and the rest of another."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{round(share * first + (1 - share) * second):02x}" for first, second in pairs)


@cache
def _of_category(theme: ThemeName, category: str) -> tuple[str, str]:
    """Fill and text of a category; a category not in the catalogue looks like a class of the model's author."""
    dark = theme == "dark"
    found = {kind.id: kind for kind in catalogue.categories()}
    kind = found.get(category, found["custom"])
    return (kind.dark_fill, kind.dark_text) if dark else (kind.light_fill, kind.light_text)
