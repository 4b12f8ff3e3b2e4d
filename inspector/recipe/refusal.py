"""How an edit is refused: a sentence, raised where the reason is found."""

from __future__ import annotations


class EditError(ValueError):
    """An edit that cannot be made; the message is a sentence for the person.

    ``index`` is the edit's place in the recipe, -1 while it is not known.
    """

    def __init__(self, text: str, index: int = -1) -> None:
        super().__init__(text)
        self.index = index
