"""Edits that cannot be made, and the edits that would."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from inspector.recipe.checks.finding import Found, Mend
from inspector.recipe.checks.mends import exchange, forget_factors
from inspector.recipe.checks.subject import Subject
from inspector.recipe.dropouts import dropout_key
from inspector.recipe.edits import Edit, Freeze, InsertDropout, SetDropout, Unfreeze
from inspector.recipe.words import words

_PLACES = ("layer", "after", "output")
"""Fields of edits that name one layer."""

_NEAR = 0.7
"""How alike names must be, of 1, for the one to be put in the place of the other unasked."""


def edits_that_cannot_be_made(subject: Subject) -> Iterator[Found]:
    """Every edit the plan refuses, with its sentence."""
    for edit, reason in subject.refused:
        yield Found(
            f"{words(edit)}: {reason}",
            _layer(edit),
            expected="an edit that can be made",
            found=words(edit),
            mends=_mends(subject, edit),
        )


def multipliers_of_unknown_layers(subject: Subject) -> Iterator[Found]:
    """Multipliers of the learning rate for layers that are not there."""
    for path in subject.recipe.training.learning_rate.multipliers:
        if path in subject.graph.by_path:
            continue
        near = _nearest(subject, path)
        text = f"learning_rate.multipliers: expected paths of layers, found '{path}', which is not in the model."
        yield Found(
            text + (f" Near to it: {near}." if near else ""),
            expected="the path of a layer",
            found=f"'{path}'",
            mends=(forget_factors(f"Use '{near}'" if near else "Take the multiplier away", [path], near),),
        )


def _layer(edit: Edit) -> str:
    """The layer an edit is about, empty where it is about several or none."""
    return next((str(path) for name in _PLACES if (path := getattr(edit, name, None))), "")


def _mends(subject: Subject, edit: Edit) -> tuple[Mend, ...]:
    missing = [path for path in _named(edit) if path not in subject.graph.by_path]
    known = {path: near for path in missing if (near := _nearest(subject, path))}
    if missing and len(known) == len(missing):
        names = f"'{known[missing[0]]}'" if len(known) == 1 else f"the {len(known)} nearest names"
        return (exchange(f"Use {names}", edit, _renamed(edit, known)),)
    if missing and isinstance(edit, Freeze | Unfreeze) and len(missing) < len(edit.layers):
        left = tuple(path for path in edit.layers if path not in missing)
        return (exchange(f"Leave out {len(missing)} that are not there", edit, replace(edit, layers=left)),)
    elsewhere = () if missing else tuple(_elsewhere(subject, edit))
    return (*elsewhere, *(() if elsewhere else (exchange("Take this edit away", edit),)))


def _elsewhere(subject: Subject, edit: Edit) -> Iterator[Mend]:
    """Where a dropout could be put that cannot be where it was meant to."""
    graph = subject.graph
    if isinstance(edit, SetDropout) and dropout_key(subject.layer(edit.layer)) is None:
        edit = InsertDropout(edit.layer, edit.rate)
        asked: Edit = SetDropout(edit.after, edit.rate)
        if edit.after not in graph.outputs:
            yield exchange(f"Insert a dropout after '{edit.after}'", asked, edit)
    elif isinstance(edit, InsertDropout) and edit.after in graph.outputs and subject.head is not None:
        sources = graph.predecessors[subject.head.layer]
        if len(sources) == 1:
            yield exchange(f"Put it before the head, after '{sources[0]}'", edit, replace(edit, after=sources[0]))
    elif isinstance(edit, InsertDropout):
        for taker in graph.successors[edit.after]:
            if graph.by_path[taker].class_name == "Embedding":
                yield exchange(f"Put it after '{taker}'", edit, replace(edit, after=taker))
                return


def _named(edit: Edit) -> tuple[str, ...]:
    layers = getattr(edit, "layers", ())
    return tuple(layers) or tuple(path for name in _PLACES if (path := getattr(edit, name, None)))


def _renamed(edit: Edit, names: Mapping[str, str]) -> Edit:
    if isinstance(edit, Freeze | Unfreeze):
        return replace(edit, layers=tuple(dict.fromkeys(names.get(path, path) for path in edit.layers)))
    fields = {name: names[path] for name in _PLACES if (path := getattr(edit, name, None) or "") in names}
    return replace(edit, **fields)


def _nearest(subject: Subject, path: str) -> str:
    return next(iter(difflib.get_close_matches(path, subject.graph.by_path, n=1, cutoff=_NEAR)), "")
