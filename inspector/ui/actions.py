"""Every command of the window as data: its words, key, place in the menus, and when it can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.ui.canvas_actions import COLOURS, GRAPH, SHOWN
from inspector.ui.command import SEPARATOR, Command, Entries, Use, When, has_model
from inspector.ui.file_actions import FILE
from inspector.ui.layer_actions import LAYER
from inspector.ui.name_actions import NAMES
from inspector.ui.train_actions import TRAIN
from inspector.ui.weights.action import SHOW_WEIGHTS

if TYPE_CHECKING:
    from inspector.ui.window import Window


def _has_changes(window: Window) -> bool:
    return bool(window.document.changes)


def _theme(name: str) -> When:
    return lambda window: window.look.choice == name


def _choose_theme(name: str) -> Use:
    return lambda window: window.look.choose(name)


EDIT: Entries = (
    Command(
        "undo",
        "&Undo",
        lambda w: w.document.undo(),
        "Ctrl+Z",
        "Take the last change back",
        "undo",
        lambda w: w.document.history.can_undo,
        about=lambda w: w.document.history.undo_words,
    ),
    Command(
        "redo",
        "&Redo",
        lambda w: w.document.redo(),
        "Ctrl+Shift+Z;Ctrl+Y",
        "Make it again",
        "redo",
        lambda w: w.document.history.can_redo,
        about=lambda w: w.document.history.redo_words,
    ),
    SEPARATOR,
    Command(
        "copy_picture",
        "&Copy picture",
        lambda w: w.files.pictures.copy(),
        "Ctrl+C",
        "Put a picture of the selected boxes on the clipboard, or of what the window shows",
        when=lambda w: w.document.picture is not None,
    ),
    SEPARATOR,
    *LAYER,
    SEPARATOR,
    Command("undo_all", "Undo &all changes", lambda w: w.document.remove_all(), when=_has_changes),
)

VIEW: Entries = (
    Command("fit", "&Fit", lambda w: w.canvas.fit(), "Ctrl+9", "Show the whole graph", "fit", has_model),
    Command("full_size", "&100 %", lambda w: w.canvas.set_zoom(1.0), "Ctrl+0", "Show at 100 %", when=has_model),
    Command("zoom_in", "Zoom &in", lambda w: w.canvas.zoom_in(), "Ctrl++;Ctrl+=", icon="plus", when=has_model),
    Command("zoom_out", "Zoom &out", lambda w: w.canvas.zoom_out(), "Ctrl+-", icon="minus", when=has_model),
    SEPARATOR,
    Command("fold_all", "Fold &all", lambda w: w.commands.fold_all(), "Ctrl+[", "Fold every block", "fold", has_model),
    Command(
        "unfold_all",
        "&Unfold all",
        lambda w: w.commands.unfold_all(),
        "Ctrl+]",
        "Open every block",
        "unfold",
        has_model,
    ),
    SEPARATOR,
    SHOW_WEIGHTS,
    SEPARATOR,
    Command(
        "shapes",
        "&Shapes",
        lambda w: w.commands.toggle_shapes(),
        "Ctrl+Shift+H",
        "Tensor shapes on the lines",
        when=has_model,
        checked=lambda w: w.document.options.show_shapes,
    ),
    Command(
        "names",
        "&Layer names",
        lambda w: w.commands.toggle_names(),
        "Ctrl+Shift+N",
        "Names in the boxes, else types",
        when=has_model,
        checked=lambda w: w.document.options.show_layer_names,
    ),
    Command(
        "sideways",
        "Left to &right",
        lambda w: w.commands.toggle_direction(),
        "Ctrl+Shift+R",
        "Draw from left to right, else from top to bottom",
        when=has_model,
        checked=lambda w: w.document.options.direction == "LR",
    ),
    *SHOWN,
    COLOURS,
    SEPARATOR,
    Command(
        "safety",
        "Saf&ety…",
        lambda w: w.safety.bring(),
        tip="What in the file could run code or reach files",
        icon="shield",
        when=has_model,
    ),
    SEPARATOR,
    Command("theme_light", "Li&ght theme", _choose_theme("light"), checked=_theme("light")),
    Command("theme_dark", "&Dark theme", _choose_theme("dark"), checked=_theme("dark")),
    Command("theme_system", "Theme of the s&ystem", _choose_theme("system"), checked=_theme("system")),
)

HELP: Entries = (
    Command("guide", "&Guide", lambda w: w.help.guide(), "F1", "How the program is used"),
    Command(
        "keyboard",
        "&Keyboard",
        lambda w: w.help.keyboard(w.menus.keys()),
        "Ctrl+?;Shift+F1",
        "Every key, on one page",
    ),
    Command("versions", "&Versions and engine…", lambda w: w.help.versions(), tip="What is installed and what works"),
    Command("about", "&About", lambda w: w.help.about()),
)

MENUS: tuple[tuple[str, Entries], ...] = (
    ("&File", FILE),
    ("&Edit", EDIT),
    ("&View", VIEW),
    ("&Graph", GRAPH),
    ("&Names", NAMES),
    ("&Train", TRAIN),
    ("&Help", HELP),
)

TOOLBAR: tuple[str | None, ...] = (
    "open",
    "save_as",
    "export",
    SEPARATOR,
    "undo",
    "redo",
    SEPARATOR,
    "freeze",
    "freeze_up_to",
    SEPARATOR,
    "fit",
    "full_size",
    "fold_all",
    "unfold_all",
    "shapes",
    "names",
)
"""Names of the commands in the tool bar; Train stands at its right end."""
