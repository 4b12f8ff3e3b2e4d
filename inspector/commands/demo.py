"""Do the whole main job on the bundled sample: open, edit, train, export."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from inspector.commands.engine import follow
from inspector.drawing.text import summary
from inspector.formats import open_model
from inspector.graph.facts import totals
from inspector.graph.grouping import blocks
from inspector.jobs.messages import Train
from inspector.jobs.runs import prepare
from inspector.recipe.codec import load
from inspector.recipe.words import listed
from inspector.resources import resource


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--out", type=Path, default=Path("inspector-demo"), metavar="DIR", help="new or empty; default inspector-demo"
    )


def run(options: argparse.Namespace) -> int:
    """Leave sample.keras, recipe.json, graph.png and run/ in the folder; raises RunError."""
    folder = prepare(options.out)
    model, recipe_file = folder / "sample.keras", folder / "recipe.json"
    shutil.copyfile(resource("samples/sample.keras"), model)
    shutil.copyfile(resource("recipes/demo.json"), recipe_file)
    recipe = load(recipe_file)

    before = open_model(model)
    print(f"1. Open {model}\n{summary(before)}\n\n2. Edit ({recipe_file})")
    for edit in recipe.edits:
        print(f"   {listed(edit)}")

    print("\n3. Train")
    code = follow(Train(model=str(model), recipe=recipe, run=str(prepare(folder / "run"))))
    if code:
        return code

    from inspector.api import Model  # the layout takes a while to import

    after = open_model(folder / "run" / "best.keras")
    print("\n4. Export")
    print(Model(after, blocks(after)).save(folder / "graph.png"))
    old, new = totals(before), totals(after)
    print(
        f"\nDone. Trainable parameters: {old.trainable_parameters:,} of {old.parameters:,} in the sample, "
        f"{new.trainable_parameters:,} of {new.parameters:,} after the edits.\n"
        f"Everything is in {folder}. Open the result with: inspector {folder / 'run' / 'best.keras'}"
    )
    return 0
