"""What practice recommends, as notes: the figures are guidance, never limits.

20 to 50 % dropout on hidden layers and about 20 % on the input: https://jmlr.org/papers/v15/srivastava14a.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from inspector.graph.model import Note
from inspector.recipe.dropouts import dropout_rate
from inspector.recipe.max_norms import max_norm_value
from inspector.recipe.preview import Preview

_USUAL = (0.2, 0.5)
_INPUT_MOST = 0.3


def advice(shown: Preview) -> Iterator[Note]:
    """Notes on what edits set: rates outside the usual range, limits on frozen layers."""
    for path in shown.edited:
        layer = shown.graph.by_path[path]
        rate = dropout_rate(layer)
        if rate:
            yield from _on_rate(path, rate, _is_on_input(shown, path))
        if path in shown.frozen and max_norm_value(layer) is not None:
            text = f"'{path}' is frozen: its weights are limited once, before training, and then stay as they are."
            yield Note("warning", "max-norm-frozen", text, path)


def _is_on_input(shown: Preview, path: str) -> bool:
    if shown.graph.by_path[path].class_name.endswith("Attention"):
        return False  # it drops scores, not its input
    sources = shown.graph.predecessors[path]
    return any(shown.graph.by_path[source].class_name == "InputLayer" for source in sources)


def _on_rate(path: str, rate: float, on_input: bool) -> Iterator[Note]:
    least, most = _USUAL
    if rate > most:
        usual = "about 20 % is usual on the input" if on_input else "20 to 50 % is usual on hidden layers"
        text = f"'{path}' drops {rate:.0%}: {usual}, and more than half tends to underfit."
        yield Note("warning", "dropout-high", text, path)
    elif on_input and rate > _INPUT_MOST:
        yield Note("info", "dropout-high", f"'{path}' drops {rate:.0%} of the input: about 20 % is usual there.", path)
    elif rate < least and not on_input:
        text = f"'{path}' drops {rate:.0%}, which does little: 20 to 50 % is usual on hidden layers."
        yield Note("info", "dropout-low", text, path)
