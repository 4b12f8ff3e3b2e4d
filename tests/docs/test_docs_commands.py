"""Every command that the documents show and that can run here is run, in the order a reader would type them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")

pytestmark = pytest.mark.engine


def commands(page: Path) -> list[str]:
    """The `inspector …` lines of a page's shell blocks, without comments; a bare `inspector` opens a window."""
    lines = (line.split(" #")[0].strip() for block in BLOCK.findall(page.read_text()) for line in block.splitlines())
    return [line for line in lines if line.startswith("inspector ") and len(shlex.split(line)) > 1]


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.name)
def test_the_shell_commands_of_a_page_work_in_their_order(page: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for command in commands(page):
        found = subprocess.run(
            command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert found.returncode == 0, f"{command}\n{found.stdout[-1500:]}\n{found.stderr[-1500:]}"


def test_make_targets_shown_in_the_documents_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    shown = {
        name
        for page in PAGES
        for block in [*BLOCK.findall(page.read_text()), *re.findall(r"`(make \w+)`", page.read_text())]
        for name in re.findall(r"^make (\w+)", block, re.MULTILINE)
    }
    assert shown
    assert shown <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_the_documents_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text()):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
