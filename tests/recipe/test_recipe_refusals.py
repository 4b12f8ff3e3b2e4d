"""Every edit that cannot be made is refused in a sentence that names what is in the way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recipe_graphs import branches, classifier, dense, entry, layer, model, nested, tail, tokens

from inspector.graph.model import ModelGraph
from inspector.recipe.edits import Edit, Freeze, InsertDropout, ReplaceHead, SetDropout, SetMaxNorm, Unfreeze
from inspector.recipe.plan import EditError, plan


def shared_head() -> ModelGraph:
    both = replace(dense("head", "a", 3), inputs=("a", "b"))
    return model(entry("a", (None, 4)), entry("b", (None, 4)), both, outputs=("head", "head"))


def several_tensors() -> ModelGraph:
    lstm = layer("lstm", "LSTM", "steps", units=4, return_state=True, return_sequences=False)
    graph = model(entry("steps", (None, 5, 3)), lstm, dense("head", "lstm", 3))
    state = replace(graph.by_path["lstm"], output_shapes=((None, 4), (None, 4), (None, 4)))
    return replace(graph, layers=tuple(state if each.path == "lstm" else each for each in graph.layers))


def used_features() -> ModelGraph:
    return model(
        entry("pixels", (None, 6)),
        dense("features", "pixels", 5),
        dense("kind", "features", 3),
        outputs=("features", "kind"),
    )


def grouped() -> ModelGraph:
    head = layer("scores", "EinsumDense", "pixels", equation="ab,bc->ac", output_shape=[3])
    return model(entry("pixels", (None, 6)), head)


def unknown_shape() -> ModelGraph:
    return model(entry("pixels", (None, 6)), layer("own", "Mystery", "pixels"), dense("head", "own", 3))


def sequence_of_images() -> ModelGraph:
    return model(entry("frames", (None, 2, 3, 4, 5, 6)), layer("flat", "Flatten", "frames"), dense("head", "flat", 3))


def reshape_operation() -> ModelGraph:
    operation = replace(layer("shape", "Reshape", "head", newshape=[-1, 1, 10]), kind="operation")
    return tail(replace(operation, output_shapes=((None, 1, 10),)))


def unbuilt() -> ModelGraph:
    return model(layer("first", "Dense", units=4), dense("head", "first", 3), class_name="Sequential")


def head_inside() -> ModelGraph:
    top = [each for each in nested().layers if each.path not in {"pool", "head"}]
    return model(*top, outputs=("encoder",))


REFUSALS: list[tuple[ModelGraph, Edit, str]] = [
    (classifier(), Freeze(("hiden",)), "There is no layer 'hiden' in the model. Near to it: hidden"),
    (classifier(), Unfreeze(("nothing-like-it",)), "There is no layer 'nothing-like-it' in the model."),
    # dropout
    (classifier(), SetDropout("drop", 1.5), "Expected a dropout rate of at least 0 and below 1, found 1.5"),
    (classifier(), InsertDropout("hidden", 1.0), "found 1: 1 would drop everything"),
    (classifier(), InsertDropout("hidden", float("nan")), "found nan"),
    (classifier(), SetDropout("conv", 0.5), "'conv' is a Conv2D, which drops nothing: insert a dropout after it"),
    (classifier(), InsertDropout("predictions", 0.5), "'predictions' is an output of the model"),
    (
        nested(),
        InsertDropout("encoder/last", 0.5),
        "the output of the nested model 'encoder': put the dropout after that",
    ),
    (several_tensors(), InsertDropout("lstm", 0.5), "'lstm' gives several tensors"),
    (tokens(), InsertDropout("words", 0.2), "whole numbers to the Embedding 'embed', which dropout would scale"),
    (
        model(entry("bytes", (None, 6), "uint8"), layer("scale", "Rescaling", "bytes"), dense("head", "scale", 3)),
        InsertDropout("bytes", 0.2),
        "The input 'bytes' gives whole numbers or text, and dropout needs real numbers: put it after 'scale'.",
    ),
    # max-norm
    (classifier(), SetMaxNorm("conv", 0.0), "Expected a max-norm above 0, found 0"),
    (classifier(), SetMaxNorm("bn", 3.0), "'bn' is a BatchNormalization, which has no weights per unit or filter"),
    (nested(), SetMaxNorm("encoder", 3.0), "'encoder' is a Functional, which has no weights per unit or filter"),
    # classes with code of their own
    (classifier("MyModel"), SetDropout("drop", 0.5), "The model 'model' is a MyModel, a class with code of its own"),
    (classifier("MyModel"), InsertDropout("hidden", 0.5), "a class with code of its own"),
    (classifier("MyModel"), SetMaxNorm("conv", 3.0), "a class with code of its own"),
    (classifier("MyModel"), ReplaceHead(3, "softmax"), "a class with code of its own"),
    (nested("MyModel"), SetDropout("encoder/drop", 0.5), "The nested model 'encoder' is a MyModel"),
    (unbuilt(), InsertDropout("first", 0.5), "has no input shape yet"),
    # the head
    (classifier(), ReplaceHead(0, "softmax"), "Expected at least 1 unit, found 0"),
    (classifier(), ReplaceHead(3, "softmx"), "Expected an activation of softmax, sigmoid"),
    (branches(), ReplaceHead(3, "softmax"), "one of the model's outputs (kind, size), found no output named"),
    (branches(), ReplaceHead(3, "softmax", output="knd"), "found 'knd'"),
    (tokens(), ReplaceHead(3, "softmax"), "'lstm' (LSTM) cannot be made again as a head"),
    (grouped(), ReplaceHead(3, "softmax"), "'scores' (EinsumDense) cannot be made again as a head"),
    (shared_head(), ReplaceHead(3, "softmax", output="head"), "'head' is shared: the model calls it 2 times"),
    (
        head_inside(),
        ReplaceHead(3, "softmax"),
        "The head is inside the nested model 'encoder': drop that model, 1 from the end",
    ),
    (used_features(), ReplaceHead(3, "softmax", output="features"), "is also used by 'kind'"),
    (
        model(entry("a", (None, 4)), dense("x", "a", 3), dense("y", "a", 3), layer("sum", "Add", "x", "y")),
        ReplaceHead(3, "softmax"),
        "made by 'sum' (Add), which merges 2 tensors",
    ),
    (model(entry("a", (None, 4)), layer("act", "ReLU", "a")), ReplaceHead(3, "softmax"), "found none"),
    (
        tail(layer("one", "ReLU", "head"), layer("two", "Softmax", "one")),
        ReplaceHead(3, "softmax"),
        "Several activations stand behind the head 'head': one, two",
    ),
    (tail(layer("shape", "Reshape", "head", target_shape=[2, 5])), ReplaceHead(4, "softmax"), "are mixed behind it"),
    (
        tail(layer("shape", "Reshape", "head", target_shape=[10, 10]), units=100),
        ReplaceHead(4, "softmax"),
        "are mixed behind it",
    ),
    (
        tail(layer("shape", "Reshape", "head", target_shape=[-1, 2, 10]), units=20),
        ReplaceHead(4, "softmax"),
        "are mixed behind it",
    ),
    (
        reshape_operation(),
        ReplaceHead(4, "softmax"),
        "'shape' reshapes what the head gives in a way that other units do",
    ),
    # taking layers off
    (classifier(), ReplaceHead(3, "softmax", 8), "at most 7 layers, found 8: 'image' is the first layer"),
    (
        model(entry("a", (None, 4)), dense("x", "a", 3), dense("y", "a", 3), layer("sum", "Add", "x", "y")),
        ReplaceHead(3, "softmax", 1),
        "at most 0 layers, found 1: 'sum' (Add) joins 2 tensors",
    ),
    (branches(), ReplaceHead(3, "softmax", 3, "kind"), "'sum' (Add) joins 2 tensors"),
    (used_features(), ReplaceHead(3, "softmax", 2, "kind"), "'features' is an output itself"),
    (used_features(), ReplaceHead(3, "softmax", 1, "features"), "is also used by 'kind'"),
    (shared_head(), ReplaceHead(3, "softmax", 1, "head"), "joins 2 tensors"),
    (tokens(), ReplaceHead(3, "softmax", 2), "'words' gives whole numbers or text, and a Dense needs real numbers"),
    (unknown_shape(), ReplaceHead(3, "softmax", 1), "The output shape of 'own' is not known"),
    (several_tensors(), ReplaceHead(3, "softmax", 1), "'lstm' gives 3 tensors"),
    (sequence_of_images(), ReplaceHead(3, "softmax", 2), "'frames' gives the shape (?, 2, 3, 4, 5, 6)"),
]


@pytest.mark.parametrize(("graph", "edit", "words"), REFUSALS, ids=[words[:60] for _, _, words in REFUSALS])
def test_the_refusal_says_why(graph: ModelGraph, edit: Edit, words: str) -> None:
    with pytest.raises(EditError) as refused:
        plan(graph, [Freeze((graph.layers[0].path,)), edit])
    assert words in str(refused.value)
    assert refused.value.index == 1
    assert str(refused.value).endswith(".")


def test_a_layer_that_went_with_the_old_head_is_told_to_be_gone() -> None:
    with pytest.raises(EditError, match="'hidden' is gone: an earlier edit took it out"):
        plan(classifier(), [ReplaceHead(3, "softmax", 3), SetMaxNorm("hidden", 3.0)])


def test_a_subclassed_model_can_be_frozen() -> None:
    assert plan(classifier("MyModel"), [Freeze(("conv",))]).frozen == {"conv"}
