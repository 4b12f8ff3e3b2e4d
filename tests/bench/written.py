"""Where figures are kept: every benchmark has a section of its own in docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

`make bench` measures these again and writes this page. They are goals, not tests: figures of one machine, of use
against others of the same run. Processor seconds count all processes and threads.
"""


def write(title: str, command: str, text: str) -> None:
    """Put a section in its place, and leave the others as they are.

    Args:
        title: of the section.
        command: what makes it again.
        text: Markdown.
    """
    found = FILE.read_text(encoding="utf-8") if FILE.exists() else HEAD
    sections = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", found, re.MULTILINE))
    sections[title] = f"\n`{command}`, on {machine()}\n\n{text.strip()}\n\n"
    body = "".join(f"## {name}\n{held}" for name, held in sorted(sections.items()))
    FILE.write_text(f"{HEAD}\n{body.rstrip()}\n", encoding="utf-8")
    print(f"\n## {title}\n{sections[title]}")


def machine() -> str:
    """The kind of machine, and what runs on it."""
    names = re.findall(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    packages = ", ".join(f"{name} {version(name)}" for name in ("keras", "tensorflow"))
    kind = names[0] if names else platform.machine()
    return f"{os.cpu_count()} × {kind}, {platform.system()}, Python {platform.python_version()}, {packages}."
