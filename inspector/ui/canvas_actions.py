"""The commands of the graph as data: searching it, moving about in it, and how it looks."""

from __future__ import annotations

from inspector.drawing.overlays import TITLES
from inspector.ui.command import SEPARATOR, Command, Entries, Submenu, has_model

FIND: Entries = (
    Command(
        "find",
        "Fi&nd…",
        lambda w: w.graph.begin_search(),
        "Ctrl+F;/",
        "Search the graph by name, type, shape or setting",
        "search",
        has_model,
    ),
    Command("find_next", "Find ne&xt", lambda w: w.graph.search.step(1), "F3", when=lambda w: w.graph.search.any),
    Command(
        "find_previous",
        "Find pre&vious",
        lambda w: w.graph.search.step(-1),
        "Shift+F3",
        when=lambda w: w.graph.search.any,
    ),
    Command(
        "filter",
        "Fil&ter the list",
        lambda w: w.commands.filter_list(),
        "Ctrl+Shift+F",
        "Keep only the layers in the list that have what is typed",
        when=has_model,
    ),
    SEPARATOR,
)


def _colour(kind: str, title: str) -> Command:
    return Command(
        f"colour_{kind}",
        title,
        lambda w: w.graph.overlays.choose(kind),
        when=has_model,
        checked=lambda w: w.graph.overlays.kind == kind,
    )


COLOURS = Submenu("&Colours", tuple(_colour(kind, title) for kind, title in TITLES.items()))
