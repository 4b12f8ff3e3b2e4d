"""One opened file: the model in it with its edits, which blocks are open, and the picture of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from inspector.drawing.opened import first_view
from inspector.drawing.picture import Options, Picture
from inspector.drawing.scene import Scene
from inspector.ui.drawing import Drawer, scene
from inspector.ui.edited_model import EditedModel
from inspector.ui.fact_source import FactSource
from inspector.ui.looking import Looked, Looker, Looking, names
from inspector.ui.reading import Opened, Reader


class Document(EditedModel):
    """The window's only state of a model.

    Signals, besides those of `EditedModel`:
        loading: a file begins to be read; carries its path. One of ``loaded``, ``failed`` and ``dropped`` follows.
        loaded: another model is there; everything changed.
        dropped: a file was read, but what is open was not to be left.
        looked_anew: the same file is shown in another way: operations, layers, other names or blocks.
        picture_changed: another picture is there.
    """

    loading = Signal(str)
    loaded = Signal()
    dropped = Signal()
    looked_anew = Signal()
    picture_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.may_be_left: Callable[[], bool] = lambda: True
        self.path = ""
        self.opened: frozenset[str] = frozenset()
        self.options = Options(show_parameters=True, show_alike=True)
        self.picture: Picture | None = None
        self.looked = Looked()
        self.names: dict[str, str] = {}
        self._reading = ""
        self._reader = Reader(self)
        self._reader.done.connect(self._arrive)
        self._reader.refused.connect(self._refuse)
        self.facts: FactSource = FactSource(self)
        self.file_facts: FactSource = FactSource(self)
        self._looker = Looker(self)
        self._looker.done.connect(self._look)
        self._looker.refused.connect(self.failed)
        self._drawer = Drawer(self)
        self._drawer.done.connect(self._take_picture)
        self.preview_changed.connect(self._draw)

    # ------------------------------------------------------------------ opening

    def open(self, path: str) -> None:
        """Read a model file in the background; another one that is still being read is forgotten.

        ``may_be_left`` is asked when it was read: there may be changes that were made since.
        """
        if path != self._reading:
            self._reading = path
            self.loading.emit(path)
            self._reader.read(path)

    def close(self) -> None:
        """Wait for the background threads; the document is not used after that."""
        self._reader.finish()
        self._looker.finish()
        self.facts.finish()
        self.file_facts.finish()
        self._drawer.finish()

    # ------------------------------------------------------------------ seeing

    def toggle(self, block: str) -> None:
        """Fold an open block, or open a folded one."""
        self.open_blocks(self.opened ^ {block})

    def open_blocks(self, ids: Iterable[str]) -> None:
        """Have exactly these blocks open."""
        self.opened = frozenset(ids)
        self._draw()

    def set_options(self, options: Options) -> None:
        """Choose what boxes and lines say."""
        self.options = options
        self._draw()

    def look(self, looking: Looking) -> None:
        """Show the opened file in another way, in the background; edits stay. ``looked_anew`` or ``failed`` follows."""
        if self.graph is not None:
            self._looker.look(self.path, self.graph, looking)

    # ------------------------------------------------------------------ inside

    def _arrive(self, read: Opened) -> None:
        self._reading = ""
        if self.may_be_left():
            self._show(read)
        else:
            self.dropped.emit()

    def _refuse(self, sentence: str) -> None:
        self._reading = ""
        self.failed.emit(sentence)

    def _show(self, read: Opened) -> None:
        self.path = read.path
        self._looker.cancel()
        self.looked, self.names = Looked(), {}
        self.begin(read.graph, read.blocks)
        self.opened = first_view(read.graph, read.blocks)
        self.picture = None
        self.loaded.emit()
        self._draw()

    def _look(self, looked: Looked) -> None:
        self.looked = looked
        self.show_aside(looked.operations, looked.blocks)
        assert self.shown
        self.names = names(self.shown.graph, looked.paths)
        self.opened = first_view(self.shown.graph, self.blocks)
        self.looked_anew.emit()
        self._draw()

    def scene(self) -> Scene | None:
        """How what is shown is drawn now; nothing where no model is open."""
        if self.shown is None:
            return None
        return scene(self.shown, self.blocks, self.opened, self.options, self.recipe.training, self.names)

    def _draw(self) -> None:
        if drawn := self.scene():
            self._drawer.draw(drawn)

    def _take_picture(self, picture: Picture) -> None:
        self.picture = picture
        self.picture_changed.emit()
