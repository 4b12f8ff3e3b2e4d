"""How a command looks at a model: which file, as layers or operations, under which names."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from inspector.formats import FormatError, open_model
from inspector.graph.blocks import Block
from inspector.graph.grouping import blocks_under
from inspector.graph.model import ModelGraph
from inspector.graph.operations import View
from inspector.graph.renaming import Rule, RuleError, parse_rule, renamed

MODEL_HELP = "a .keras or .h5 file, a SavedModel folder, or a GraphDef (.pb, .pbtxt, .meta)"


@dataclass(frozen=True, slots=True)
class Looked:
    """A model as it is looked at."""

    graph: ModelGraph
    rule: Rule

    def blocks(self) -> tuple[Block, ...]:
        """Its blocks: by the scopes in names where a rule makes those, else found by themselves."""
        return blocks_under(self.graph, self.rule)


def add_looking(parser: argparse.ArgumentParser) -> None:
    """Declare the file and the options."""
    parser.add_argument("file", metavar="FILE", help=MODEL_HELP)
    add_ways_of_looking(parser)


def add_ways_of_looking(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--operations",
        action="store_true",
        help="every operation of a SavedModel or GraphDef, instead of the layers they make up",
    )
    parser.add_argument(
        "--rename",
        type=_rule,
        default=Rule(),
        metavar="RULE",
        help="names to show and fold by: none, scopes, reference (the first _ becomes /) or regex:PATTERN=>REPLACEMENT",
    )
    parser.add_argument(
        "--max-const-size",
        type=_size,
        default=View().max_const_size,
        metavar="N",
        help="the most bytes a constant may have whose values are shown (default: %(default)s)",
    )


def look(options: argparse.Namespace) -> Looked:
    """Open the model; raises FormatError, and RuleError where a regular expression leads too far."""
    return look_at(options.file, options)


def look_at(file: str | Path, options: argparse.Namespace) -> Looked:
    """Open one of several models; raises as `look`."""
    graph = open_model(file, View(options.operations, options.max_const_size))
    if options.operations and graph.format.startswith("Keras"):
        raise FormatError(
            f"Expected a SavedModel or GraphDef to show the operations of, found {graph.format}, which holds layers: "
            "leave out --operations."
        )
    return Looked(renamed(graph, options.rename), options.rename)


def _rule(text: str) -> Rule:
    try:
        return parse_rule(text)
    except RuleError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _size(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"expected a number of bytes, found {text!r}")
    return int(text)
