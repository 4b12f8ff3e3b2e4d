"""The commands of the Names menu as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.graph.renaming import NONE, Rule
from inspector.ui.command import SEPARATOR, Command, Entries, Use, When, has_model

if TYPE_CHECKING:
    from inspector.ui.window import Window


def _rule(kind: str) -> When:
    return lambda window: window.naming.looking.rule.kind == kind


def _choose_rule(rule: Rule) -> Use:
    return lambda window: window.naming.choose_rule(rule)


def _has_both(window: Window) -> bool:
    return has_model(window) and not window.naming.no_operations()


NAMES: Entries = (
    Command(
        "names_file",
        "&As in the file",
        _choose_rule(NONE),
        tip="The names of the file, and blocks that are found automatically",
        when=has_model,
        checked=_rule("none"),
    ),
    Command(
        "names_scopes",
        "Blocks by &scopes",
        _choose_rule(Rule("scopes")),
        tip="The names of the file; each / in them opens a block",
        when=has_model,
        checked=_rule("scopes"),
    ),
    Command(
        "names_reference",
        "Fold at the first &underscore",
        _choose_rule(Rule("reference")),
        tip="The first _ of a name becomes /: conv1_bn is bn in the block conv1",
        when=has_model,
        checked=_rule("reference"),
    ),
    Command(
        "names_pattern",
        "By a &pattern…",
        lambda w: w.naming.ask_pattern(),
        tip="Replace what a regular expression finds in the names",
        when=has_model,
        checked=_rule("regex"),
    ),
    SEPARATOR,
    Command(
        "show_layers",
        "&Layers",
        lambda w: w.naming.show_operations(False),
        tip="The layers that the file's operations make up",
        when=_has_both,
        checked=lambda w: has_model(w) and not w.naming.shows_operations(),
        why=lambda w: w.naming.no_operations(),
    ),
    Command(
        "show_operations",
        "&Operations",
        lambda w: w.naming.show_operations(True),
        tip="Every operation of the file by itself, to look at; changes to the layers stay",
        when=_has_both,
        checked=lambda w: w.naming.shows_operations(),
        why=lambda w: w.naming.no_operations(),
    ),
    Command(
        "constants",
        "&Constants…",
        lambda w: w.naming.ask_constants(),
        tip="How large a constant may be whose values are shown",
        when=lambda w: w.naming.shows_operations(),
        why=lambda w: w.naming.no_constants(),
    ),
)
