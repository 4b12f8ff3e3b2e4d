"""Write pictures of models: .svg, .png or .pdf, or .dot for Graphviz."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args

from inspector.commands.finding import ENDINGS, models_in
from inspector.commands.looking import MODEL_HELP, add_ways_of_looking, look_at
from inspector.commands.output import OutputError, add_overwrite, check_output
from inspector.drawing.opened import Unfolding
from inspector.drawing.overlays import TITLES
from inspector.drawing.palette import ThemeName
from inspector.drawing.picture import Direction
from inspector.formats import FormatError
from inspector.graph.renaming import RuleError
from inspector.ui.pictures import files
from inspector.ui.pictures.errors import PictureError

_NATURAL_DPI = 96
_SAVED_MODEL = "saved_model"


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("files", metavar="MODEL", nargs="+", type=Path, help=MODEL_HELP + "; or a folder of models")
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        type=Path,
        required=True,
        help="OUT.svg, OUT.png, OUT.pdf or OUT.dot; for several models or a folder of them, a folder for the pictures",
    )
    formats = [ending.removeprefix(".") for ending in files.ENDINGS]
    parser.add_argument("--format", choices=formats, default="svg", help="of pictures in a folder (default: svg)")
    add_ways_of_looking(parser)
    _add_content(parser.add_argument_group("what is drawn"))
    _add_style(parser.add_argument_group("how it looks"))
    add_overwrite(parser)


def _add_content(group: argparse._ArgumentGroup) -> None:
    switch = argparse.BooleanOptionalAction
    group.add_argument(
        "--unfold",
        choices=get_args(Unfolding),
        default="first",
        help="blocks as the window first shows them (default), all open, all folded, or every layer without blocks",
    )
    group.add_argument("--expand-nested", action=switch, help="nested Keras models open, or folded")
    group.add_argument("--show-shapes", action=switch, default=True, help="tensor shapes on the lines")
    group.add_argument("--show-layer-names", action=switch, default=True, help="names in the boxes, else types")
    group.add_argument("--show-dtype", action=switch, default=False, help="dtypes of tensors in the boxes")
    group.add_argument("--show-trainable", action=switch, default=False, help="in words whether boxes train")
    group.add_argument(
        "--only",
        metavar="PATTERN",
        action="append",
        default=[],
        help="draw only layers and blocks with this name or type, with * and ? as in a shell; as often as needed",
    )


def _add_style(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--direction", choices=get_args(Direction), default="TB", help="from top to bottom, or from left to right"
    )
    kinds = [kind for kind in TITLES if kind != "moved"]
    group.add_argument("--overlay", choices=kinds, help="what the colours tell, with a legend")
    group.add_argument("--legend", action=argparse.BooleanOptionalAction, default=True, help="the legend of an overlay")
    group.add_argument("--theme", choices=get_args(ThemeName), default="light", help="the colours")
    group.add_argument("--transparent", action="store_true", help="without a ground")
    size = group.add_mutually_exclusive_group()
    size.add_argument(
        "--scale", type=_positive, metavar="N", help="times the natural size (default: 2 for .png, else 1)"
    )
    size.add_argument("--dpi", type=_positive, metavar="N", help="pixels per inch; the natural size has 96")


def run(options: argparse.Namespace) -> int:
    """Write the pictures; raises OutputError, FormatError, RuleError and PictureError where there is one to write."""
    output: Path = options.output
    if output.suffix and not output.is_dir():
        files.check_ending(output)
        if len(options.files) > 1:
            raise OutputError(
                f"Expected a folder for the pictures of {len(options.files)} models, found the name of a file, "
                f"'{output}': choose one without an ending, and --format."
            )
        print(_write(options.files[0], output, options))
        return 0
    return _write_each(options)


def _write_each(options: argparse.Namespace) -> int:
    """A picture of each model; what cannot be drawn is said and left out."""
    refused: list[OSError] = []
    found = _distinct({path: _names(path, start) for start in options.files for path in _models(start, refused)})
    complaints = [f"'{error.filename}' cannot be read: {error.strerror or error}." for error in refused]
    written = 0
    for path, name in found.items():
        output = options.output / name.with_name(f"{name.name}.{options.format}")
        try:
            output.parent.mkdir(parents=True, exist_ok=True)
            print(_write(path, output, options), flush=True)
            written += 1
        except FormatError as refusal:
            if path in options.files or path.suffix.lower() in ENDINGS:
                complaints.append(str(refusal))
        except (RuleError, PictureError, OutputError) as refusal:
            complaints.append(str(refusal))
    if not written and not complaints:
        complaints.append("Expected models to draw, found none.")
    for sentence in complaints:
        print(f"inspector: {sentence}", file=sys.stderr)
    return 1 if complaints else 0


def _models(start: Path, refused: list[OSError]) -> Iterator[Path]:
    if start.is_dir():
        yield from models_in(start, refused)
    else:
        yield start


def _names(path: Path, start: Path) -> tuple[Path, ...]:
    """Where in the folder of pictures that of a model may go: as in its own; a SavedModel is named as its folder."""
    place = path.relative_to(start) if path != start else Path(path.name)
    around = path.resolve().parent.name
    if place.stem == _SAVED_MODEL:
        named = place.parent if place.parent.name else Path(around)
        return named, named
    return place.with_suffix(""), place, place.with_name(f"{around}-{place.name}")


def _distinct(names: Mapping[Path, Sequence[Path]]) -> dict[Path, Path]:
    """The first name of each model that no other has as well; the last one where there is none."""
    often = Counter(name for each in names.values() for name in dict.fromkeys(each))
    return {path: next((name for name in each if often[name] == 1), each[-1]) for path, each in names.items()}


def _write(file: Path, output: Path, options: argparse.Namespace) -> str:
    from inspector.api import Model  # the layout takes a while to import

    check_output(output, overwrite=options.overwrite)
    looked = look_at(file, options)
    return Model(looked.graph, looked.blocks()).save(
        output,
        theme=options.theme,
        transparent=options.transparent,
        scale=options.dpi / _NATURAL_DPI if options.dpi else options.scale,
        only=options.only,
        overlay=options.overlay,
        legend=options.legend,
        unfold=options.unfold,
        expand_nested=options.expand_nested,
        show_shapes=options.show_shapes,
        show_layer_names=options.show_layer_names,
        show_dtype=options.show_dtype,
        show_trainable=options.show_trainable,
        direction=options.direction,
    )


def _positive(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= 10_000:
        raise argparse.ArgumentTypeError(f"expected a number above 0, found {text!r}")
    return number
