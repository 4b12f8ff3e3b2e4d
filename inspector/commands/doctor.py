"""Say which versions, engine, GPUs and display there are: what works and what does not."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

from inspector import __version__, program
from inspector.jobs.messages import Failed, Probe, Ready
from inspector.jobs.process import Engine

DISPLAY_PATIENCE = 20.0
"""Seconds Qt may take to open a window."""

PACKAGES = ("tensorflow", "keras", "numpy", "h5py", "PySide6-Essentials", "pyqtgraph", "networkx", "pydot", "msgspec")


def add(_parser: argparse.ArgumentParser) -> None:
    """Declare the arguments: there are none."""


def run(_options: argparse.Namespace) -> int:
    """Print the findings; 1 where the engine or Qt does not work."""
    print(f"Model Inspector {__version__} on Python {platform.python_version()}, {platform.platform()}")
    for package in PACKAGES:
        print(f"  {package} {_version(package)}")
    findings = (_engine(), _display())
    for works, text in findings:
        print(f"{'ok  ' if works else 'FAIL'} {text}")
    return 0 if all(works for works, _ in findings) else 1


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _engine() -> tuple[bool, str]:
    ready: Ready | None = None
    with Engine(Probe()) as engine:
        for event in engine:
            if isinstance(event, Ready):
                ready = event
            if isinstance(event, Failed):
                return False, f"engine: {event.text}"
    if ready is None:
        return False, "engine: it ended without saying what it has"
    gpus = (
        f"GPUs: {', '.join(ready.gpus)}" if ready.gpus else "no GPU that TensorFlow can use, training runs on the CPU"
    )
    return True, f"engine: TensorFlow {ready.tensorflow}, Keras {ready.keras}; {gpus}"


def _display() -> tuple[bool, str]:
    # in a process of its own: Qt aborts where it finds no display
    command, environment = program.command("--display-test"), program.environment()
    try:
        found = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=DISPLAY_PATIENCE, env=environment
        )
    except subprocess.TimeoutExpired:
        return False, f"window: Qt did not answer within {DISPLAY_PATIENCE:.0f} seconds: does the display work?"
    if found.returncode == 0:
        return True, f"window: {found.stdout.strip()}"
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not screen:
        return True, "window: no display here (DISPLAY is not set); every command but the window works without one"
    reason = next(iter(found.stderr.strip().splitlines()), "Qt said nothing")
    return False, f"window: Qt cannot open one: {reason}"
