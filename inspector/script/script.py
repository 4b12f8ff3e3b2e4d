"""A recipe as a Keras script: short, readable, runnable without this program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from inspector.graph.model import ModelGraph
from inspector.jobs.data_facts import DataFacts
from inspector.recipe.head_edits import class_names
from inspector.recipe.preview import Preview, preview
from inspector.recipe.recipe import Recipe
from inspector.script.data import DataCode, data_code
from inspector.script.errors import ScriptError
from inspector.script.fitting import fit_lines
from inspector.script.freezing import freeze_lines
from inspector.script.literals import listed, literal
from inspector.script.settings import held_lines, limit_lines, setting_lines
from inspector.script.structure import name_lines, structure_lines

TRAINED, BEST, EDITED = "trained.keras", "best.keras", "edited.keras"
"""What a script writes: the model after the last epoch, the best one, and where nothing is trained the edited one."""

_LAYERS = re.compile(r"\blayers\.[A-Z]")
"""A class of ``keras.layers`` in the code."""


def script(graph: ModelGraph, recipe: Recipe, facts: DataFacts | None) -> str:
    """The Keras script that makes a recipe's edits and, where it has data, trains.

    Args:
        graph: the model as its file describes it.
        recipe: what to do with it.
        facts: what was found where the recipe's data is; ``None`` writes the edits alone.

    Raises:
        EditError: an edit cannot be made.
        ScriptError: it takes more than a short script.
    """
    _refuse_other_files(graph)
    shown = preview(graph, recipe.edits)
    data = data_code(shown.graph, recipe, facts) if facts else None
    paragraphs = ["\n".join(_start(graph, recipe, data)), *_edits(shown, recipe)]
    if data is None:
        paragraphs.append(f"model.save({literal(EDITED)})")
    else:
        paragraphs.append("\n".join(data.lines))
        paragraphs.append("\n".join(fit_lines(shown, recipe, data, BEST)))
        paragraphs.append(f"model.save({literal(TRAINED)})")
    return _tidy(paragraphs, uses_layers=any(_LAYERS.search(each) for each in paragraphs[1:]))


def _start(graph: ModelGraph, recipe: Recipe, data: DataCode | None) -> Iterator[str]:
    doing = "Fine-tune" if data else "Edit"
    yield f'"""{doing} {Path(graph.file).name}."""'
    yield ""
    yield "import keras"
    yield from data.modules if data else ()
    yield "from keras import layers"
    yield ""
    yield f"MODEL = {literal(graph.file)}"
    if data:
        yield f"DATA = {literal(data.path)}"
    if names := class_names(recipe.edits):
        yield listed(names, "[", "]", before="CLASS_NAMES = ")
    yield ""
    yield f"keras.utils.set_random_seed({recipe.training.seed})"
    yield "model = keras.models.load_model(MODEL, compile=False)"


def _edits(shown: Preview, recipe: Recipe) -> Iterator[str]:
    plan = shown.plan
    parts: tuple[tuple[str, Iterator[str]], ...] = (
        ("# Other names.", name_lines(plan)),
        ("", freeze_lines(plan)),
        ("", setting_lines(plan)),
        ("# Constrain weights, now and after every training step.", limit_lines(plan)),
        ("", structure_lines(plan, recipe.training.seed)),
        ("# Weights begin within their constraints.", held_lines(plan)),
    )
    for comment, lines in parts:
        if text := "\n".join(lines).strip("\n"):
            yield f"{comment}\n{text}" if comment else text


def _refuse_other_files(graph: ModelGraph) -> None:
    if not graph.format.startswith("Keras"):
        raise ScriptError(
            f"Expected a .keras or .h5 model, found {graph.format}: `inspector upgrade` makes one of a SavedModel "
            "that holds Keras layers."
        )


def _tidy(paragraphs: Sequence[str], *, uses_layers: bool) -> str:
    text = "\n\n".join(paragraphs)
    if not uses_layers:
        text = text.replace("from keras import layers\n", "", 1)
    while "\n\n\n\n" in text:
        text = text.replace("\n\n\n\n", "\n\n\n")
    return text + "\n"
