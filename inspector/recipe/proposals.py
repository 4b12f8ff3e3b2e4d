"""What practice would do to fine-tune a model on given data: ordinary edits, each with its reason.

The figures are those of the practices the program is made for: transfer learning keeps early layers
(https://arxiv.org/abs/1411.1792), dropout of 20 to 50 % on hidden layers together with max-norm
(https://jmlr.org/papers/v15/srivastava14a.html).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from msgspec.structs import replace

from inspector.graph.blocks import Block
from inspector.graph.model import ModelGraph
from inspector.recipe.dropouts import dropout_rate, is_dropout
from inspector.recipe.edits import Edit, Freeze, InsertDropout, ReplaceHead, SetDropout, SetMaxNorm
from inspector.recipe.heads import find_head, output_activation
from inspector.recipe.loss import units
from inspector.recipe.max_norms import max_norm_value
from inspector.recipe.recipe import Recipe
from inspector.recipe.refusal import EditError

_SPARE_UNITS = 6
"""So many more outputs than classes are no reason for another head."""

_FEW, _SOME = 2_000, 20_000
"""Samples: below the first all but the head is kept, below the second half of the layers, else a quarter."""

_RATE, _LEAST_RATE = 0.3, 0.2
_MAX_NORM = 4.0
_GENTLE = 1e-4
"""Learning rate where every layer is pretrained."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing to do.

    Attributes:
        title: what, in a few words.
        reason: why, in a sentence.
        edits: how.
        learning_rate: the base rate to set; ``None`` leaves it.
    """

    title: str
    reason: str
    edits: tuple[Edit, ...] = ()
    learning_rate: float | None = None


def proposals(
    graph: ModelGraph, blocks: Sequence[Block], samples: int, classes: int, created: Set[str] = frozenset()
) -> tuple[Proposal, ...]:
    """What to do with a pretrained model, the output first; nothing for one with several outputs or no known head.

    Args:
        graph: the model with the edits so far.
        blocks: its top-level blocks; freezing ends between two of them.
        samples: how many there are to train on.
        classes: how many the labels tell apart; 0 where they are no classes.
        created: paths of layers that start afresh by the edits so far.
    """
    if len(graph.outputs) != 1:
        return ()
    try:
        head = find_head(graph, graph.outputs[0])
    except EditError:
        return ()
    new_head = tuple(_output(graph, classes))
    first_layers = tuple(_first_layers(graph, blocks, {head.layer, *created}, samples))
    frozen = {path for each in first_layers for edit in each.edits if isinstance(edit, Freeze) for path in edit.layers}
    return (
        *new_head,
        *first_layers,
        *_dropout(graph, head.layer, samples),
        *_limits(graph, {head.layer, *frozen}),
        *_rate(bool(new_head or head.layer in created)),
    )


def with_proposals(recipe: Recipe, chosen: Sequence[Proposal]) -> Recipe:
    """A recipe with proposals taken."""
    edits = (*recipe.edits, *(edit for proposal in chosen for edit in proposal.edits))
    training = recipe.training
    for proposal in chosen:
        if proposal.learning_rate is not None:
            rate = replace(training.learning_rate, base=proposal.learning_rate)
            training = replace(training, learning_rate=rate)
    return replace(recipe, edits=edits, training=training)


def _output(graph: ModelGraph, classes: int) -> Iterator[Proposal]:
    count = units(graph)
    if classes < 2 or count is None:
        return
    if classes == 2 and count == 1 and output_activation(graph, graph.outputs[0]) == "sigmoid":
        return
    if classes <= count <= classes + _SPARE_UNITS:
        return
    yield Proposal(
        f"A new output layer of {classes} units",
        f"The data has {classes} classes and the model {count} {'output' if count == 1 else 'outputs'}: the last layer "
        "is made anew, with softmax.",
        (ReplaceHead(classes, "softmax"),),
    )


def _first_layers(graph: ModelGraph, blocks: Sequence[Block], fresh: Set[str], samples: int) -> Iterator[Proposal]:
    """What is frozen already counts as kept."""
    weighty = [leaf.path for leaf in graph.leaves if leaf.weights != () and leaf.path not in fresh]
    if samples < _FEW:
        share, said = 1.0, "With few samples all but the head is kept: what it can tell apart already is enough."
    elif samples < _SOME:
        share, said = 0.5, "The first half holds edges, shapes and textures that serve any task."
    else:
        share, said = (
            0.25,
            "The first quarter holds edges and simple shapes that serve any task; there is data for the rest.",
        )
    paths = weighty if share == 1 else _up_to_a_block(weighty, blocks, round(share * len(weighty)))
    if any(graph.by_path[path].trainable for path in paths):
        many = "layer" if len(paths) == 1 else f"{len(paths)} layers"
        count = f"all {many} before the head" if share == 1 else f"the first {many}"
        yield Proposal(f"Freeze {count}", f"{samples:,} samples. {said}", (Freeze(tuple(paths)),))


def _up_to_a_block(paths: Sequence[str], blocks: Sequence[Block], most: int) -> Sequence[str]:
    """As many of the first paths as end with a whole block, ``most`` at the most; ``most`` where no block does."""
    of = {path: block.id for block in blocks for path in block.layers}
    ends = [
        count for count in range(1, most + 1) if count == len(paths) or of.get(paths[count - 1]) != of.get(paths[count])
    ]
    return paths[: ends[-1] if ends else most]


def _dropout(graph: ModelGraph, head: str, samples: int) -> Iterator[Proposal]:
    rate = 0.5 if samples < _FEW else _RATE
    sources = graph.predecessors[head]
    if len(sources) != 1:
        return
    before = graph.by_path[sources[0]]
    if is_dropout(before):
        now = dropout_rate(before) or 0.0
        if now < _LEAST_RATE:
            yield Proposal(
                f"Dropout of {before.name}: {rate:g}",
                f"{now:g} does little before a head: 20 to 50 % is usual on hidden layers.",
                (SetDropout(before.path, rate),),
            )
    elif before.class_name != "InputLayer" and not before.parent:
        yield Proposal(
            f"Dropout of {rate:g} before the head",
            "A new head on few samples learns them by heart; dropout on what it takes holds against that.",
            (InsertDropout(before.path, rate),),
        )


def _limits(graph: ModelGraph, others: Set[str]) -> Iterator[Proposal]:
    hidden = [
        leaf.path
        for leaf in graph.leaves
        if leaf.class_name == "Dense" and leaf.trainable and leaf.path not in others and max_norm_value(leaf) is None
    ]
    if hidden:
        many = f"{len(hidden)} hidden Dense layers" if len(hidden) > 1 else hidden[0]
        yield Proposal(
            f"Max-norm {_MAX_NORM:g} on {many}",
            "Limited weights go well with dropout: large steps cannot drive them far.",
            tuple(SetMaxNorm(path, _MAX_NORM) for path in hidden),
        )


def _rate(new_head: bool) -> Iterator[Proposal]:
    if not new_head:
        yield Proposal(
            f"Learning rate {_GENTLE:g}",
            "Nothing starts afresh, so every layer is pretrained: small steps keep what it has learned.",
            learning_rate=_GENTLE,
        )
