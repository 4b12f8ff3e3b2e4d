"""The two sets of colours, by what they are for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


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


LIGHT = Theme(
    name="light",
    window="#ffffff",
    panel="#ffffff",
    card="#f7f8fa",
    hover="#eef1f5",
    border="#dfe3e8",
    text="#1f2933",
    muted="#5f6b79",
    disabled="#a9b2bd",
    accent="#2f6fde",
    accent_hover="#2560c8",
    accent_text="#ffffff",
    accent_soft="#e6eefc",
    selection="#e6eefc",
    groove="#dfe3e8",
    handle="#c3cad3",
    frozen="#d8ecfa",
    frozen_hatch="#bfdcf1",
    frozen_border="#6fb1de",
    frozen_mark="#2b7cb3",
    frozen_tick="#4e9fd2",
    edited="#e2574c",
    hit="#d97a00",
    success="#2e7d4f",
    warning="#9a5b00",
    error="#c4352b",
    good_range="#b7dfc5",
    canvas="#fbfcfd",
    canvas_dots="#dfe4ea",
    edge="#8a95a3",
    frame="#eef3fa",
    frame_border="#c3d2e6",
    plot_train="#3b6fb6",
    plot_validation="#d9822b",
    plot_grid="#e3e7ec",
)

DARK = Theme(
    name="dark",
    window="#22272e",
    panel="#22272e",
    card="#1b1f24",
    hover="#2d343d",
    border="#373e47",
    text="#e6eaf0",
    muted="#9aa6b4",
    disabled="#5c6672",
    accent="#6c9eff",
    accent_hover="#86b0ff",
    accent_text="#0d1624",
    accent_soft="#2b3b57",
    selection="#2b3b57",
    groove="#373e47",
    handle="#4b5562",
    frozen="#21384a",
    frozen_hatch="#2f4f67",
    frozen_border="#4f8db8",
    frozen_mark="#7cc0ee",
    frozen_tick="#4e9fd2",
    edited="#f0695e",
    hit="#ffc04d",
    success="#6cc28f",
    warning="#e2a64a",
    error="#ff8a80",
    good_range="#3f6b4f",
    canvas="#1e2329",
    canvas_dots="#2f363f",
    edge="#8a95a3",
    frame="#252d38",
    frame_border="#3d4c61",
    plot_train="#6fa3e8",
    plot_validation="#e89a4c",
    plot_grid="#2c333b",
)
