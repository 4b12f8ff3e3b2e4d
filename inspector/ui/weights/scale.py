"""The colours of signed numbers: one hue below zero, another above, both told apart by colour-blind eyes."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage

from inspector.ui.colours import Theme

_HALF = 127


def colours(theme: Theme) -> np.ndarray:
    """What numbers from -1 to 1 look like: 255 colours from negative over zero to positive, and that of no number."""
    stops = [QColor(each) for each in (theme.weight_negative, theme.weight_zero, theme.weight_positive)]
    rgb = np.array([[each.red(), each.green(), each.blue()] for each in stops], np.float64)
    place = np.linspace(-1.0, 1.0, 2 * _HALF + 1)
    ramp = np.stack([np.interp(place, (-1.0, 0.0, 1.0), rgb[:, channel]) for channel in range(3)], axis=1)
    bad = QColor(theme.error)
    return np.vstack([ramp, [bad.red(), bad.green(), bad.blue()]]).round().astype(np.uint8)


def painted(values: np.ndarray, scale: np.ndarray) -> QImage:
    """Numbers from -1 to 1, row × column, in the colours of a scale that `colours` made."""
    steps = np.nan_to_num(values, nan=0.0, posinf=1.0, neginf=-1.0).clip(-1.0, 1.0) * _HALF + _HALF
    places = np.where(np.isfinite(values), steps.round(), 2 * _HALF + 1).astype(np.intp)
    return image(scale[places])


def image(rgb: np.ndarray) -> QImage:
    """Row × column × RGB of bytes as a picture of its own."""
    height, width, _ = rgb.shape
    content = np.ascontiguousarray(rgb, np.uint8)
    return QImage(content.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
