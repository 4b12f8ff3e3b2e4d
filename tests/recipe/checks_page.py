"""Writes docs/checks.md from the registry of the checks and an example of each.

Usage: python tests/recipe/checks_page.py
"""

from __future__ import annotations

from pathlib import Path

from check_examples import EXAMPLES

from inspector.recipe.check import Finding
from inspector.recipe.checks.registry import CHECKS, Check, look
from inspector.recipe.checks.subject import subject

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"

_HEAD = """\
# The checks of a recipe

A recipe is checked against a model before anything is done, at once and without TensorFlow. The window says what is
found where it is typed, and lists all of it in the *Checks* tab; in the shell `inspector check FILE --recipe R` prints
it.

An **error** refuses training; `inspector check` ends with 1 then. A **warning** is unwise, an **info** good to know;
neither refuses anything. Every note has a code, the layer it is about, what was expected and what was found. Where it
can be put right in one step a button does so, and undo takes it back. `--mend -o OUT.json` does it for every error and
warning that has one mend and not a choice of several. `--json` prints the notes for programs:

| field | what |
|---|---|
| `mended` | what `--mend` did, in words |
| `notes` | one object for each, in the order of this page |
| `level`, `code` | as below |
| `layer` | its path; empty: the whole model, or its training |
| `text` | what was expected, what was found and what to do |
| `expected`, `found` | the same in a few words |
| `mends` | what the buttons say |

Labels and values of the data are checked as far as a quick look tells: of an archive the header, the labels and the
first 4 MB of its values; of folders and IDX files how many samples and classes there are.

| code | level | |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    rows = [f"| [`{check.code}`](#{check.code}) | {_levels(check)} | {check.title} |" for check in CHECKS]
    return _HEAD + "\n".join(rows) + "\n" + "".join(f"\n{_section(check)}" for check in CHECKS)


def finding_of(code: str) -> Finding:
    """What the check says of its example."""
    shown = EXAMPLES[code]
    return next(each for each in look(subject(shown.graph, shown.recipe, shown.data)) if each.code == code)


def _section(check: Check) -> str:
    found = finding_of(check.code)
    lines = [f"## `{check.code}`", "", f"{check.title} ({_levels(check)})", "", f"> {found.text}", ">"]
    expected = f"> Expected: {found.expected}. Found: {found.found}."
    mends = f" Mend: *{'*, or *'.join(mend.label for mend in found.mends)}*." if found.mends else ""
    return "\n".join([*lines, expected + mends, ""])


def _levels(check: Check) -> str:
    return ", ".join(check.levels)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
