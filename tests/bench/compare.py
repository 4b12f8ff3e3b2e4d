"""Photographs of the window beside those of Netron for the same files: `make compare`, then look at build/compare.

`python tests/bench/compare.py FOLDER [MODEL…]`; without models, those of `compared_models` and three SavedModels of the
real files, where those are there. Each model's picture has the first view, all unfolded, and Netron's.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from netron_page import HEIGHT, WIDTH, Missing, Netron, browser
from PIL import Image
from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtGui import QImage

from inspector.ui.app import application
from inspector.ui.window import Window

ROOT = Path(__file__).resolve().parents[2]
SAVED_MODELS = ("mlperf-kws-sm", "regression-saved-model", "sm-half-plus-two-tf2-cpu")
_GAP = 12


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    models = [Path(name) for name in sys.argv[2:]] or made_models(folder / "models")
    photographs = {model: ours(folder, model) for model in models}
    try:
        with browser() as netron:
            for model, taken in photographs.items():
                taken.append(theirs(netron, folder, model))
    except Missing as missing:
        print(missing, file=sys.stderr)
    for model, taken in photographs.items():
        together(taken, folder / f"{name_of(model)}.png")


def made_models(folder: Path) -> list[Path]:
    folder.mkdir(exist_ok=True)
    subprocess.run([sys.executable, str(Path(__file__).with_name("compared_models.py")), str(folder)], check=True)
    shared = Path(os.environ.get("INSPECTOR_SHARED", ROOT.parent / "shared")) / "corpus"
    real = [shared / name / "saved_model.pb" for name in SAVED_MODELS]
    return [*sorted(folder.glob("*.keras")), *(path for path in real if path.exists())]


def ours(folder: Path, model: Path) -> list[Path]:
    """The canvas at the first view and with all unfolded."""
    application(sys.argv[:1])
    window = Window(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
    window.look.choose("light")
    window.show()
    drawn(window, lambda: window.open(str(model)))
    window.canvas.setParent(None)
    window.canvas.resize(WIDTH, HEIGHT)
    window.canvas.show()
    paths = [photographed(window, folder / f"{name_of(model)}-first.png")]
    drawn(window, window.commands.unfold_all)
    paths.append(photographed(window, folder / f"{name_of(model)}-unfolded.png"))
    window.canvas.close()
    window.close()
    return paths


def photographed(window: Window, path: Path) -> Path:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    window.canvas.render(image)
    image.save(str(path))
    return path


def drawn(window: Window, start: Callable[[], object]) -> None:
    loop = QEventLoop()
    window.document.picture_changed.connect(loop.quit)
    start()
    loop.exec()
    window.document.picture_changed.disconnect(loop.quit)


def theirs(netron: Netron, folder: Path, model: Path) -> Path:
    path = folder / f"{name_of(model)}-netron.png"
    seconds = netron.draw(model, path)
    print(f"{name_of(model)}: Netron took {seconds:.1f} s")
    return path


def name_of(model: Path) -> str:
    return model.parent.name if model.stem == "saved_model" else model.stem


def together(photographs: list[Path], output: Path) -> None:
    """Side by side in one file."""
    images = [Image.open(path).convert("RGB") for path in photographs]
    whole = Image.new("RGB", (sum(image.width + _GAP for image in images) - _GAP, HEIGHT), "#888888")
    left = 0
    for image in images:
        whole.paste(image, (left, 0))
        left += image.width + _GAP
    whole.save(output)
    for path in photographs:
        path.unlink()


if __name__ == "__main__":
    main()
