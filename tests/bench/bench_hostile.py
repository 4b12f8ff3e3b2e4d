"""How long hostile files take, and how much memory: run by hand. Goal: 5 s and 500 MB for each, helpers included."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "formats"))

from hostile import REFUSED, SHOWN, Builder  # noqa: E402

COMMAND = (sys.executable, "-m", "inspector", "show")
PROGRAM = """
import resource, sys, threading, time, subprocess
begin = time.monotonic()
with subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
    late = threading.Timer(60, process.kill)
    late.start()
    said = process.stderr.read().decode(errors="replace")
    code = process.wait()
    late.cancel()
used = resource.getrusage(resource.RUSAGE_CHILDREN)
lines = said.strip().splitlines()
print(code, time.monotonic() - begin, used.ru_maxrss / 1024, lines[-1] if lines else "", sep="\\t")
"""


def main() -> None:
    print(f"| {'file':45} | exit | seconds | MB |\n|---|---|---|---|")
    for builder in (*REFUSED, *SHOWN):
        _measure(builder)


def _measure(builder: Builder) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = builder(Path(folder))
        command = [sys.executable, "-c", PROGRAM, *COMMAND, "--", str(path)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    code, seconds, megabytes, sentence = said.rstrip("\n").split("\t", 3)
    over = "  ← over the goal" if float(seconds) > 5 or float(megabytes) > 500 else ""
    print(f"| {builder.__name__:45} | {code:>4} | {float(seconds):7.2f} | {float(megabytes):4.0f} |{over}", flush=True)
    if "Traceback" in sentence or code not in ("0", "1"):
        print(sentence)


if __name__ == "__main__":
    main()
