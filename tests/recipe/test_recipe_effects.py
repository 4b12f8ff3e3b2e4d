"""What rates and limits do, in a sentence."""

from __future__ import annotations

import pytest
from recipe_graphs import classifier, conv, dense, entry, layer, model, tokens

from inspector.recipe.effects import dropout_effect, max_norm_effect


def test_a_dropout_says_what_it_drops_and_before_what() -> None:
    graph = classifier()
    told = dropout_effect(graph, graph.by_path["drop"], 0.2)
    assert told == "20 % of what goes into predictions is set to 0 while training."
    assert dropout_effect(graph, graph.by_path["drop"], 0) == "Nothing is dropped."


def test_a_recurrent_layer_drops_what_goes_into_itself() -> None:
    graph = tokens()
    assert dropout_effect(graph, graph.by_path["lstm"], 0.125) == (
        "12.5 % of what goes into lstm is set to 0 while training."
    )


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("SpatialDropout2D", "30 % of the channels of what goes into a, b are set to 0 while training."),
        ("GaussianDropout", "What goes into a, b is multiplied with noise while training, as strong as 30 % dropout."),
        ("AlphaDropout", "30 % of what goes into a, b is set to SELU's lowest value while training."),
    ],
)
def test_each_kind_says_what_it_does(kind: str, told: str) -> None:
    graph = model(entry(), layer("drop", kind, "image", rate=0.3), conv("a", "drop", 2), conv("b", "drop", 2))
    assert dropout_effect(graph, graph.by_path["drop"], 0.3) == told


def test_a_limit_says_of_what_and_how_much() -> None:
    assert max_norm_effect(dense("hidden", "x", 4), 5) == (
        "The weights of each unit of hidden are held to a norm of at most 5."
    )
    assert "each filter of conv" in max_norm_effect(conv("conv", "x", 4), 2.5)
