"""The two sets of colours, by what they are for; those of pictures are `drawing.palette`'s."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inspector.drawing import palette


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour of the window and the canvas as ``"#rrggbb"``, named by its role.

    ``text`` and ``muted`` are legible on every background of the theme, ``accent_text`` on ``accent``.
    """

    name: Literal["light", "dark"]
    window: str
    panel: str
    card: str
    hover: str
    border: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    accent_text: str
    accent_soft: str
    selection: str
    groove: str
    handle: str
    frozen: str
    frozen_hatch: str
    frozen_border: str
    frozen_mark: str
    frozen_tick: str
    edited: str
    hit: str
    success: str
    warning: str
    error: str
    good_range: str
    canvas: str
    canvas_dots: str
    edge: str
    frame: str
    frame_border: str
    plot_train: str
    plot_validation: str
    plot_grid: str
    weight_negative: str
    weight_zero: str
    weight_positive: str


LIGHT = Theme(
    name="light",
    window="#ffffff",
    panel="#ffffff",
    card="#f7f8fa",
    hover="#eef1f5",
    border="#dfe3e8",
    text=palette.LIGHT.text,
    muted=palette.LIGHT.muted,
    disabled="#a9b2bd",
    accent="#2f6fde",
    accent_hover="#2560c8",
    accent_text="#ffffff",
    accent_soft="#e6eefc",
    selection="#e6eefc",
    groove="#dfe3e8",
    handle="#c3cad3",
    frozen=palette.LIGHT.frozen,
    frozen_hatch=palette.LIGHT.frozen_hatch,
    frozen_border=palette.LIGHT.frozen_border,
    frozen_mark=palette.LIGHT.frozen_mark,
    frozen_tick="#4e9fd2",
    edited=palette.LIGHT.edited,
    hit="#d97a00",
    success="#2e7d4f",
    warning="#9a5b00",
    error="#c4352b",
    good_range="#b7dfc5",
    canvas=palette.LIGHT.canvas,
    canvas_dots="#dfe4ea",
    edge=palette.LIGHT.edge,
    frame=palette.LIGHT.frame,
    frame_border=palette.LIGHT.frame_border,
    plot_train="#3b6fb6",
    plot_validation="#d9822b",
    plot_grid="#e3e7ec",
    weight_negative="#1f5fae",
    weight_zero="#f6f7f8",
    weight_positive="#b8570a",
)

DARK = Theme(
    name="dark",
    window="#22272e",
    panel="#22272e",
    card="#1b1f24",
    hover="#2d343d",
    border="#373e47",
    text=palette.DARK.text,
    muted=palette.DARK.muted,
    disabled="#5c6672",
    accent="#6c9eff",
    accent_hover="#86b0ff",
    accent_text="#0d1624",
    accent_soft="#2b3b57",
    selection="#2b3b57",
    groove="#373e47",
    handle="#4b5562",
    frozen=palette.DARK.frozen,
    frozen_hatch=palette.DARK.frozen_hatch,
    frozen_border=palette.DARK.frozen_border,
    frozen_mark=palette.DARK.frozen_mark,
    frozen_tick="#4e9fd2",
    edited=palette.DARK.edited,
    hit="#ffc04d",
    success="#6cc28f",
    warning="#e2a64a",
    error="#ff8a80",
    good_range="#3f6b4f",
    canvas=palette.DARK.canvas,
    canvas_dots="#2f363f",
    edge=palette.DARK.edge,
    frame=palette.DARK.frame,
    frame_border=palette.DARK.frame_border,
    plot_train="#6fa3e8",
    plot_validation="#e89a4c",
    plot_grid="#2c333b",
    weight_negative="#6cb0ff",
    weight_zero="#2a3038",
    weight_positive="#ffab5e",
)
