"""Each script of the benchmarks rewrites its own section of the page and no other."""

from __future__ import annotations

from pathlib import Path

import sections


def test_a_section_is_added_and_rewritten_where_it_stands(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    sections.write("One", "first", page)
    sections.write("Two", "second", page)
    before = page.read_text()
    sections.write("One", "a \\1 b", page)
    assert page.read_text() == before.replace("first", "a \\1 b")
    sections.write("One", "first", page)
    assert page.read_text() == before
