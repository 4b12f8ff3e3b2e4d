"""What is proved of a training when it ends: that frozen layers stayed, and that constraints hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from datasets import write_npz
from keras import Input, Model, Sequential, constraints, layers
from saved_models import exported
from trained import Run, recipe

from inspector.engine.body.build import build
from inspector.engine.body.layer import TensorFlowBody
from inspector.engine.errors import EngineError
from inspector.engine.run_proof import ProofError, fingerprints, prove_run
from inspector.engine.save import save
from inspector.engine.walk import leaves
from inspector.formats import open_model
from inspector.jobs.messages import Log
from inspector.jobs.runs import read_run
from inspector.jobs.words import words
from inspector.recipe.edits import Freeze, SetMaxNorm
from inspector.recipe.preview import preview

pytestmark = pytest.mark.engine

X = np.random.default_rng(0).normal(size=(24, 6)).astype("float32")
Y = np.arange(24) % 3


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_npz(tmp_path / "data.npz", x_train=X, y_train=Y)


def small() -> Model:
    return Sequential(
        [
            Input((6,)),
            layers.Dense(8, "relu", name="first"),
            layers.BatchNormalization(name="norm"),
            layers.Dense(8, "relu", name="second"),
            layers.Dense(3, "softmax", name="head"),
        ]
    )


def test_a_run_says_that_frozen_layers_stayed_and_limits_hold(tmp_path: Path, data: Path) -> None:
    edits = Freeze(("first", "norm")), SetMaxNorm("second", 0.5), SetMaxNorm("head", 0.5)
    run = Run(tmp_path, small(), recipe(data, *edits, epochs=2)).go()
    assert run.result is not None
    assert run.result.proof == ("Best and last model: 2 of 2 frozen layers unchanged, max-norm holds on 2 of 2 layers.")
    assert run.result.proof in words(run.result).splitlines()
    described = read_run(run.folder)
    assert described.proof == run.result.proof
    assert described.difference == 0.0
    assert described.compared in [log.text for log in run.heard(Log)]
    assert "they do not differ at all" in described.compared


def test_a_run_that_had_to_keep_nothing_proves_nothing(tmp_path: Path, data: Path) -> None:
    run = Run(tmp_path, small(), recipe(data)).go()
    assert run.result is not None
    assert (run.result.proof, read_run(run.folder).proof) == ("", "")


def test_a_frozen_layer_that_moves_all_the_same_fails_the_run_and_its_models_are_withheld(
    tmp_path: Path, data: Path
) -> None:
    """Keras' SpectralNormalization divides its kernel in every training step, frozen or not."""
    flow = layers.SpectralNormalization(layers.Dense(8, name="inner"), name="spectral")(start := Input((6,)))
    model = Model(start, layers.Dense(3, "softmax", name="head")(layers.Dense(8, "relu", name="second")(flow)))
    run = Run(tmp_path, model, recipe(data, Freeze(("spectral", "second"))))
    with pytest.raises(EngineError) as refusal:
        run.go()
    said = str(refusal.value)
    assert said.startswith("The training changed frozen layers ('spectral'): in the best model 1 of 2 frozen layers")
    assert run.files == {"run.json", "history.csv", "best-unproved.keras", "last-unproved.keras"}
    assert "'best-unproved.keras' and 'last-unproved.keras' in the run folder, to be looked at only." in said
    assert read_run(run.folder).proof == said


def test_the_state_of_a_frozen_recurrent_layer_is_none_of_its_weights() -> None:
    start = Input(batch_shape=(4, 5, 3))
    model = Model(start, layers.Dense(2)(layers.LSTM(4, stateful=True, name="lstm")(start)))
    before = fingerprints(model, {"lstm"})
    model(np.ones((4, 5, 3), "float32"))
    assert fingerprints(model, {"lstm"}) == before
    kernel = leaves(model)["lstm"].weights[0]
    kernel.assign(kernel + 1e-7)
    assert fingerprints(model, {"lstm"}) != before


@pytest.mark.parametrize(
    ("constraint", "says"),
    [
        (constraints.MaxNorm(0.5), "max-norm holds on 0 of 1 layer"),
        (constraints.NonNeg(), "non-negativity holds on 0 of 1 layer"),
        (constraints.UnitNorm(), "unit norm holds on 0 of 1 layer"),
        (constraints.MinMaxNorm(0.1, 0.5), "min-max norm holds on 0 of 1 layer"),
    ],
)
def test_a_weight_outside_its_constraint_fails_the_proof(
    tmp_path: Path, constraint: constraints.Constraint, says: str
) -> None:
    model = Sequential([Input((6,)), layers.Dense(3, kernel_constraint=constraint, name="head")])
    kernel = leaves(model)["head"].kernel
    kernel.assign(-np.ones((6, 3)))
    save(model, path := tmp_path / "best.keras")
    with pytest.raises(ProofError, match=f"constraints \\('head'\\): in the best model {says}"):
        prove_run({"best": str(path)}, {})
    kernel.assign(constraint(kernel))
    save(model, path)
    assert prove_run({"best": str(path)}, {}) == f"Best model: {says.replace('0 of 1', '1 of 1')}."


def test_a_constraint_that_only_pulls_is_not_counted(tmp_path: Path) -> None:
    pulling = constraints.MinMaxNorm(0.1, 0.5, rate=0.5)
    model = Sequential([Input((6,)), layers.Dense(3, kernel_constraint=pulling, name="head")])
    leaves(model)["head"].kernel.assign(np.ones((6, 3)))
    save(model, path := tmp_path / "best.keras")
    assert prove_run({"best": str(path)}, {}) == ""


def test_a_model_that_cannot_be_loaded_again_fails_the_proof(tmp_path: Path) -> None:
    (tmp_path / "best.keras").write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(ProofError, match="The best model cannot be loaded again: "):
        prove_run({"best": str(tmp_path / "best.keras")}, {})


def test_frozen_layers_in_a_body_are_proved_too(tmp_path: Path) -> None:
    path = exported(tmp_path)
    shown = preview(open_model(path), (Freeze(("first", "norm")),))
    model, _ = build(path, shown.plan)
    before = fingerprints(model, shown.plan.frozen)
    assert before.keys() == {"first", "norm"}
    save(model, kept := tmp_path / "best.keras")
    assert prove_run({"best": str(kept)}, before) == "Best model: 2 of 2 frozen layers unchanged."
    body = next(layer for layer in model.layers if isinstance(layer, TensorFlowBody))
    statistics = next(value for value, paths in body.layers_of_weights if paths == ("norm",))
    statistics.assign(statistics + 1e-3)
    save(model, kept)
    with pytest.raises(ProofError, match="changed frozen layers \\('norm'\\): in the best model 1 of 2 frozen layers"):
        prove_run({"best": str(kept)}, before)
