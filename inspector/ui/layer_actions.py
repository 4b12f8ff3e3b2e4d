"""What can be done with the selected layers, as data: commands of the Edit menu, and the menu of a layer."""

from __future__ import annotations

from inspector.ui.command import SEPARATOR, Command, Entries, has_layers

LAYER: Entries = (
    Command(
        "freeze",
        "&Freeze",
        lambda w: w.document.freeze(w.document.selected_layers()),
        "Ctrl+L",
        "Keep the weights of the selected layers as they are",
        "snowflake",
        has_layers,
    ),
    Command(
        "unfreeze",
        "U&nfreeze",
        lambda w: w.document.freeze(w.document.selected_layers(), False),
        "Ctrl+Shift+L",
        "Let the selected layers train",
        when=has_layers,
    ),
    Command(
        "freeze_up_to",
        "Freeze up &to here",
        lambda w: w.document.freeze_up_to(w.document.selected_layers()),
        "Ctrl+U",
        "Freeze the selected layers and everything before them",
        when=has_layers,
    ),
    Command(
        "train_from",
        "Train from &here",
        lambda w: w.document.train_from(w.document.selected_layers()),
        "Ctrl+Shift+U",
        "Let the selected layers and everything after them train, and freeze what comes before",
        when=has_layers,
    ),
    Command(
        "freeze_block",
        "Freeze &block",
        lambda w: w.commands.freeze_block(),
        "Ctrl+B",
        "Freeze everything in the block that the selected layers are in",
        when=lambda w: bool(w.commands.block_round_selection()),
    ),
    SEPARATOR,
    Command(
        "insert_dropout",
        "Insert &dropout after",
        lambda w: w.commands.insert_dropout(),
        "Ctrl+D",
        "Put a Dropout of 0.2 behind the selected layer",
        "plus",
        lambda w: has_layers(w) and len(w.document.selected_layers()) == 1,
    ),
    Command(
        "set_max_norm",
        "Set &max-norm",
        lambda w: w.commands.set_max_norm(),
        "Ctrl+M",
        "Limit the norm of the selected layers' weights to 3",
        when=lambda w: has_layers(w) and bool(w.commands.limitable_selection()),
    ),
    Command(
        "end_body",
        "New head &on this layer…",
        lambda w: w.commands.end_body(),
        tip="Make the selected layer the end of the body: what comes after it goes, a new Dense takes its place",
        when=lambda w: w.commands.can_end_body(),
    ),
    SEPARATOR,
    Command(
        "copy_code",
        "Copy as c&ode",
        lambda w: w.commands.copy_code(),
        "Ctrl+Alt+C",
        "Put the Keras calls that make the selected layers on the clipboard",
        when=has_layers,
    ),
    Command(
        "copy_names",
        "&Copy names",
        lambda w: w.commands.copy_names(),
        "Ctrl+Shift+C",
        "Put the names of the selected layers on the clipboard",
        when=has_layers,
    ),
)

CONTEXT: tuple[str | None, ...] = (
    "freeze",
    "unfreeze",
    "freeze_block",
    "freeze_up_to",
    "train_from",
    SEPARATOR,
    "insert_dropout",
    "set_max_norm",
    SEPARATOR,
    "show_weights",
    SEPARATOR,
    "trace",
    "trace_back",
    "trace_forward",
    "same_type",
    "same_settings",
    SEPARATOR,
    "copy_names",
    "copy_code",
)
"""Names of the commands in the menu of a layer."""
