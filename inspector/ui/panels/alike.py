"""The button that gives all layers of the same kind what one of them has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QToolButton, QWidget

from inspector.graph.model import Layer
from inspector.recipe.configs import innermost_class
from inspector.ui import figures, theme
from inspector.ui.widgets.plain import plain_tip

_FEW = 6


class AlikeButton(QToolButton):
    """Knows which layers it is for, and can be pressed where there are some."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(theme.icon("alike"))
        self.setAccessibleName("Apply to all like this")
        self.paths: tuple[str, ...] = ()
        self.show_paths((), "")

    def show_paths(self, paths: Sequence[str], kind: str) -> None:
        """Be for these layers of a kind."""
        self.paths = tuple(paths)
        self.setEnabled(bool(paths))
        if paths:
            more = f" and {len(paths) - _FEW} more" if len(paths) > _FEW else ""
            many = figures.plural(len(paths), f"other {kind} layer")
            self.setToolTip(plain_tip(f"Apply to all like this, {many} not frozen: {', '.join(paths[:_FEW])}{more}"))
        else:
            self.setToolTip(
                "Apply to all like this: there is no other layer of its kind that is not frozen and differs"
            )


def alike(layer: Layer, layers: Sequence[Layer]) -> list[Layer]:
    """The other ones of the same class that are not frozen."""
    kind = innermost_class(layer)
    return [each for each in layers if each.trainable and each.path != layer.path and innermost_class(each) == kind]
