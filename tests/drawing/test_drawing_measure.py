"""Text measured without a font fits the font that the window uses."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetricsF

from inspector.drawing.measure import SUBTITLE_PIXELS, TITLE_PIXELS, text_width

TEXTS = [
    "conv2_block1_1_conv",
    "Conv2D 3×3 · 64 · stride 2",
    "12 layers · 27.8 K params · Conv2D",
    "224×224×3",
    "iiiill",
    "WWMM%",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("pixels", "bold"), [(TITLE_PIXELS, True), (SUBTITLE_PIXELS, False)])
def test_real_text_is_no_wider_than_measured(qapp, text, pixels, bold):
    font = QFont("DejaVu Sans")
    font.setPixelSize(pixels)
    font.setBold(bold)
    real = QFontMetricsF(font).horizontalAdvance(text)
    assert 0.7 * text_width(text, pixels, bold=bold) < real <= 1.03 * text_width(text, pixels, bold=bold)
