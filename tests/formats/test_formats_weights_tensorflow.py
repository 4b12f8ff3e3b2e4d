"""Weights of TensorFlow's own files: checkpoints of TensorFlow 1, and every graph of the corpus."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.engine
tf = pytest.importorskip("tensorflow")

from inspector.formats import FormatError, open_model  # noqa: E402
from inspector.formats.weights.stored import StoredWeights  # noqa: E402


def checkpoint(folder: Path) -> tuple[Path, np.ndarray]:
    """A MetaGraph with its checkpoint beside it, and the values of its kernel."""
    values = np.random.default_rng(1).normal(size=(4, 2)).astype("float32")
    v1 = tf.compat.v1
    with tf.Graph().as_default():
        data = v1.placeholder(tf.float32, (None, 4), "data")
        kernel = v1.get_variable("dense/kernel", (4, 2), initializer=v1.constant_initializer(values))
        tf.matmul(data, kernel, name="dense/product")
        with v1.Session() as session:
            session.run(v1.global_variables_initializer())
            v1.train.Saver().save(session, str(folder / "model"))
    return folder / "model.meta", values


def test_a_checkpoint_beside_a_meta_graph_gives_its_variables(tmp_path: Path) -> None:
    path, values = checkpoint(tmp_path)
    graph = open_model(path)
    stored = StoredWeights(graph)
    (kernel,) = [weight for leaf in graph.leaves for weight in stored.of(leaf.path)]
    np.testing.assert_array_equal(stored.read(kernel).values, values)


def test_a_checkpoint_whose_values_are_gone_is_refused(tmp_path: Path) -> None:
    path, _ = checkpoint(tmp_path)
    (tmp_path / "model.data-00000-of-00001").unlink()
    graph = open_model(path)
    stored = StoredWeights(graph)
    (kernel,) = [weight for leaf in graph.leaves for weight in stored.of(leaf.path)]
    with pytest.raises(FormatError, match="found 0"):
        stored.read(kernel)


def test_the_weights_of_every_graph_in_the_corpus_are_read_with_the_shapes_they_are_shown_with(shared: Path) -> None:
    read = 0
    for path in sorted(shared.glob("corpus/*/*.pb")):
        if path.name in ("keras_metadata.pb", "fingerprint.pb"):
            continue
        graph = open_model(path)
        stored = StoredWeights(graph)
        for leaf in graph.leaves:
            found = stored.of(leaf.path)
            assert [weight.shape for weight in found] == [weight.shape for weight in leaf.weights or ()], path
            for weight in found:
                assert stored.read(weight).values.shape == weight.shape
                read += 1
    assert read > 50
