"""Whether the code in the opened file may run: asked once for its bytes, before the engine would run it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector.formats.safety.verdict import needing_trust
from inspector.jobs.trust import Trust, TrustError, can_be_trusted, digest
from inspector.ui.background import Latest
from inspector.ui.document import Document
from inspector.ui.message_bar import MessageBar
from inspector.ui.names import shown_name
from inspector.ui.safety.question import TrustQuestion

Then = Callable[[str], object]
"""Takes what a job's ``trusted`` is: the SHA-256 of the trusted file, or empty where a file needs no trust."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """A file's bytes, and what was answered for them; ``refusal``: why there is nothing to ask, in a sentence."""

    digest: str = ""
    answer: bool | None = None
    refusal: str = ""


class Trusting(QObject):
    """Follows the document. Files are read for their SHA-256 in the background.

    ``changed``: what was answered for a file that was opened is known now, or the answer is another one.
    """

    changed = Signal()

    def __init__(self, window: QWidget, document: Document, bar: MessageBar, trust: Trust) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._bar = bar
        self._trust = trust
        self._work = Latest(self)
        self._work.done.connect(self._take)
        self._then: Then | None = None
        self._again = False
        self._shown: _Looked | None = None
        self._question: TrustQuestion | None = None
        document.loaded.connect(self._look)

    @property
    def needed(self) -> bool:
        """Whether the opened file holds what is only run or read when it is trusted."""
        return self._document.graph is not None and bool(needing_trust(self._document.graph))

    @property
    def known(self) -> bool:
        """Whether what was answered for the opened file has been looked up."""
        return not self.needed or self._shown is not None

    @property
    def trusted(self) -> str:
        """The SHA-256 of the opened file where it is trusted; empty where it is not, or needs no trust."""
        return self._shown.digest if self._shown and self._shown.answer else ""

    @property
    def held_back(self) -> bool:
        """Whether the opened file needs trust that it does not have."""
        return self.needed and not self.trusted

    def words(self) -> str:
        """Whether the code in the opened file may run, in a sentence; empty where there is none."""
        if not self.needed or self._shown is None:
            return ""
        if self._shown.refusal:
            return self._shown.refusal
        if self._shown.answer is None:
            return "Nothing of this has run. You are asked before the model is checked, trained or saved."
        if self.trusted:
            return "You trust this file: its code runs when the model is checked, trained or saved."
        return "You do not trust this file: nothing of this runs, and it cannot be checked, trained or saved."

    def ask(self, then: Then) -> None:
        """Go on with ``then`` where the opened file needs no trust or has it, at once or when a person gave it.

        Otherwise a sentence is told, and ``then`` is not called: the person said no, or the file was changed.
        """
        if self.needed:
            self._start(then, again=False)
        else:
            then("")

    def ask_again(self) -> None:
        """Ask a person who said no before."""
        self._start(lambda _trusted: None, again=True)

    def withdraw(self) -> None:
        """Trust the opened file no more."""
        if self.trusted:
            self._remember(False)

    def close(self) -> None:
        """Wait for the background threads."""
        self._work.finish()

    # ------------------------------------------------------------------ inside

    def _start(self, then: Then, *, again: bool) -> None:
        self._then, self._again = then, again
        path = self._document.path
        self._work.submit(lambda: _looked(self._trust, path))

    def _look(self) -> None:
        """Find out what was answered for the file that was just opened."""
        self._shown, self._then = None, None
        self._work.cancel()
        if self._question:
            self._question.blockSignals(True)  # nobody answered it
            self._question.reject()
            self._question = None
        if self.needed:
            path = self._document.path
            self._work.submit(lambda: _looked(self._trust, path))
        else:
            self.changed.emit()

    def _take(self, found: _Looked) -> None:
        then, self._then = self._then, None
        if self._shown is None:
            self._shown = found
            self.changed.emit()
        if then is None:
            return
        if found.refusal:
            self._bar.tell(found.refusal, "warning")
        elif found.digest != self._shown.digest:
            path = self._document.path
            text = f"{shown_name(path)} was changed since it was opened. Open it again to see what is in it now."
            self._bar.tell(text, "warning", "Open it again", lambda: self._document.open(path))
        elif found.answer:
            self._shown = found
            then(found.digest)
        elif found.answer is None or self._again:
            self._ask(then)
        else:
            self._tell_refused(then)

    def _ask(self, then: Then) -> None:
        graph, shown = self._document.graph, self._shown
        assert graph
        assert shown
        question = TrustQuestion(shown_name(self._document.path), needing_trust(graph), shown.digest, self._window)
        question.findings.layer_wanted.connect(lambda layer: self._document.select([layer]))
        self._question = question
        question.finished.connect(lambda result: self._answered(bool(result), then))
        question.open()

    def _answered(self, yes: bool, then: Then) -> None:
        self._question = None
        if self._remember(yes) and yes:
            then(self.trusted)

    def _remember(self, yes: bool) -> bool:
        """Whether the answer could be kept."""
        assert self._shown
        try:
            self._trust.remember(self._shown.digest, Path(self._document.path).name, trusted=yes)
        except TrustError as error:
            self._bar.tell(f"Your answer cannot be remembered, so nothing is run. {error}")
            return False
        self._shown = _Looked(self._shown.digest, yes)
        self.changed.emit()
        return True

    def _tell_refused(self, then: Then) -> None:
        name = shown_name(self._document.path)
        text = f"You do not trust {name}, so the code in it is not run, and it cannot be checked, trained or saved."
        self._bar.tell(text, "warning", "Look at the code…", lambda: self._start(then, again=True))


def _looked(trust: Trust, path: str) -> _Looked:
    if Path(path).is_dir() and not can_be_trusted(Path(path)):
        return _Looked(
            refusal=f"{Path(path).name} is a folder: open the SavedModel's own folder, or the file, to trust it."
        )
    try:
        found = digest(path)
    except OSError as error:
        return _Looked(refusal=f"{Path(path).name} cannot be read: {error.strerror or error}.")
    return _Looked(found, trust.answer(found))
