"""How long a cold process takes to open a model, beside Keras: `python tests/bench/bench_open.py [FOLDER]`.

Whole processes are measured, imports included: processor seconds, the best of a few runs as other work on the machine
only adds to them, and peak memory. The folder keeps the models, which are made where they are missing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import models
import written

PEAK = """
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
OURS = """
import sys
from inspector.formats import open_model
from inspector.graph.grouping import blocks
blocks(open_model(sys.argv[1]))
"""
KERAS = """
import sys, keras
keras.saving.load_model(sys.argv[1], compile=False)
"""
TENSORFLOW = """
import sys, tensorflow as tf
tf.saved_model.load(sys.argv[1])
"""
RUNS, RUNS_OF_OTHERS = 7, 2
MODELS = Path(__file__).resolve().parents[2] / "build" / "bench-models"


@dataclass(frozen=True, slots=True)
class Case:
    """A file, the seconds and times as fast that are aimed at, and what opens it otherwise."""

    file: str
    seconds: float
    other: str = ""
    times: int = 15


CASES = (
    Case("ResNet50.keras", 0.25, KERAS),
    Case("NASNetLarge.keras", 0.5, KERAS),
    Case("EfficientNetV2L.keras", 0.5, KERAS),
    Case("ResNet50", 0.3, TENSORFLOW),
    Case("NASNetLarge", 0.9, TENSORFLOW),
    Case("EfficientNetV2L", 0.9, TENSORFLOW),
    Case("large.pb", 1),
    Case("large", 1),
)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else MODELS
    models.make(folder)
    rows = [
        "| file | opened, blocks included | goal | peak memory | Keras or TensorFlow | times as fast |",
        "|---|---|---|---|---|---|",
        *(_row(case, folder / case.file) for case in CASES),
    ]
    text = (
        "Processor seconds from the start of a process to the graph with its blocks, imports included, the best of "
        f"{RUNS} runs; beside it `keras.saving.load_model` of the `.keras` files and `tf.saved_model.load` of the "
        "SavedModels (folders) in a process of their own. `large` are 1.5 GB of constants, which are stepped over; the "
        "goal for them is 200 MB, too.\n\n" + "\n".join(rows)
    )
    written.write("Opening a model", "python tests/bench/bench_open.py", text)


def _row(case: Case, path: Path) -> str:
    seconds, memory = _best(OURS, path, RUNS)
    theirs, ratio = "", ""
    if case.other:
        slow, much = _best(case.other, path, RUNS_OF_OTHERS)
        theirs, ratio = f"{slow:.1f} s, {much:,} MB", f"{slow / seconds:.0f} (goal {case.times})"
    name = case.file if path.is_file() else f"{case.file}/"
    return f"| `{name}` | {seconds:.2f} s | {case.seconds:g} s | {memory} MB | {theirs} | {ratio} |"


def _best(code: str, path: Path, runs: int) -> tuple[float, int]:
    """Processor seconds and peak megabytes of a process, the least of some runs."""
    found = [_process(code, path) for _ in range(runs)]
    return min(seconds for seconds, _ in found), min(memory for _, memory in found)


def _process(code: str, path: Path) -> tuple[float, int]:
    """Processor seconds and peak megabytes of a process of its own; Linux counts the peak since the program began."""
    with subprocess.Popen(
        [sys.executable, "-c", code + PEAK, str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        printed = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{path} was not opened: a process failed with code {process.returncode}")
    return used.ru_utime + used.ru_stime, int(printed.split()[-1]) >> 10


if __name__ == "__main__":
    main()
