"""The commands of the File menu as data: what is opened, written and upgraded."""

from __future__ import annotations

from inspector.ui.command import SEPARATOR, Command, Entries, has_model

RECENT = "recent"
"""Stands for the menu of files that were opened before."""

FILE: Entries = (
    Command("open", "&Open…", lambda w: w.ask_open(), "Ctrl+O", "Open a model file", "open"),
    RECENT,
    SEPARATOR,
    Command(
        "save_as",
        "Save &as…",
        lambda w: w.files.save_model(),
        "Ctrl+Shift+S",
        "Write the trained model, or the edited one: Keras, SavedModel, weights, ONNX or LiteRT",
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
        "upgrade",
        "&Upgrade…",
        lambda w: w.upgrading.ask(),
        tip="Write the opened model of an old Keras as a .keras file that can be trained",
        when=lambda w: not w.upgrading.refusal(),
        why=lambda w: w.upgrading.refusal(),
    ),
    Command(
        "cancel_upgrade",
        "Cancel up&grade",
        lambda w: w.upgrading.cancel(),
        tip="End the upgrade that goes on; nothing is written",
        when=lambda w: w.upgrading.running,
    ),
    SEPARATOR,
    Command(
        "open_recipe",
        "Open &recipe…",
        lambda w: w.files.open_recipe(),
        tip="Take edits and settings from a file; of one made for another model, what fits",
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
