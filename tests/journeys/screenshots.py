"""Goes through the program's journeys as a person would, in a real window, and photographs them.

Usage: screenshots.py FOLDER   (needs a display; `make screenshots` gives it Xvfb)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from person import CTRL, Person
from PySide6.QtCore import QCoreApplication, Qt

from inspector.jobs.messages import Done


def open_freeze_edit_train_export(person: Person, images: Path, work: Path, name: str) -> None:
    """The whole way, with a picture at every stop; fails where a step did not lead where it should."""
    window, document = person.window, person.window.document
    person.look(images / f"welcome-{name}.png")

    # open
    person.click(window.welcome.sample)
    person.until(lambda: document.picture)
    assert window.canvas.picture() is not None
    person.look(images / f"open-{name}.png")

    # look at the weights of a layer
    person.select("head_dense")
    person.show_panel("Weights")
    person.until(lambda: window.weights.cards and window.weights.cards[0].is_read)
    person.look(images / f"weights-{name}.png")
    person.show_panel("Layer")

    # freeze: a tick on a block, then "freeze up to here" by key
    person.tick("stem")
    assert document.preview
    assert document.preview.frozen
    person.double_click_box("block:stem")
    assert "stem" not in document.opened
    person.select("block1")
    person.press(Qt.Key.Key_U, CTRL, window)
    person.until(lambda: document.preview and len(document.preview.frozen) > 3)
    person.look(images / f"freeze-{name}.png")

    # edit: dropout on the input, max-norm, a new head
    person.show_panel("Regularise")
    dropout, limits = window.regularise.dropout, window.regularise.max_norm
    person.choose(dropout.where, "the input")
    person.click(dropout.add)
    person.choose(limits.where, "head_dense")
    person.click(limits.add)
    person.look(images / f"regularise-{name}.png")
    person.show_panel("Head")
    person.write(window.head.units, "14")
    person.look(images / f"head-{name}.png")
    person.show_panel("Changes")
    edits = len(document.recipe.edits)
    assert edits >= 4, document.recipe.edits
    person.press(Qt.Key.Key_Z, CTRL, window)
    assert len(document.recipe.edits) == edits - 1
    person.press(Qt.Key.Key_Y, CTRL, window)
    assert len(document.recipe.edits) == edits

    # train
    person.write(window.strip.settings.epochs, "8")
    person.click(window.strip.run_view.train)
    person.until(lambda: window.session.progress.epoch >= 5, 180)
    person.look(images / f"training-{name}.png")
    person.until(lambda: not window.session.running, 180)
    assert isinstance(window.session.result, Done), window.session.result
    person.look(images / f"trained-{name}.png")

    # export
    person.during_dialogs(person.accept, person.save_to(work / f"graph-{name}.png"))
    person.press(Qt.Key.Key_E, CTRL, window)
    person.until(lambda: (work / f"graph-{name}.png").exists())
    assert (work / f"graph-{name}.png").read_bytes().startswith(b"\x89PNG")


def small_window(person: Person, images: Path) -> None:
    """The same sample in the smallest window that people have."""
    person.click(person.window.welcome.sample)
    person.until(lambda: person.window.document.picture)
    person.show_panel("Regularise")
    person.look(images / "small-light.png")


def main() -> int:
    """Write every picture into the folder."""
    images = Path(sys.argv[1]).resolve()
    images.mkdir(parents=True, exist_ok=True)
    # Qt's own dialogs: a desktop's would not be ours to drive
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        for theme in ("light", "dark"):
            person = Person(work, theme)
            open_freeze_edit_train_export(person, images, work, theme)
            person.leave()
        person = Person(work, "light", 1024, 700)
        small_window(person, images)
        person.leave()
    return 0


if __name__ == "__main__":
    sys.exit(main())
