"""What a command of the window is, and what several of them ask before they can be used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector.ui.window import Window

Use = Callable[["Window"], object]
When = Callable[["Window"], bool]


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of a menu.

    Attributes:
        name: a stable word for programs.
        text: as in the menu, ``&`` before the letter that picks it.
        use: what it does.
        key: its shortcut, in Qt's words; several separated by ``;``.
        tip: one line for the tooltip and the status bar.
        icon: a name of `theme.icon`.
        when: whether it can be used now.
        checked: for a switch: whether it is on now.
        about: what it would do now, in words that follow its text.
        why: why it cannot be used now, in a sentence; empty where that needs no words.
    """

    name: str
    text: str
    use: Use
    key: str = ""
    tip: str = ""
    icon: str = ""
    when: When = lambda _window: True
    checked: When | None = None
    about: Callable[[Window], str] | None = None
    why: Callable[[Window], str] | None = None


def has_model(window: Window) -> bool:
    """A file is open."""
    return window.document.graph is not None


def has_selection(window: Window) -> bool:
    """Something is selected."""
    return bool(window.document.selected_layers())


def has_layers(window: Window) -> bool:
    """Layers are selected, which can be changed; operations cannot."""
    return window.document.aside is None and has_selection(window)


SEPARATOR = None


@dataclass(frozen=True, slots=True)
class Submenu:
    """Commands under an entry of a menu."""

    text: str
    entries: tuple[Command, ...]


Entries = tuple[Command | Submenu | str | None, ...]
"""A menu; a name stands for a menu that is made elsewhere."""
