"""Figures in docs/benchmarks.md: every script writes its own section and leaves the others as they are."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
_TITLE = "# Benchmarks\n\nWritten by `make bench`, each section in one run on one machine.\n"


def write(heading: str, body: str, page: Path = PAGE) -> None:
    """Replace the section of this heading, or add it at the end."""
    text = page.read_text(encoding="utf-8") if page.exists() else _TITLE
    section = f"## {heading}\n\n{body.strip()}\n"
    found = re.compile(rf"^## {re.escape(heading)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    new, count = found.subn(lambda _: f"{section}\n", text)
    page.write_text(f"{new.rstrip()}\n" if count else f"{text.rstrip()}\n\n{section}", encoding="utf-8")
