"""How long a cold process takes to open a model, beside Keras: `python tests/bench/bench_open.py`.

Prints a Markdown table of processor seconds and peak memory of whole processes, medians of three, made in one run.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

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
MADE = """
import sys, keras
for name in ("ResNet50", "NASNetLarge"):
    keras.backend.clear_session()
    model = getattr(keras.applications, name)(weights=None)
    model.save(f"{sys.argv[1]}/{name}.keras")
    model.export(f"{sys.argv[1]}/{name}", verbose=False)
"""
CONSTANTS, CONSTANT_BYTES = 150, 10 << 20
RUNS = 3


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        python(MADE, folder)
        large = write_large(folder / "frozen.pb")
        rows = [
            ("ResNet50 .keras", folder / "ResNet50.keras", KERAS),
            ("NASNetLarge .keras", folder / "NASNetLarge.keras", KERAS),
            ("ResNet50 SavedModel", folder / "ResNet50", TENSORFLOW),
            ("NASNetLarge SavedModel", folder / "NASNetLarge", TENSORFLOW),
            (f"frozen graph of {large >> 20:,} MB", folder / "frozen.pb", None),
        ]
        print("| file | opened, blocks included | peak memory | Keras or TensorFlow | ratio |\n|---|---|---|---|---|")
        for name, path, other in rows:
            seconds, memory = measured(OURS, path)
            theirs, ratio = "not tried", ""
            if other:
                slow, much = measured(other, path)
                theirs, ratio = f"{slow:.2f} s, {much:,} MB", f"{slow / seconds:.0f}×"
            print(f"| {name} | {seconds:.2f} s | {memory:,} MB | {theirs} | {ratio} |")


def write_large(path: Path) -> int:
    """A GraphDef of constants, each followed by an operation; its size in bytes."""
    from inspector.formats.protobuf.wire import delimited, encoded

    shape = delimited(2, encoded(1 << 3) + encoded(CONSTANT_BYTES // 4))
    kept = encoded(1 << 3) + encoded(1) + delimited(2, shape)
    with path.open("wb") as file:
        for number in range(CONSTANTS):
            tensor = kept + delimited(4, bytes(CONSTANT_BYTES))
            value = delimited(5, delimited(1, b"value") + delimited(2, delimited(8, tensor)))
            name = f"constant_{number}".encode()
            file.write(delimited(1, delimited(1, name) + delimited(2, b"Const") + value))
            relu = delimited(1, f"relu_{number}".encode()) + delimited(2, b"Relu") + delimited(3, name)
            file.write(delimited(1, relu))
    return path.stat().st_size


def measured(code: str, path: Path) -> tuple[float, int]:
    """Processor seconds and peak megabytes of a process, the medians of a few."""
    found = [python(code, path) for _ in range(RUNS)]
    return statistics.median(seconds for seconds, _ in found), int(statistics.median(memory for _, memory in found))


def python(code: str, argument: Path) -> tuple[float, int]:
    """Processor seconds and peak megabytes of a process of its own; Linux counts the peak since the program began."""
    with subprocess.Popen(
        [sys.executable, "-c", code + PEAK, str(argument)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        printed = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"a process failed with code {process.returncode}")
    return used.ru_utime + used.ru_stime, int(printed.split()[-1]) >> 10


if __name__ == "__main__":
    main()
