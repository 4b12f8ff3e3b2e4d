"""What is kept of all that a process prints."""

from __future__ import annotations

from inspector.jobs.printed import Printed


def kept(lines: list[str]) -> list[str]:
    printed = Printed()
    for line in lines:
        printed.add(line)
    return printed.text().splitlines()


def thread(name: str) -> list[str]:
    return [f"{name} (most recent call first):", *(f'  File "{name}.py", line {line}' for line in range(9)), ""]


def test_the_last_lines_are_kept_in_order() -> None:
    assert kept([f"line {number}" for number in range(1000)]) == [f"line {number}" for number in range(960, 1000)]


def test_of_a_crash_its_cause_and_its_stack_are_kept_whatever_the_number_of_threads() -> None:
    others = [line for number in range(300) for line in thread(f"Thread {number}")]
    dump = ["Fatal Python error: Segmentation fault", "", *others, *thread("Current thread 0x7f"), *others, "Extension"]

    lines = kept(["Epoch 1", *dump])

    assert lines[0] == "Fatal Python error: Segmentation fault"
    assert lines[1 : len(thread("Current thread 0x7f"))] == thread("Current thread 0x7f")[:-1]
    assert lines[-1] == "Extension"
    assert len(lines) < 100
