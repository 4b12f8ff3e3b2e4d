"""Print figures of a model's weights, how far they are from another model's, or write one as .npy."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.commands.looking import MODEL_HELP
from inspector.commands.output import OutputError, add_overwrite, check_output
from inspector.drawing.table import Column, table
from inspector.formats import FormatError, open_model
from inspector.graph.model import ModelGraph, Weight

if TYPE_CHECKING:
    from inspector.formats.weights.stored import StoredWeights
    from inspector.tensors.figures import Figures
    from inspector.tensors.movement import LayerMovement, Movement

_WIDTH = 120
_NAMES_SHOWN = 8

Row = tuple[str, Weight]
"""The layer's path, and one of its weights."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help=MODEL_HELP)
    parser.add_argument("layer", metavar="LAYER", nargs="?", help="a layer or nested model, instead of all of them")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--against", metavar="OTHER", help="how far the weights are from those of another model file")
    what.add_argument("--npy", metavar="NAME", help="write one weight, named as in the table, to the file given by -o")
    parser.add_argument("-o", "--output", metavar="OUT", type=Path, help="the .npy file")
    add_overwrite(parser)


def run(options: argparse.Namespace) -> int:
    """Print or write what was asked for; raises FormatError, OutputError."""
    # NumPy and the readers of values are for this command alone
    from inspector.formats.weights.stored import StoredWeights

    if (options.npy is None) != (options.output is None):
        raise OutputError("Expected --npy NAME and -o OUT together: which weight to write, and where to.")
    stored = StoredWeights(open_model(options.file))
    chosen = _chosen(stored.graph, options.layer)
    if options.against is not None:
        print(_moved(StoredWeights(open_model(options.against)), stored, chosen))
    elif options.npy is not None:
        print(_write(stored, _rows(stored, chosen), options))
    else:
        print(_listed(stored, _rows(stored, chosen)))
    return 0


def _chosen(graph: ModelGraph, layer: str | None) -> list[str]:
    """Paths of the leaves to tell of; raises FormatError."""
    if layer is None:
        return [leaf.path for leaf in graph.leaves]
    if layer not in graph.by_path:
        known = [leaf.path for leaf in graph.leaves if leaf.weights]
        more = f" and {len(known) - _NAMES_SHOWN:,} more" if len(known) > _NAMES_SHOWN else ""
        raise FormatError(
            f"Expected the name of a layer, found {layer!r}. Layers with weights: "
            f"{', '.join(known[:_NAMES_SHOWN]) or 'none'}{more}."
        )
    return [leaf.path for leaf in graph.inside(layer)]


def _rows(stored: StoredWeights, paths: Sequence[str]) -> list[Row]:
    return [(path, weight) for path in paths for weight in stored.of(path)]


def _listed(stored: StoredWeights, rows: Sequence[Row]) -> str:
    from inspector.tensors.figures import figures

    if not rows:
        return "There are no weights."
    found: list[Figures | None] = []
    refused: dict[str, None] = {}
    for _, weight in rows:
        try:
            found.append(figures(stored.read(weight).values))
        except FormatError as refusal:
            found.append(None)
            refused[str(refusal)] = None
    columns = [
        Column("Weight", [_name(*row) for row in rows], shrinks=True),
        Column("Shape", [_shape(weight) for _, weight in rows], shrinks=True),
        Column("Type", [weight.dtype for _, weight in rows]),
        _column("Norm", found, lambda each: each.norm),
        _column("Minimum", found, lambda each: each.minimum),
        _column("Maximum", found, lambda each: each.maximum),
        _column("Mean", found, lambda each: each.mean),
        _column("Std", found, lambda each: each.deviation),
        Column("Zeros", [f"{each.zero_share:.1%}" if each else "?" for each in found], to_the_right=True),
    ]
    if any(each and each.finite < each.count for each in found):
        columns.append(Column("NaN", [f"{each.nans:,}" if each else "?" for each in found], to_the_right=True))
        columns.append(Column("Inf", [f"{each.infinities:,}" if each else "?" for each in found], to_the_right=True))
    return "\n".join([*table(columns, _WIDTH), *refused])


def _column(title: str, found: Sequence[Figures | None], figure: Callable[[Figures], float]) -> Column:
    return Column(title, [_number(figure(each)) if each else "?" for each in found], to_the_right=True)


def _moved(before: StoredWeights, after: StoredWeights, paths: Sequence[str]) -> str:
    from inspector.tensors.movement import movements

    found = list(movements(before, after, paths))
    if not found:
        return "There are no weights."
    lines = [line for layer in found for line in _of_layer(layer)]
    columns = [
        Column("Layer", [name for name, _, _ in lines], shrinks=True),
        Column("Moved", [share for _, share, _ in lines], to_the_right=True),
        Column("Norm of the change", [change for _, _, change in lines], to_the_right=True),
    ]
    return "\n".join(table(columns, _WIDTH))


def _of_layer(layer: LayerMovement) -> list[tuple[str, str, str]]:
    if not layer.weights:
        return [(layer.path, "new", "")]
    head = (layer.path, *_movement(layer.whole))
    return [head, *((f"  {name}", *_movement(moved)) for name, moved in layer.weights.items())]


def _movement(moved: Movement) -> tuple[str, str]:
    share = "from zero" if math.isinf(moved.relative) else f"{moved.relative:.3%}"
    return share, _number(math.sqrt(moved.change) if moved.change >= 0 else moved.change)


def _write(stored: StoredWeights, rows: Sequence[Row], options: argparse.Namespace) -> str:
    """Write one weight; what is told about it."""
    from inspector.tensors.npy import ENDING, npy
    from inspector.ui import atomic

    output: Path = options.output
    if output.suffix != ENDING:
        raise OutputError(f"Expected a name that ends with {ENDING}, found {output.name!r}: choose one that does.")
    check_output(output, overwrite=options.overwrite)
    matching = [(path, weight) for path, weight in rows if _name(path, weight) == options.npy]
    if options.layer is not None and not matching:
        matching = [(path, weight) for path, weight in rows if weight.name == options.npy]
    if len(matching) != 1:
        names = [_name(*row) for row in rows]
        more = f" and {len(names) - _NAMES_SHOWN:,} more" if len(names) > _NAMES_SHOWN else ""
        raise FormatError(
            f"Expected the name of one weight, found {options.npy!r}. There are: "
            f"{', '.join(names[:_NAMES_SHOWN]) or 'none'}{more}."
        )
    tensor = stored.read(matching[0][1])
    atomic.write(output, npy(tensor.values))
    kept = "" if tensor.dtype == tensor.values.dtype.name else f", kept as {tensor.values.dtype.name}"
    return f"Wrote {output}: {_shape(matching[0][1])}, {tensor.dtype}{kept}."


def _name(path: str, weight: Weight) -> str:
    return f"{path}/{weight.name}"


def _shape(weight: Weight) -> str:
    return "×".join(map(str, weight.shape)) or "scalar"


def _number(value: float) -> str:
    return f"{value:.4g}"
