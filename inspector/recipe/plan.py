"""A recipe's edits resolved against a graph, once, for the preview, the checks and the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.draft import Draft
from inspector.recipe.edits import (
    Edit,
    EndModel,
    Freeze,
    InsertDropout,
    RemoveDropout,
    RenameLayer,
    ReplaceHead,
    SetActivation,
    SetConstraint,
    SetDropout,
    SetMaxNorm,
    SetOption,
    SetRegularizer,
    Unfreeze,
)
from inspector.recipe.head_edits import replace_head
from inspector.recipe.layer_edits import insert_dropout, set_dropout, set_max_norm, set_trainable
from inspector.recipe.refusal import EditError
from inspector.recipe.setting_edits import set_activation, set_constraint, set_option, set_regularizer
from inspector.recipe.structure_edits import end_model, remove_dropout, rename_layer

__all__ = ["EditError", "HeadPlan", "Insertion", "NewLayer", "Plan", "plan"]


@dataclass(frozen=True, slots=True)
class NewLayer:
    """A layer to make: an instance of ``keras.layers.<class_name>`` from ``config``, which holds its name."""

    path: str
    name: str
    class_name: str
    config: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Insertion:
    """A new Dropout right behind the layer at ``after``, before everything that takes that layer's tensor.

    At most one stands behind a layer; a second one stands behind the first. ``after`` may be a created layer.
    """

    after: str
    name: str
    path: str
    rate: float


@dataclass(frozen=True, slots=True)
class HeadPlan:
    """What becomes of one output.

    Either the present head is made again under its name with fresh weights, its new units and activation in
    ``Plan.config``: ``rebuilt`` is its path. Or the end is taken off: ``removed`` goes and the chain ``layers`` (a
    pooling layer where the tensor is an image or a sequence, then the new Dense) is put on the tensor of ``attach``,
    which may be an inserted dropout. Insertions may stand behind layers of the chain.

    Attributes:
        output: path of the output layer in the original graph.
    """

    output: str
    rebuilt: str = ""
    removed: tuple[str, ...] = ()
    attach: str = ""
    layers: tuple[NewLayer, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What is to be done to a model, as the difference between ``original`` and ``graph``.

    Attributes:
        file: the graph the edits were resolved against.
        whole: that, under the names its layers have now.
        original: that, as far as the model still goes: up to ``end``.
        graph: the structure and configs as they will be, shapes and weights included where they follow.
        config: fields to set, per path of a layer of the original that stays; apply with ``configs.changed``, which
            reaches into wrappers. Weights are kept, except of layers in ``created``.
        replaced: weightless layers (an activation behind a rebuilt head) that become another class in the same place.
        insertions: dropouts to put in, upstream first.
        removed: layers of the original to take out, so that what took their tensor takes what they took.
        heads: one per output that gets another head.
        changing: paths of layers of the original that keep their weights and compute something else with them, so that
            what comes behind them is another prediction.
        frozen: paths of all leaves that do not train.
        created: paths of layers with fresh weights or put in: insertions, new heads, rebuilt heads.
        edited: path to words, for every layer that differs from the file (frozen or not apart).
        renamed: path now of every layer that had another in the file, or when an edit made it, by that one. All other
            paths are those of now.
        end: path of the layer of the original whose tensor the model gives, and no other; empty where its outputs
            are those of the file.
    """

    file: ModelGraph
    whole: ModelGraph
    original: ModelGraph
    graph: ModelGraph
    config: Mapping[str, Mapping[str, Any]]
    replaced: tuple[NewLayer, ...]
    insertions: tuple[Insertion, ...]
    heads: tuple[HeadPlan, ...]
    changing: frozenset[str]
    frozen: frozenset[str]
    created: frozenset[str]
    edited: Mapping[str, str]
    removed: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    end: str = ""


def plan(graph: ModelGraph, edits: Sequence[Edit]) -> Plan:
    """Resolve edits in order; a later one sees what earlier ones made, and a disabled one is passed over.

    Raises:
        EditError: an edit cannot be made; ``index`` says which, the message why and what to do instead.
    """
    draft = Draft(graph)
    for index, edit in enumerate(edits):
        if edit.disabled:
            continue
        try:
            _apply(draft, edit)
        except EditError as error:
            raise EditError(str(error), index) from None
    original, final = draft.original, draft.graph
    present = final.by_path
    kept = {path for path in original.by_path if path in present}
    configured = draft.config.keys() & (kept - draft.replaced)
    return Plan(
        file=graph,
        whole=draft.whole,
        original=original,
        graph=final,
        config={path: draft.config[path] for path in draft.config if path in configured},
        replaced=tuple(_new(present[path]) for path in sorted(draft.replaced & kept)),
        insertions=tuple(_insertion(final, layer) for layer in final.layers if layer.path in draft.dropouts),
        heads=tuple(_head(draft, end) for end in final.outputs if end in draft.heads),
        changing=frozenset(path for path, _ in draft.changing if path in kept - draft.created),
        frozen=frozenset(leaf.path for leaf in final.leaves if not leaf.trainable),
        created=frozenset(draft.created & present.keys()),
        edited={path: ", ".join(words.values()) for path, words in draft.words.items() if path in present},
        removed=frozenset(draft.removed & original.by_path.keys()),
        renamed=draft.renamed,
        end=draft.end,
    )


def _apply(draft: Draft, edit: Edit) -> None:
    match edit:
        case Freeze():
            set_trainable(draft, edit.layers, False)
        case Unfreeze():
            set_trainable(draft, edit.layers, True)
        case SetDropout():
            set_dropout(draft, edit)
        case InsertDropout():
            insert_dropout(draft, edit)
        case RemoveDropout():
            remove_dropout(draft, edit)
        case EndModel():
            end_model(draft, edit)
        case RenameLayer():
            rename_layer(draft, edit)
        case SetMaxNorm():
            set_max_norm(draft, edit)
        case SetConstraint():
            set_constraint(draft, edit)
        case SetRegularizer():
            set_regularizer(draft, edit)
        case SetActivation():
            set_activation(draft, edit)
        case SetOption():
            set_option(draft, edit)
        case ReplaceHead():
            replace_head(draft, edit)


def _insertion(final: ModelGraph, layer: Layer) -> Insertion:
    return Insertion(final.predecessors[layer.path][0], layer.name, layer.path, layer.config["rate"])


def _head(draft: Draft, end: str) -> HeadPlan:
    """The plan for the output that is now at ``end``."""
    original, final = draft.original, draft.graph
    path = draft.heads[end]
    output = original.outputs[final.outputs.index(end)]
    if path in draft.rebuilt:
        return HeadPlan(output, rebuilt=path)
    chain: list[Layer] = []
    while path in draft.created - draft.rebuilt:
        if path not in draft.dropouts:
            chain.insert(0, final.by_path[path])
        path = final.predecessors[path][0]
    return HeadPlan(
        output,
        removed=tuple(_removed(original, final, output)),
        attach=final.predecessors[chain[0].path][0],
        layers=tuple(_new(layer) for layer in chain),
    )


def _removed(original: ModelGraph, final: ModelGraph, output: str) -> list[str]:
    """Top-level layers that are gone, from the output back."""
    gone: list[str] = []
    path = output
    while path not in final.by_path:
        gone.append(path)
        path = original.predecessors[path][0]
    return gone


def _new(layer: Layer) -> NewLayer:
    return NewLayer(layer.path, layer.name, layer.class_name, layer.config)
