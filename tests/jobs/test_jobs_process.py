"""An engine process from start to end: what is said, what is left, and what becomes of its accidents."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from running import events_from_first_epoch, gone, open_files, training, wait_until

from inspector.jobs.messages import Batch, Done, Epoch, Failed, Job, Probe, Progress, Ready, decode_event, encode
from inspector.jobs.process import Engine
from inspector.program import command

pytestmark = pytest.mark.engine

CHATTER = """
import threading, time
def chatter():
    while True:
        print("chatter of a library", flush=True)
        time.sleep(0.01)
threading.Thread(target=chatter, daemon=True).start()
"""


@pytest.fixture
def chattering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every Python process that is started prints all the time."""
    (tmp_path / "sitecustomize.py").write_text(CHATTER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)


def test_a_job_ends_with_done_and_leaves_no_process_and_no_open_file() -> None:
    before = open_files()
    with Engine(Probe()) as engine:
        events = list(engine)
        pid = engine.pid
        assert psutil.Process(pid).nice() >= 10, "an engine works behind everything else"
    assert pid is not None
    assert isinstance(events[0], Progress)
    assert any(isinstance(event, Ready) for event in events)
    assert isinstance(events[-1], Done)
    assert gone(pid)
    assert open_files() == before


def test_a_killed_engine_becomes_a_sentence_at_once(model: Path, tmp_path: Path, chattering: None) -> None:
    with Engine(training(model, tmp_path / "run")) as engine:
        events, seconds = events_from_first_epoch(engine, lambda: os.kill(engine.pid or 0, signal.SIGKILL))
    assert isinstance(events[-1], Failed)
    assert "was killed, often because memory ran out" in events[-1].text
    assert seconds < 2
    assert "chatter of a library" in events[-1].detail, "what was printed last belongs to the failure"
    steps = [event.step for event in events if isinstance(event, Batch)]
    assert steps == list(range(1, len(steps) + 1)), "what was printed is no event and spoils none"


def test_a_crash_in_native_code_is_told_with_its_traceback(model: Path, tmp_path: Path) -> None:
    with Engine(training(model, tmp_path / "run")) as engine:
        events, _ = events_from_first_epoch(engine, lambda: os.kill(engine.pid or 0, signal.SIGSEGV))
    assert isinstance(events[-1], Failed)
    assert "crashed in native code" in events[-1].text
    assert "Segmentation fault" in events[-1].detail


def test_stop_ends_a_training_in_order(model: Path, tmp_path: Path) -> None:
    with Engine(training(model, tmp_path / "run")) as engine:
        events, seconds = events_from_first_epoch(engine, engine.stop)
    assert isinstance(events[-1], Done)
    assert events[-1].stopped
    assert set(events[-1].files) == {"best", "last"}
    assert all(Path(file).is_file() for file in events[-1].files.values())
    assert seconds < 20


def test_kill_ends_everything_at_once_and_says_it_was_asked_for(model: Path, tmp_path: Path) -> None:
    with Engine(training(model, tmp_path / "run")) as engine:
        events, seconds = events_from_first_epoch(engine, engine.kill)
        assert seconds < 2
        assert isinstance(events[-1], Failed)
        assert "as asked" in events[-1].text


def test_an_engine_that_was_stopped_before_it_was_started_trains_nothing(model: Path, tmp_path: Path) -> None:
    engine = Engine(training(model, tmp_path / "run"))
    engine.stop()
    with engine:
        events = list(engine)
    assert isinstance(events[-1], Done)
    assert events[-1].stopped
    assert not any(isinstance(event, Batch) for event in events)


def test_an_engine_that_was_killed_before_it_was_started_never_starts() -> None:
    engine = Engine(Probe())
    engine.kill()
    assert [type(event) for event in engine] == [Failed]
    assert engine.pid is None


def test_leaving_the_block_in_the_middle_ends_the_process(model: Path, tmp_path: Path) -> None:
    with Engine(training(model, tmp_path / "run")) as engine:
        next(iter(engine))
        pid = engine.pid or 0
        assert psutil.pid_exists(pid)
    assert gone(pid)


@contextmanager
def alone(job: Job) -> Iterator[subprocess.Popen[bytes]]:
    """An engine with nobody around it, given its job."""
    with subprocess.Popen(command("--engine"), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as engine:
        assert engine.stdin
        engine.stdin.write(encode(job))
        engine.stdin.flush()
        try:
            yield engine
        finally:
            engine.kill()


def test_what_libraries_print_is_kept_out_of_the_pipe_of_events(chattering: None) -> None:
    with alone(Probe()) as engine:
        assert engine.stdout
        lines = list(engine.stdout)
    first = next(index for index, line in enumerate(lines) if line.startswith(b'{"event"'))
    events = [decode_event(line) for line in lines[first:]]
    assert len(events) > 2
    assert isinstance(events[-1], Done)


def test_an_engine_ends_when_nobody_can_give_it_orders_any_more(model: Path, tmp_path: Path) -> None:
    with alone(training(model, tmp_path / "run")) as engine:
        assert engine.stdin
        assert engine.stdout
        while not isinstance(decode_event(engine.stdout.readline()), Epoch):
            pass
        engine.stdin.close()
        threading.Thread(target=engine.stdout.read).start()
        assert engine.wait(3) == 1


def test_the_engine_ends_when_the_window_dies(model: Path, tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\n"
        "from running import Engine, Epoch, training\n"
        "with Engine(training(Path(sys.argv[3]), Path(sys.argv[1]))) as engine:\n"
        "    for event in engine:\n"
        "        if isinstance(event, Epoch): print(engine.pid, flush=True)\n"
    )
    window = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "run"), str(Path(__file__).parent), str(model)],
        stdout=subprocess.PIPE,
    )
    assert window.stdout
    with window.stdout:
        engine = int(window.stdout.readline())
        window.kill()
        window.wait()
    assert wait_until(lambda: gone(engine) or psutil.Process(engine).status() == psutil.STATUS_ZOMBIE, seconds=5)


def test_a_program_that_cannot_be_started_is_told_as_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Engine(Probe()) as engine:
        (event,) = engine
    assert isinstance(event, Failed)
    assert "cannot be started" in event.text
