"""Write a recipe from edits given as options, in their order."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from inspector.commands.comparing import tell_before_after
from inspector.commands.output import add_overwrite, check_output
from inspector.formats import open_model
from inspector.graph.blocks import Block
from inspector.graph.grouping import blocks
from inspector.graph.listed import keras_layers
from inspector.graph.model import ModelGraph
from inspector.recipe.activations import activation_key
from inspector.recipe.check import check
from inspector.recipe.codec import RecipeError, assign, decode, encode, load
from inspector.recipe.dropouts import dropout_key, recurrent_dropout_key
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
from inspector.recipe.following import following
from inspector.recipe.max_norms import max_norm_axes
from inspector.recipe.named_weights import named_weights
from inspector.recipe.options import options
from inspector.recipe.patterns import matching
from inspector.recipe.plan import plan
from inspector.recipe.recipe import Data, Recipe
from inspector.recipe.refusal import EditError
from inspector.recipe.regularizers import penalized
from inspector.recipe.structure_edits import can_be_removed
from inspector.recipe.words import listed
from inspector.ui.atomic import write


@dataclass(frozen=True, slots=True)
class _Model:
    """What patterns are held against: the model as the edits so far leave it, and as the file has it but for names."""

    graph: ModelGraph
    file: ModelGraph
    blocks: tuple[Block, ...]

    def find(self, pattern: str) -> tuple[str, ...]:
        return matching(self.graph, self.blocks, pattern)


Make = Callable[[_Model, str], Iterator[Edit]]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help="a .keras, .h5 or .hdf5 file")
    parser.add_argument("--recipe", metavar="R", help="begin with this recipe")
    patterns = parser.add_argument_group(
        "edits, made in this order; PATTERN is a name, type or block, with * and ? as in a shell"
    )
    for name, (metavar, text, make) in _EDITS.items():
        patterns.add_argument(f"--{name}", metavar=metavar, help=text, action=_Collect, make=make, dest="edits")
    parser.add_argument("--data", metavar="D", help="what to train on: an .npz file, an image folder, sample:digits …")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a training setting, as with inspector train"
    )
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="R.json", help="where the recipe goes")
    add_overwrite(parser)


def run(options: argparse.Namespace) -> int:
    """Write the recipe; raises OutputError, RecipeError, FormatError, EditError: nothing is written then."""
    check_output(options.output, overwrite=options.overwrite)
    graph = open_model(options.file)
    recipe = load(options.recipe) if options.recipe else Recipe()
    for make, text in options.edits or ():
        planned = plan(graph, recipe.edits)
        made = tuple(make(_Model(planned.graph, planned.whole, blocks(planned.graph)), text))
        recipe = following(graph, recipe, msgspec.structs.replace(recipe, edits=(*recipe.edits, *made)))
    plan(graph, recipe.edits)
    if options.data is not None:
        recipe = msgspec.structs.replace(recipe, data=_with_source(recipe.data, options.data))
    for setting in options.set:
        name, _, value = setting.partition("=")
        recipe = assign(recipe, name, value)
    write(options.output, encode(recipe))
    for edit in recipe.edits:
        print(listed(edit))
    for note in check(graph, recipe):
        print(f"{note.level}: {note.text}")
    tell_before_after(graph, recipe)
    print(f"Wrote {options.output}.")
    return 0


class _Collect(argparse.Action):
    """Keeps edits of all kinds in one list, in the order they are given."""

    def __init__(self, make: Make, **settings: Any) -> None:
        super().__init__(**settings)
        self._make = make

    def __call__(self, _parser: Any, namespace: argparse.Namespace, values: Any, _option: str | None = None) -> None:
        namespace.edits = [*(getattr(namespace, "edits", None) or ()), (self._make, values)]


def _freeze(model: _Model, text: str) -> Iterator[Edit]:
    yield Freeze(model.find(text))


def _unfreeze(model: _Model, text: str) -> Iterator[Edit]:
    yield Unfreeze(model.find(text))


def _freeze_first(model: _Model, text: str) -> Iterator[Edit]:
    layers = keras_layers(model.file)
    count = int(text) if text.isdecimal() else 0
    if not 1 <= count <= len(layers):
        raise EditError(f"--freeze-first: expected a number from 1 to {len(layers)}, found '{text}'.")
    left = tuple(layer.path for layer in layers[:count] if layer.path in model.graph.by_path)
    if not left:
        raise EditError(f"--freeze-first: the first {count} layers of the file were all taken out of the model.")
    yield Freeze(left)


def _dropout(model: _Model, text: str) -> Iterator[Edit]:
    pattern, value = _pair(text, "--dropout PATTERN=RATE")
    paths = [path for path in model.find(pattern) if dropout_key(model.graph.by_path[path])]
    for path in _some(paths, pattern, "drops anything: --insert-dropout puts a new Dropout in"):
        yield _made(SetDropout, layer=path, rate=_number(value))


def _insert_dropout(_model: _Model, text: str) -> Iterator[Edit]:
    fields = _fields(text, "--insert-dropout after=LAYER,rate=RATE", ("after", "rate"))
    yield _made(InsertDropout, after=fields.get("after", ""), rate=_number(fields.get("rate", "")))


def _input_dropout(model: _Model, text: str) -> Iterator[Edit]:
    for path in model.graph.inputs:
        if model.graph.by_path[path].class_name != "InputLayer":
            raise EditError(f"The model begins with '{path}' and has no input layer that dropout could be put behind.")
        yield _made(InsertDropout, after=path, rate=_number(text))


def _remove_dropout(model: _Model, text: str) -> Iterator[Edit]:
    paths = [path for path in model.find(text) if can_be_removed(model.graph.by_path[path])]
    for path in _some(paths, text, "only drops, so that it could be removed"):
        yield RemoveDropout(path)


def _end(_model: _Model, text: str) -> Iterator[Edit]:
    yield _made(EndModel, layer=text)


def _rename_layer(_model: _Model, text: str) -> Iterator[Edit]:
    path, name = _pair(text, "--rename-layer LAYER=NAME")
    yield _made(RenameLayer, layer=path, name=name)


def _max_norm(model: _Model, text: str) -> Iterator[Edit]:
    pattern, value = _pair(text, "--max-norm PATTERN=LIMIT")
    limit = None if value == "none" else _number(value)
    paths = [path for path in model.find(pattern) if max_norm_axes(model.graph.by_path[path])]
    for path in _some(paths, pattern, "has weights that can be limited"):
        yield _made(SetMaxNorm, layer=path, value=limit)


def _recurrent_dropout(model: _Model, text: str) -> Iterator[Edit]:
    pattern, value = _pair(text, "--recurrent-dropout PATTERN=RATE")
    paths = [path for path in model.find(pattern) if recurrent_dropout_key(model.graph.by_path[path])]
    for path in _some(paths, pattern, "has a state that it could drop: LSTM, GRU, SimpleRNN and ConvLSTM have"):
        yield _made(SetDropout, layer=path, rate=_number(value), recurrent=True)


def _constraint(model: _Model, text: str) -> Iterator[Edit]:
    known = ("layer", "weight", "kind", "value", "minimum", "maximum")
    fields: dict[str, Any] = dict(
        _fields(text, "--constraint layer=PATTERN,weight=kernel,kind=max_norm,value=3", known)
    )
    kind = fields.pop("kind", "none")
    fields |= {name: _number(fields[name]) for name in known[3:] if name in fields}
    pattern, weight = fields.pop("layer", ""), fields.setdefault("weight", "kernel")
    paths = [path for path in model.find(pattern) if weight in named_weights(model.graph.by_path[path])]
    for path in _some(paths, pattern, f"has a {weight} that can be constrained"):
        yield _made(SetConstraint, layer=path, kind=None if kind == "none" else kind, **fields)


def _regularizer(model: _Model, text: str) -> Iterator[Edit]:
    known = ("layer", "weight", "l1", "l2")
    fields: dict[str, Any] = dict(_fields(text, "--regularizer layer=PATTERN,l2=0.001", known))
    fields |= {name: _number(fields[name]) for name in ("l1", "l2") if name in fields}
    pattern, weight = fields.pop("layer", ""), fields.get("weight", "kernel")
    paths = [path for path in model.find(pattern) if weight in penalized(model.graph.by_path[path])]
    for path in _some(paths, pattern, f"has a {weight} that can be penalised"):
        yield _made(SetRegularizer, layer=path, **fields)


def _activation(model: _Model, text: str) -> Iterator[Edit]:
    pattern, value = _pair(text, "--activation PATTERN=NAME")
    paths = [path for path in model.find(pattern) if activation_key(model.graph.by_path[path])]
    for path in _some(paths, pattern, "has an activation that can be chosen"):
        yield _made(SetActivation, layer=path, activation=value)


def _option(model: _Model, text: str) -> Iterator[Edit]:
    fields = _fields(text, "--option layer=PATTERN,option=momentum,value=0.9", ("layer", "option", "value"))
    pattern, name = fields.get("layer", ""), fields.get("option", "")
    layers = (model.graph.by_path[path] for path in model.find(pattern))
    paths = [layer.path for layer in layers if any(option.name == name for option in options(layer))]
    for path in _some(paths, pattern, f"has '{name}' as a field that can be set"):
        yield _made(SetOption, layer=path, option=name, value=_plain(fields.get("value", "")))


def _head(_model: _Model, text: str) -> Iterator[Edit]:
    known = ("units", "activation", "drop_last", "output", "initializer", "class_names")
    fields: dict[str, Any] = dict(_fields(text, "--head units=N,activation=NAME", known))
    for name in ("units", "drop_last"):
        if name in fields:
            fields[name] = _number(fields[name])
    if "class_names" in fields:
        fields["class_names"] = fields["class_names"].split(":")
    yield _made(ReplaceHead, **fields)


_EDITS: dict[str, tuple[str, str, Make]] = {
    "freeze": ("PATTERN", "keep the weights of these layers as they are", _freeze),
    "freeze-first": ("N", "freeze the first N layers, Keras' model.layers[:N]", _freeze_first),
    "unfreeze": ("PATTERN", "let the weights of these layers train", _unfreeze),
    "dropout": ("PATTERN=RATE", "set the rate of layers that drop", _dropout),
    "insert-dropout": ("after=LAYER,rate=RATE", "put a new Dropout behind a layer", _insert_dropout),
    "input-dropout": ("RATE", "put a new Dropout on every input", _input_dropout),
    "remove-dropout": ("PATTERN", "take layers that only drop, or add noise, out of the model", _remove_dropout),
    "max-norm": ("PATTERN=LIMIT", "limit the norm of weights; none takes the limit away", _max_norm),
    "recurrent-dropout": ("PATTERN=RATE", "set what recurrent layers drop of their state", _recurrent_dropout),
    "constraint": (
        "layer=PATTERN,weight=W,kind=K",
        "constrain one weight: max_norm with value=N, min_max_norm with minimum=N,maximum=N, unit_norm, non_neg, none",
        _constraint,
    ),
    "regularizer": ("layer=PATTERN,l2=N", "penalise a weight or the activity; also l1=N, weight=W", _regularizer),
    "activation": ("PATTERN=NAME", "another activation: the model predicts something else", _activation),
    "option": ("layer=PATTERN,option=NAME,value=V", "set another field, such as momentum or epsilon", _option),
    "head": (
        "units=N,activation=NAME",
        "another output layer; also drop_last=N, output=LAYER, initializer=NAME, class_names=A:B:C",
        _head,
    ),
    "end": ("LAYER", "let the model end at a layer; what is not needed for it goes", _end),
    "rename-layer": ("LAYER=NAME", "give a layer another name, which later options use", _rename_layer),
}


def _some(paths: Sequence[str], pattern: str, what: str) -> Sequence[str]:
    if not paths:
        raise EditError(f"Of the layers that '{pattern}' means none {what}.")
    return paths


def _pair(text: str, usage: str) -> tuple[str, str]:
    pattern, sign, value = text.rpartition("=")
    if not sign:
        raise EditError(f"Expected {usage}, found '{text}'.")
    return pattern, value


def _fields(text: str, usage: str, known: Sequence[str]) -> dict[str, str]:
    fields = {}
    for part in text.split(","):
        name, value = _pair(part, usage)
        if name not in known:
            raise EditError(f"Expected {usage} (fields: {', '.join(known)}), found '{name}'.")
        fields[name] = value
    return fields


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise EditError(f"Expected a number, found '{text}'.") from None
    return int(number) if number.is_integer() else number


def _plain(text: str) -> Any:
    """A number, true, false or null as JSON has them, else the text itself."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


def _made(kind: Any, /, **fields: Any) -> Edit:
    """An edit whose values are checked as those of a recipe file are."""
    raw = {"edits": [{"edit": kind.__struct_config__.tag, **fields}]}
    try:
        return decode(msgspec.json.encode(raw)).edits[0]
    except RecipeError as error:
        raise RecipeError(str(error).removeprefix("edits[0].")) from None


def _with_source(data: Data | None, source: str) -> Data:
    return msgspec.structs.replace(data, source=source) if data else Data(source)
