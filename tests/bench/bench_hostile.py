"""What files that mean harm cost to look at: `python tests/bench/bench_hostile.py`.

Goal: 5 seconds and 500 MB for each, helpers included. Prints what goes beyond, and the sentence where one is odd.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import written

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "formats"))

from hostile import REFUSED, SHOWN, Builder  # noqa: E402

SECONDS, MEGABYTES = 5, 500
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
seconds = time.monotonic() - begin
used = resource.getrusage(resource.RUSAGE_CHILDREN)
lines = said.strip().splitlines()
spent = used.ru_utime + used.ru_stime
print(code, seconds, spent, used.ru_maxrss / 1024, lines[-1] if lines else "", sep="\\t")
"""


def main() -> None:
    rows = [_row(builder) for builder in (*REFUSED, *SHOWN)]
    text = (
        f"`inspector show` of every file of `tests/formats/hostile_*.py`: a whole process and its helpers. The goal is "
        f"{SECONDS} s and {MEGABYTES} MB each; what goes beyond is in bold. Seconds are those of a clock, and in "
        "brackets of the processors.\n\n| file | answer | seconds | memory |\n|---|---|---|---|\n" + "\n".join(rows)
    )
    written.write("Files that mean harm", "python tests/bench/bench_hostile.py", text)


def _row(builder: Builder) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = builder(Path(folder))
        command = [sys.executable, "-c", PROGRAM, *COMMAND, "--", str(path)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    code, seconds, spent, megabytes, sentence = said.rstrip("\n").split("\t", 4)
    if "Traceback" in sentence or code not in ("0", "1"):
        print(f"{builder.__name__}: exit {code}: {sentence}")
    answer = {"0": "shown", "1": "a sentence"}.get(code, f"**exit {code}**")
    seconds_shown = _marked(f"{float(seconds):.1f} s", float(seconds) > SECONDS) + f" ({float(spent):.1f})"
    memory = _marked(f"{float(megabytes):.0f} MB", float(megabytes) > MEGABYTES)
    return f"| {builder.__name__.replace('_', ' ')} | {answer} | {seconds_shown} | {memory} |"


def _marked(text: str, is_beyond: bool) -> str:
    return f"**{text}**" if is_beyond else text


if __name__ == "__main__":
    main()
