"""Every command of the window as data: its words, key, place in the menus, and when it can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.ui.canvas_actions import COLOURS, GRAPH, SHOWN
from inspector.ui.command import SEPARATOR, Command, Entries, Use, When, has_model
from inspector.ui.layer_actions import LAYER
from inspector.ui.name_actions import NAMES
from inspector.ui.weights.action import SHOW_WEIGHTS

if TYPE_CHECKING:
    from inspector.ui.window import Window


def _has_edits(window: Window) -> bool:
    return bool(window.document.recipe.edits)


def _has_changes(window: Window) -> bool:
    return bool(window.document.changes)


def _can_train(window: Window) -> bool:
    return has_model(window) and not window.session.running and not window.engine.untrainable()


def _theme(name: str) -> When:
    return lambda window: window.look.choice == name


def _choose_theme(name: str) -> Use:
    return lambda window: window.look.choose(name)


RECENT = "recent"

FILE: Entries = (
    Command("open", "&Open…", lambda w: w.ask_open(), "Ctrl+O", "Open a model file", "open"),
    RECENT,
    SEPARATOR,
    Command(
        "save_as",
        "Save &as…",
        lambda w: w.files.save_model(),
        "Ctrl+Shift+S",
        "Write the trained model, or the edited one, to a file",
        "save",
        has_model,
    ),
    Command(
        "export",
        "&Export picture…",
        lambda w: w.files.export_picture(),
        "Ctrl+E",
        "Write the graph as PNG, PDF, SVG or DOT",
        "export",
        lambda w: w.document.picture is not None,
    ),
    SEPARATOR,
    Command(
        "open_recipe",
        "Open &recipe…",
        lambda w: w.files.open_recipe(),
        tip="Take edits and settings from a file",
        when=has_model,
    ),
    Command(
        "save_recipe",
        "&Save recipe…",
        lambda w: w.files.save_recipe(),
        "Ctrl+S",
        "Keep edits and settings",
        when=has_model,
    ),
    Command(
        "script",
        "&Keras script…",
        lambda w: w.script.start(),
        "Ctrl+Shift+K",
        "Show the same edits and training as a short script of plain Keras",
        when=has_model,
    ),
    SEPARATOR,
    Command("quit", "&Quit", lambda w: w.close(), "Ctrl+Q"),
)

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

TRAIN: Entries = (
    Command(
        "train",
        "&Train",
        lambda w: w.strip.train(),
        "Ctrl+T",
        "Train the edited model",
        "play",
        _can_train,
        why=lambda w: w.engine.untrainable(),
    ),
    Command(
        "stop",
        "&Stop",
        lambda w: w.strip.stop(),
        "Ctrl+.",
        "End after this step and keep what was learned",
        "stop",
        lambda w: w.session.running,
    ),
    SEPARATOR,
    Command(
        "check_edits",
        "&Check edits",
        lambda w: w.proving.start(),
        "Ctrl+K",
        "Make the edits on the real model, compare it with the original, and write nothing",
        when=_has_edits,
    ),
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
