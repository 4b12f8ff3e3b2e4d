"""Everything the window writes, and recipes it reads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from inspector.jobs.messages import Apply, Done, Failed
from inspector.jobs.trust import digest
from inspector.recipe import codec
from inspector.recipe.recipe import Recipe
from inspector.recipe.transfer import transfer
from inspector.ui import atomic
from inspector.ui.background import Latest
from inspector.ui.dialogs import SaveDialog
from inspector.ui.document import Document
from inspector.ui.engine_job import EngineJob
from inspector.ui.message_bar import MessageBar
from inspector.ui.model_output import ask_model_output
from inspector.ui.output import ask_output, same
from inspector.ui.pictures.exporter import Exporter
from inspector.ui.recipe_fit import RecipeFitDialog
from inspector.ui.safety.trusting import Trusting
from inspector.ui.training.session import Session

_RECIPE = "Recipe (*.json)"


class Files(QObject):
    """Asks where to, writes one file at a time, and says in the message bar what came of it."""

    def __init__(
        self, window: QWidget, document: Document, trusting: Trusting, session: Session, bar: MessageBar
    ) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._trusting = trusting
        self._session = session
        self._bar = bar
        self._output = Path()
        self._apply: Apply | None = None
        self._engine = EngineJob(self)
        self._copier = Latest(self)
        self.pictures = Exporter(window, document, bar)
        self._engine.ended.connect(self._applied)
        self._copier.done.connect(lambda path: self._bar.tell(f"Saved {path}.", "info"))
        self._copier.failed.connect(self._not_copied)

    @property
    def writing(self) -> str:
        """The name of the file that is being written now; empty where there is none."""
        busy = self._engine.running or self._copier.running
        return self._output.name if busy else self.pictures.writing

    @property
    def editing(self) -> str:
        """The name of the file an engine is writing: closing ends that, while all else is short and waited for."""
        return self._output.name if self._engine.running else ""

    def close(self) -> None:
        """End the engine, and wait for everything else that is being written."""
        self._engine.close()
        self._copier.finish()
        self.pictures.close()

    # ------------------------------------------------------------------ models

    def save_model(self) -> None:
        """Ask which of the opened model's files and where to, then write it: the edited one, or a trained one."""
        document, session = self._document, self._session
        trained = session.files if session.model == document.path else {}
        self._save(document.path, document.recipe, trained)

    def save_run(self) -> None:
        """Ask which of the run's models and where to, then write it, whatever is open now."""
        self._save(self._session.model, self._session.recipe, self._session.files)

    def copy_model(self, source: Path, output: Path) -> None:
        """Copy a trained model in the background."""
        if not self._begin(output):
            return

        def work() -> Path:
            atomic.copy(source, output)
            return output

        self._bar.tell(f"Writing {output.name}…", "info")
        self._copier.submit(work)

    def write_edited(self, job: Apply) -> None:
        """Let an engine make the edits and write the model, untrained."""
        output = Path(job.output)
        if same(output, job.model):
            self._refuse_opened()
        elif self._begin(output):
            self._apply = job
            self._bar.tell(f"Writing {output.name}: the engine makes and checks it…", "info")
            self._engine.start(job)

    def _save(self, model: str, recipe: Recipe, trained: Mapping[str, str]) -> None:
        if self._is_busy():
            return
        chosen = "edited"
        if trained:
            dialog = SaveDialog(trained, self._window)
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
            chosen = dialog.model()
        stem = f"{Path(model).stem}-{chosen}"
        asked = ask_model_output(self._window, self._bar, self._document.path, "Save model", stem)
        if asked is None:
            return
        output, kind = asked
        if same(output, model) or same(output, self._document.path):
            self._refuse_opened()
        elif chosen in trained and kind.name == "keras":
            self.copy_model(Path(trained[chosen]), output)
        elif chosen in trained:
            # what a run made of a trusted file has the code of that file and no other
            trusted = digest(trained[chosen]) if self._session.trusted else ""
            self.write_edited(Apply(trained[chosen], Recipe(), str(output), trusted, kind.name))
        elif model == self._document.path:
            self._trusting.ask(lambda trusted: self.write_edited(Apply(model, recipe, str(output), trusted, kind.name)))
        else:
            self.write_edited(Apply(model, recipe, str(output), self._session.trusted, kind.name))

    def _begin(self, output: Path) -> bool:
        """Whether a file can be written now."""
        if self._is_busy():
            return False
        self._output = output
        return True

    def _is_busy(self) -> bool:
        if self.writing:
            self._bar.tell(f"{self.writing} is still being written: save again when that is done.", "warning")
        return bool(self.writing)

    def _refuse_opened(self) -> None:
        self._bar.tell("The opened file is never overwritten: choose another name.", "warning")

    def _applied(self, result: Done | Failed) -> None:
        job = self._apply
        assert job
        if isinstance(result, Failed):
            self._bar.tell(result.text, "error", "Try again", lambda: self.write_edited(job))
            return
        self._bar.tell(" ".join([result.text, *result.notes]), "warning" if result.notes else "info")
        # other formats are not opened again with all that the recipe says
        whole = job.format == "keras" and not job.recipe.training.learning_rate.multipliers
        if whole and job.model == self._document.path:
            self._document.mark_saved(job.recipe)

    def _not_copied(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        self._bar.tell(f"{self._output.name} could not be saved: {error.strerror or error}. Choose another place.")

    # ------------------------------------------------------------------ pictures

    def export_picture(self) -> None:
        """Ask how and where to, then write the picture."""
        if not self._is_busy():
            self.pictures.ask()

    # ------------------------------------------------------------------ recipes

    def open_recipe(self) -> None:
        """Ask for a recipe file and take it."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Open recipe", "", f"{_RECIPE};;All files (*)")
        if path:
            self.take_recipe(path)

    def take_recipe(self, path: str) -> None:
        """Take a saved recipe; of one made for another model, what fits and after asking."""
        document = self._document
        try:
            recipe = codec.load(path)
        except codec.RecipeError as error:
            document.failed.emit(str(error))
            return
        if document.graph is None:
            return
        found = transfer(document.graph, recipe)
        if found.is_whole:
            document.take_recipe(recipe, saved=True)
            return
        dialog = RecipeFitDialog(Path(path).name, found, self._window)
        dialog.accepted.connect(lambda: document.take_recipe(found.recipe, saved=False))
        dialog.show()

    def save_recipe(self) -> bool:
        """Ask where to and write the recipe; whether it was written."""
        stem = Path(self._document.path).stem or "recipe"
        output = self._ask_output("Save recipe", f"{stem}-recipe.json", _RECIPE, ".json")
        return output is not None and self._document.save_recipe(str(output))

    def _ask_output(self, title: str, name: str, kinds: str, ending: str) -> Path | None:
        return ask_output(self._window, self._bar, self._document.path, title, name, kinds, ending)
