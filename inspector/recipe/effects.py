"""What a dropout rate or a limit does to a model, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.configs import innermost_class
from inspector.recipe.dropouts import is_dropout

_FEW = 2


def dropout_effect(graph: ModelGraph, layer: Layer, rate: float) -> str:
    """What a rate does: ``"20 % of what goes into dense_1 is set to 0 while training."``."""
    share, kind = f"{100 * rate:.3g} %", innermost_class(layer)
    if not rate:
        return "Nothing is dropped."
    if not is_dropout(layer):
        what = f"the attention weights of {layer.name}" if "Attention" in kind else f"what goes into {layer.name}"
        verb = "are" if "Attention" in kind else "is"
        return f"{share} of {what} {verb} set to 0 while training."
    taken = _takers(graph, layer)
    if kind == "GaussianDropout":
        return f"What {taken} is multiplied with noise while training, as strong as {share} dropout."
    if kind.startswith("Spatial"):
        return f"{share} of the channels of what {taken} are set to 0 while training."
    if kind == "AlphaDropout":
        return f"{share} of what {taken} is set to SELU's lowest value while training."
    return f"{share} of what {taken} is set to 0 while training."


def max_norm_effect(layer: Layer, limit: float) -> str:
    """What a limit does to the weights of a layer."""
    kind = innermost_class(layer)
    of = "filter" if "Conv" in kind else "entry" if kind == "Embedding" else "unit"
    return f"The weights of each {of} of {layer.name} are held to a norm of at most {limit:g}."


def _takers(graph: ModelGraph, layer: Layer) -> str:
    """``"goes into dense_1"``."""
    names: Sequence[str] = [graph.by_path[path].name for path in graph.successors[layer.path]]
    if not names:
        return f"{layer.name} gives"
    told = ", ".join(names[:_FEW]) if len(names) <= _FEW else f"{names[0]} and {len(names) - 1} others"
    return f"goes into {told}"
