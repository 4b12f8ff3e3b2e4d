"""The commands of the graph as data: searching it, moving about in it, and how it looks."""

from __future__ import annotations

from inspector.drawing.overlays import TITLES
from inspector.ui.command import SEPARATOR, Command, Entries, Submenu, has_model, has_selection

GRAPH: Entries = (
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
        "Filter t&he list",
        lambda w: w.commands.filter_list(),
        "Ctrl+Shift+F",
        "Keep only the layers in the list that have what is typed",
        when=has_model,
    ),
    SEPARATOR,
    Command(
        "back",
        "&Back",
        lambda w: w.graph.navigation.back(),
        "Alt+Left",
        "Where you were before the last jump",
        when=lambda w: w.graph.navigation.can_go_back,
    ),
    Command(
        "forward",
        "&Forward",
        lambda w: w.graph.navigation.forward(),
        "Alt+Right",
        "Where you went back from",
        when=lambda w: w.graph.navigation.can_go_forward,
    ),
    Command(
        "to_input",
        "To the &input",
        lambda w: w.graph.navigation.jump(w.document.shown.graph.inputs if w.document.shown else ()),
        "Ctrl+Home",
        "Select the input and show it; the next one where there are several",
        when=has_model,
    ),
    Command(
        "to_output",
        "To the &output",
        lambda w: w.graph.navigation.jump(w.document.shown.graph.outputs if w.document.shown else ()),
        "Ctrl+End",
        "Select the output and show it; the next one where there are several",
        when=has_model,
    ),
    Command(
        "less_detail",
        "&Less detail",
        lambda w: w.graph.navigation.step_level(-1),
        "Ctrl+Shift+[",
        "Fold the deepest level of blocks",
        when=has_model,
    ),
    Command(
        "more_detail",
        "&More detail",
        lambda w: w.graph.navigation.step_level(1),
        "Ctrl+Shift+]",
        "Open one more level of blocks",
        when=has_model,
    ),
    SEPARATOR,
    Command(
        "trace",
        "&Trace both ways",
        lambda w: w.graph.tracing.trace("both"),
        tip="Fade all but the selected layers, what they come from and what comes of them (T on the graph)",
        when=has_selection,
    ),
    Command(
        "trace_back",
        "Trace b&ack",
        lambda w: w.graph.tracing.trace("back"),
        tip="Fade all but the selected layers and what they come from",
        when=has_selection,
    ),
    Command(
        "trace_forward",
        "Trace fo&rward",
        lambda w: w.graph.tracing.trace("forward"),
        tip="Fade all but the selected layers and what comes of them",
        when=has_selection,
    ),
    Command(
        "trace_end",
        "&End the trace",
        lambda w: w.graph.tracing.end(),
        tip="Show everything again (Esc on the graph)",
        when=lambda w: bool(w.graph.tracing.traced),
    ),
    SEPARATOR,
    Command(
        "same_type",
        "Select the same t&ype",
        lambda w: w.commands.select_same_type(),
        tip="Select every layer of the type of the selected ones",
        when=has_selection,
    ),
    Command(
        "same_settings",
        "Select the same &settings",
        lambda w: w.commands.select_same_settings(),
        tip="Select every layer of the same type and settings as one that is selected",
        when=has_selection,
    ),
    Command(
        "next_alike",
        "Next b&uilt alike",
        lambda w: w.commands.next_like(),
        "Ctrl+J",
        "Go on to the next block that is built like the selected one",
        when=lambda w: bool(w.commands.likes()),
    ),
    Command(
        "open_alike",
        "Open all built ali&ke",
        lambda w: w.commands.open_likes(),
        "Ctrl+Shift+J",
        "Open every block that is built like the selected one",
        when=lambda w: bool(w.commands.likes()),
    ),
    SEPARATOR,
    Command(
        "map",
        "Ma&p",
        lambda w: w.graph.show_map(w.graph.minimap.isHidden()),
        "Ctrl+Shift+M",
        "The whole graph in small, with a frame round what is seen",
        when=has_model,
        checked=lambda w: not w.graph.minimap.isHidden(),
    ),
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

SHOWN: Entries = (
    Command(
        "parameters",
        "Para&meters",
        lambda w: w.commands.toggle_parameters(),
        tip="How many parameters a layer has, in its box",
        when=has_model,
        checked=lambda w: w.document.options.show_parameters,
    ),
    Command(
        "line_widths",
        "Line wid&ths by size",
        lambda w: w.canvas.set_weighted(not w.canvas.weighted),
        tip="Lines are the wider the more values a sample sends along them",
        when=has_model,
        checked=lambda w: w.canvas.weighted,
    ),
)
