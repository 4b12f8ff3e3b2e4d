"""The commands of the graph as data: searching it, moving about in it, and how it looks."""

from __future__ import annotations

from inspector.ui.command import SEPARATOR, Command, Entries, has_model

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
