"""From a model file to a drawn picture of it, beside Netron and Keras' plot_model: `make bench`.

Seconds on the clock, medians of runs that take turns, in one go; written by this script. "Cold"
is a process or browser that starts, "warm" one that runs already. Other columns stay empty where Netron, Chromium or
Graphviz is missing, and the reason is printed.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
import sections
from netron_page import Missing, browser

RUNS = 3
NAMES = ("ResNet50", "NASNetLarge")
MADE = """
import sys, keras
for name in sys.argv[2:]:
    keras.backend.clear_session()
    getattr(keras.applications, name)(weights=None).save(f"{sys.argv[1]}/{name}.keras")
"""
WINDOW = """
import sys, time
from PySide6.QtCore import QEventLoop, QSettings, QTimer
from inspector.ui.app import application
from inspector.ui.window import Window
app = application(sys.argv[:1])
window = Window(QSettings(sys.argv[1], QSettings.Format.IniFormat))
window.resize(1440, 900)
window.show()
def drawn(start):
    begun = time.perf_counter()
    loop = QEventLoop()
    window.document.picture_changed.connect(loop.quit)
    start()
    loop.exec()
    window.document.picture_changed.disconnect(loop.quit)
    window.graph.grab()
    return time.perf_counter() - begun
sample, model, runs = sys.argv[2], sys.argv[3], int(sys.argv[4])
drawn(lambda: window.open(sample))
for _ in range(runs):
    first = drawn(lambda: window.open(model))
    print(first, first + drawn(window.commands.unfold_all))
    drawn(lambda: window.open(sample))
window.close()
"""
PLOT = """
import sys, time
import keras
for _ in range(int(sys.argv[3])):
    begun = time.perf_counter()
    model = keras.saving.load_model(sys.argv[1], compile=False)
    keras.utils.plot_model(model, sys.argv[2], show_shapes=True, show_layer_names=True)
    print(time.perf_counter() - begun)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        python(MADE, folder, *NAMES)
        rows = [line for name in NAMES for line in measured(name, folder)]
    table = "| | Model Inspector | Netron | plot_model | Netron takes | plot_model takes |\n|---|---|---|---|---|---|\n"
    sections.write(
        "From file to drawn picture",
        f"{__doc__.partition(chr(10))[2].strip()}\n\n{machine()}\n\n{table}" + "\n".join(rows),
    )
    print("\n".join(rows))


def measured(name: str, folder: Path) -> Iterable[str]:
    """The rows of one model."""
    model = folder / f"{name}.keras"
    export = [
        sys.executable,
        "-m",
        "inspector",
        "export",
        model,
        "-o",
        folder / "ours.svg",
        "--unfold",
        "all",
        "--overwrite",
    ]
    ours: list[float] = []
    plotted: list[float] = []
    netron: list[float] = []
    for _ in range(RUNS):
        ours.append(clocked(lambda: subprocess.run(export, check=True, stdout=subprocess.DEVNULL)))
        netron += attempt(lambda: [cold_netron(model)])
        plotted += attempt(lambda: [clocked(lambda: python(PLOT, model, folder / "theirs.png", 1))])
    yield row(f"{name}, every layer, cold", ours, netron, plotted)
    seen = [[float(part) for part in line.split()] for line in window(folder, model)]
    warm_netron = attempt(lambda: [*warm(model)])
    warm_plot = attempt(lambda: [float(line) for line in python(PLOT, model, folder / "theirs.png", RUNS).split()])
    yield row(f"{name}, first view of the window, warm", [first for first, _ in seen], warm_netron, warm_plot)
    yield row(f"{name}, then every layer unfolded, warm", [whole for _, whole in seen], warm_netron, warm_plot)


def window(folder: Path, model: Path) -> list[str]:
    """What a window that is open already prints of opening the model."""
    from inspector.resources import resource

    return python(WINDOW, folder / "settings.ini", resource("samples/sample.keras"), model, RUNS).splitlines()


def cold_netron(model: Path) -> float:
    with browser() as netron:
        netron.draw(model)
        return time.perf_counter() - netron.started


def warm(model: Path) -> Iterable[float]:
    with browser() as netron:
        netron.draw(model)
        for _ in range(RUNS):
            yield netron.draw(model)


def attempt(measure: Callable[[], list[float]]) -> list[float]:
    """What was measured; nothing, and the reason in print, where a program is missing."""
    try:
        return measure()
    except (Missing, subprocess.CalledProcessError) as missing:
        print(missing, file=sys.stderr)
        return []


def clocked(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def python(code: str, *arguments: object) -> str:
    """What a Python process prints."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def row(name: str, *columns: list[float]) -> str:
    medians = [statistics.median(column) if column else None for column in columns]
    cells = ["" if each is None else f"{each:.2f} s" for each in medians]
    ratios = ["" if each is None else f"{each / (medians[0] or 1):.1f}× as long" for each in medians[1:]]
    return f"| {' | '.join([name, *cells, *ratios])} |"


def machine() -> str:
    memory = psutil.virtual_memory().total >> 30
    return f"{os.cpu_count()} cores, {memory} GB, Python {platform.python_version()}, {RUNS} runs."


if __name__ == "__main__":
    main()
