"""Everything the window writes, and recipes it reads."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from inspector.jobs.messages import Apply, Done, Failed
from inspector.ui import atomic, theme
from inspector.ui.background import Latest
from inspector.ui.dialogs import ExportDialog, PictureChoice, SaveDialog
from inspector.ui.document import Document
from inspector.ui.engine_job import EngineJob
from inspector.ui.message_bar import MessageBar
from inspector.ui.training.session import Session

_KERAS = "Keras model (*.keras)"
_RECIPE = "Recipe (*.json)"


class Files(QObject):
    """Asks where to, writes, and says in the message bar what came of it."""

    picture_written = Signal()

    def __init__(self, window: QWidget, document: Document, session: Session, bar: MessageBar) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._session = session
        self._bar = bar
        self._engine = EngineJob(self)
        self._copier = Latest(self)
        self._painter = Latest(self)
        self._engine.ended.connect(self._applied)
        self._copier.done.connect(lambda path: self._bar.tell(f"Saved {path}.", "info"))
        self._copier.failed.connect(self._not_copied)
        self._painter.done.connect(self._painted)
        self._painter.failed.connect(self._not_painted)

    def close(self) -> None:
        """End what is being written and wait for it."""
        self._engine.close()
        self._copier.finish()
        self._painter.finish()

    # ------------------------------------------------------------------ models

    def save_model(self) -> None:
        """Ask which model and where to, then write it."""
        result = self._session.result
        trained = result.files if isinstance(result, Done) and self._session.model == self._document.path else {}
        chosen = "edited"
        if "best" in trained:
            dialog = SaveDialog(self._window)
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
            chosen = dialog.model()
        stem = Path(self._document.path).stem
        output = self._ask_output("Save model", f"{stem}-{chosen}.keras", _KERAS, ".keras")
        if output is None:
            return
        if self._is_opened(output):
            return
        if chosen in trained:
            self.copy_model(Path(trained[chosen]), output)
        else:
            self.write_edited(output)

    def copy_model(self, source: Path, output: Path) -> None:
        """Copy a trained model in the background."""

        def work() -> Path:
            atomic.copy(source, output)
            return output

        self._copier.submit(work)

    def write_edited(self, output: Path) -> None:
        """Let an engine make the edits and write the model, untrained."""
        if self._is_opened(output):
            return
        self._bar.tell(f"Writing {output.name}: the engine makes the edits…", "info")
        self._engine.start(Apply(self._document.path, self._document.recipe, str(output)))

    def _is_opened(self, output: Path) -> bool:
        if output.resolve() != Path(self._document.path).resolve():
            return False
        self._bar.tell("The opened file is never overwritten: choose another name.", "warning")
        return True

    def _applied(self, result: Done | Failed) -> None:
        self._bar.tell(result.text, "info" if isinstance(result, Done) else "error")

    def _not_copied(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        self._bar.tell(f"The model could not be saved: {error.strerror or error}. Choose another place.")

    # ------------------------------------------------------------------ pictures

    def export_picture(self) -> None:
        """Ask how and where to, then write the picture."""
        dialog = ExportDialog(self._document.options, self._window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        choice = dialog.choice()
        name = f"{Path(self._document.path).stem}.{choice.format}"
        kinds = "PNG image (*.png)" if choice.format == "png" else "Graphviz (*.dot)"
        output = self._ask_output("Export picture", name, kinds, f".{choice.format}")
        if output is not None:
            self.write_picture(choice, output)

    def write_picture(self, choice: PictureChoice, output: Path) -> None:
        """Write the graph as chosen, in the background; ``picture_written`` or a message of what went wrong follows."""
        preview, blocks, colours = self._document.preview, self._document.blocks, theme.current()
        if preview is None:
            return
        every = frozenset(each.id for block in blocks for each in block.walk())
        opened = self._document.opened if choice.as_shown else every

        def work() -> str:
            from inspector.drawing.dot import write_dot
            from inspector.drawing.draw import draw
            from inspector.ui.export import export_png

            if choice.format == "dot":
                write_dot(preview.graph, blocks, choice.options, output)
                return f"Wrote {output}."
            picture = draw(preview.graph, blocks, opened, choice.options, frozen=preview.frozen, edited=preview.edited)
            result = export_png(picture, output, colours, choice.scale)
            return " ".join(filter(None, [f"Wrote {output}, {result.width} × {result.height} pixels.", result.note]))

        self._painter.submit(work)

    def _painted(self, text: str) -> None:
        self._bar.tell(text, "info")
        self.picture_written.emit()

    def _not_painted(self, error: Exception) -> None:
        from inspector.drawing.dot import DotError
        from inspector.ui.export import ExportError

        if not isinstance(error, ExportError | DotError | OSError):
            raise error
        self._bar.tell(f"The picture could not be written: {error}")

    # ------------------------------------------------------------------ recipes

    def open_recipe(self) -> None:
        """Ask for a recipe file and take it."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Open recipe", "", f"{_RECIPE};;All files (*)")
        if path:
            self._document.load_recipe(path)

    def save_recipe(self) -> bool:
        """Ask where to and write the recipe; whether it was written."""
        stem = Path(self._document.path).stem or "recipe"
        output = self._ask_output("Save recipe", f"{stem}-recipe.json", _RECIPE, ".json")
        return output is not None and self._document.save_recipe(str(output))

    def _ask_output(self, title: str, name: str, kinds: str, ending: str) -> Path | None:
        folder = Path(self._document.path).parent if self._document.path else Path.home()
        path, _ = QFileDialog.getSaveFileName(self._window, title, str(folder / name), kinds)
        if not path:
            return None
        if path.lower().endswith(ending):
            return Path(path)
        named = Path(path + ending)
        if named.exists():  # the dialog asked about another name
            self._bar.tell(f"'{named.name}' is there already: choose it by its whole name to replace it.", "warning")
            return None
        return named
