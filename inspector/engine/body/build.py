"""A Keras model whose body is a model of TensorFlow's operations."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import keras
import numpy as np

from inspector.engine.body.allowed import require_runnable
from inspector.engine.body.derivative import given, reached
from inspector.engine.body.layer import TensorFlowBody
from inspector.engine.body.pure import Pure, Taken, pure
from inspector.engine.body.values import values
from inspector.engine.errors import EngineError
from inspector.engine.load import load_as_is, trusted_copy
from inspector.engine.making import dropout, made
from inspector.engine.proof import SIZES, Comparison
from inspector.engine.samples import samples
from inspector.engine.save import save
from inspector.formats.whole_operations import WholeOperations, whole_operations
from inspector.graph.operations import Tensor
from inspector.graph.recovery.parts import Part, parts
from inspector.recipe.plan import HeadPlan, Insertion, Plan

NAME = "body"


def build(path: str | Path, plan: Plan, trusted: str = "") -> tuple[keras.Model, Comparison]:
    """The model in a SavedModel or frozen graph with the edits of a plan, and what was compared.

    Its layer ``body`` computes what the file's operations do: up to the layer that a new head sits on, or to the end.

    Args:
        path: what `open_model` opens as layers recovered from operations.
        plan: made for them.
        trusted: the SHA-256 of the file that may reach other files.

    Raises:
        EngineError, FormatError: it cannot be run, or not be edited so; a sentence.
    """
    with tempfile.TemporaryDirectory(prefix="inspector-") as folder:
        own = trusted_copy(Path(path), trusted, Path(folder)) if trusted else Path(path)
        return _built(whole_operations(own), plan, trusted=bool(trusted))


def _built(whole: WholeOperations, plan: Plan, *, trusted: bool) -> tuple[keras.Model, Comparison]:
    building = _Building(whole, plan)
    require_runnable(building.function.definition, trusted=trusted)
    model = building.model()
    kept = _canonical(model)
    _require_same(model, kept)
    operations, weights = len(building.function.definition.node), len(building.function.weights)
    said = (
        f"The body computes {operations:,} operations of the file with {weights:,} of its variables as they are there; "
        "saved and loaded again the model gives the same on random samples."
    )
    return kept, Comparison(said + building.words_on_unreached(), 0.0)


@dataclass
class _Building:
    whole: WholeOperations
    plan: Plan

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        return parts(self.whole.graph)

    @cached_property
    def heads(self) -> Mapping[str, HeadPlan]:
        return {head.output: head for head in self.plan.heads}

    @cached_property
    def insertions(self) -> Mapping[str, Insertion]:
        return {insertion.after: insertion for insertion in self.plan.insertions}

    @cached_property
    def ends(self) -> tuple[Tensor, ...]:
        """The tensors the body gives: one per output of the model."""
        if not self.heads:
            return tuple(dict.fromkeys(self.whole.graph.outputs))
        return tuple(
            self._only(self._base(self.heads[path]) if path in self.heads else path)
            for path in self.plan.original.outputs
        )

    @cached_property
    def function(self) -> Pure:
        return pure(self.whole, self.ends)

    @cached_property
    def held(self) -> list[dict[str, Any]]:
        """What the body is told of its weights."""
        layers = self.plan.original.by_path
        owners: dict[str, list[str]] = {}
        trains: dict[str, bool] = {}
        for path, part in self.parts.items():
            for variable, weight in zip(part.variables, layers[path].weights or (), strict=True):
                owners.setdefault(variable.key, []).append(path)
                trains[variable.key] = trains.get(variable.key, False) or weight.trainable
        return [
            {
                "name": taken.name,
                "shape": list(taken.shape),
                "dtype": taken.dtype,
                "trainable": trains.get(variable.key, False) and keras.backend.is_float_dtype(taken.dtype),
                "layers": owners.get(variable.key, []),
            }
            for variable, taken in self.function.weights
        ]

    @cached_property
    def unreached(self) -> tuple[str, ...]:
        """Layers with weights that would train, if the derivative of the body reached them."""
        open_ = {each["name"] for each in self.held if each["trainable"] and not self._is_frozen(each)}
        if not open_:
            return ()
        missed = open_ - reached(self.function, open_)
        return tuple(dict.fromkeys(path for each in self.held if each["name"] in missed for path in each["layers"]))

    def words_on_unreached(self) -> str:
        """A sentence on weights that cannot train; empty where there are none."""
        if not self.unreached:
            return ""
        some = ", ".join(f"'{path}'" for path in self.unreached[:3])
        more = f" and {len(self.unreached) - 3} more" if len(self.unreached) > 3 else ""
        return f" What the body gives does not depend on {some}{more} in a way that can be trained."

    def model(self) -> keras.Model:
        """The edited model, as it is before it was saved."""
        taken = list(self.function.inputs.values())
        inputs = [keras.Input(batch_shape=each.shape, dtype=each.dtype, name=_name(each.name)) for each in taken]
        body = self.body(taken)
        outputs = keras.tree.flatten(body(_single(inputs)))
        if self.heads:
            outputs = [
                self.grown(self.heads[path], tensor) if path in self.heads else tensor
                for path, tensor in zip(self.plan.original.outputs, outputs, strict=True)
            ]
        return keras.Model(_single(inputs), _single(outputs), name=_name(self.plan.original.name))

    def body(self, inputs: list[Taken]) -> TensorFlowBody:
        """The layer with its weights."""
        trains = [each for each in self.held if each["trainable"]]
        frozen = all(self._is_frozen(each) for each in trains)
        weights = [{**each, "trainable": each["trainable"] and (frozen or self._trains(each))} for each in self.held]
        found = given(self.function)
        body = TensorFlowBody(
            inputs=[{"name": each.name, "dtype": each.dtype} for each in inputs],
            outputs=[{"name": name, **each} for name, each in zip(self.function.outputs, found, strict=True)],
            weights=weights,
            name=self._free_name(),
            trainable=not frozen,
        )
        body.use(self.function.definition)
        body.build(None)
        if self.function.weights:
            body.assign(values(self.whole.file, [variable for variable, _ in self.function.weights]))
        return body

    def grown(self, head: HeadPlan, tensor: Any) -> Any:
        """What a new head gives for the body's tensor."""
        tensor = self._behind(self._base(head), tensor)
        for new in head.layers:
            tensor = self._behind(new.path, made(new, "float32")(tensor))
        return tensor

    def _behind(self, path: str, tensor: Any) -> Any:
        while insertion := self.insertions.get(path):
            tensor = dropout(insertion, tensor)(tensor)
            path = insertion.path
        return tensor

    def _base(self, head: HeadPlan) -> str:
        """The recovered layer a head sits on, past the dropouts between them."""
        after = {insertion.path: insertion.after for insertion in self.plan.insertions}
        path = head.attach
        while path in after:
            path = after[path]
        return path

    def _only(self, path: str) -> Tensor:
        gives = self.parts[path].gives
        if len(gives) != 1:
            raise EngineError(f"'{path}' gives {len(gives)} tensors, and a new head needs one: drop other layers.")
        return gives[0]

    def _trains(self, held: Mapping[str, Any]) -> bool:
        return not self._is_frozen(held) and not any(path in self.unreached for path in held["layers"])

    def _is_frozen(self, held: Mapping[str, Any]) -> bool:
        return all(path in self.plan.frozen for path in held["layers"])

    def _free_name(self) -> str:
        taken = {new.name for head in self.plan.heads for new in head.layers}
        return next(name for name in (NAME, *(f"{NAME}_{number}" for number in range(1, 99))) if name not in taken)


def _single(tensors: list[Any]) -> Any:
    """One tensor by itself, several as they are."""
    return tensors[0] if len(tensors) == 1 else tensors


def _name(text: str) -> str:
    """A name that TensorFlow takes while training."""
    kept = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in text)
    return kept if kept[:1].isalnum() else f"model{kept}"


def _canonical(model: keras.Model) -> keras.Model:
    with tempfile.TemporaryDirectory(prefix="inspector-") as folder:
        path = Path(folder, "edited.keras")
        save(model, path)
        return load_as_is(path)


def _require_same(before: keras.Model, after: keras.Model) -> None:
    """Run both on random inputs; refuse where that fails, or where they differ."""
    for size in SIZES:
        inputs = samples(before, size)
        try:
            pairs = [keras.tree.flatten(model(inputs, training=False)) for model in (before, after)]
        except Exception as error:
            failure = error
            continue
        if all(np.array_equal(one, other, equal_nan=True) for one, other in zip(*pairs, strict=True)):
            return
        raise EngineError("Saved and loaded again, the model gives something else than before. Nothing was saved.")
    first = next(iter(str(failure).splitlines()), type(failure).__name__)[:300].rstrip(".")
    raise EngineError(f"The model cannot be run on random inputs: {first}.") from failure
