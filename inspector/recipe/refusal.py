"""How an edit is refused: a sentence, raised where the reason is found."""

from __future__ import annotations

import difflib
from collections.abc import Collection


class EditError(ValueError):
    """An edit that cannot be made; the message is a sentence for the person.

    ``index`` is the edit's place in the recipe, -1 while it is not known.
    """

    def __init__(self, text: str, index: int = -1) -> None:
        super().__init__(text)
        self.index = index


def no_layer(path: str, there: Collection[str]) -> str:
    """The sentence that says that there is no such layer, with the nearest names."""
    names = nearest(path, there)
    hint = f" Near to it: {', '.join(names)}." if names else ""
    return f"There is no layer '{path}' in the model.{hint}"


def nearest(path: str, there: Collection[str]) -> list[str]:
    """Up to three paths that are written nearly so."""
    return difflib.get_close_matches(path, there, n=3, cutoff=0.5)
