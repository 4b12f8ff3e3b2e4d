"""The commands of the Train menu as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.ui.command import SEPARATOR, Command, Entries, has_model

if TYPE_CHECKING:
    from inspector.ui.window import Window


def _has_edits(window: Window) -> bool:
    return any(not edit.disabled for edit in window.document.recipe.edits)


def _can_train(window: Window) -> bool:
    return has_model(window) and not window.session.running and not window.engine.untrainable()


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
        "propose",
        "&Propose fine-tuning…",
        lambda w: w.fine_tune.start(),
        "Ctrl+P",
        "What practice would freeze, exchange and limit for the chosen data, with the reasons",
        when=lambda w: has_model(w) and w.document.aside is None,
    ),
    Command(
        "check_edits",
        "&Check edits",
        lambda w: w.proving.start(),
        "Ctrl+K",
        "Make the edits on the real model, compare it with the original, and write nothing",
        when=_has_edits,
    ),
)
