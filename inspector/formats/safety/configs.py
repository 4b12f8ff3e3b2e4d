"""What in a model's config could run code or read files when a program loads it, at any depth."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inspector.catalogue import category_of
from inspector.formats.config import values
from inspector.formats.safety.names import whose
from inspector.formats.safety.tensorflow import dangerous
from inspector.graph.layers.bodies import REGISTERED
from inspector.graph.model import Level, Note

if TYPE_CHECKING:
    from inspector.formats.safety.code import Carried

_FUNCTION, _LAMBDA, _TYPE = "function", "__lambda__", "__typespec__"
_PLAIN = frozenset(
    {
        "__tuple__",
        "__tensor__",
        "__numpy__",
        "__bytes__",
        "__slice__",
        "__ellipsis__",
        "__keras_tensor__",
    }
)
_LISTS_OF_LAYERS = ("layers",)
_LAYERS = (*_LISTS_OF_LAYERS, "layer", "forward_layer", "backward_layer", "cell", "cells")
_CODE = ("function", "output_shape", "mask")
_OPERATIONS = ("TFOpLambda", "TensorFlowOpLayer")
_OF_KERAS = (*_OPERATIONS, "ClassMethod", "InstanceMethod", "InstanceProperty", "SlicingOpLambda", "Lambda")
_OPTIMIZER = ("optimizer", "optimizer_config")
_OPTIMIZERS = frozenset(
    {"Adadelta", "Adagrad", "Adam", "Adamax", "AdamW", "Adafactor", "Ftrl", "Lion", "Nadam", "RMSprop", "SGD"}
)
"""Keras' own, which Keras 2.11 wrote as if they were somebody's: ``Custom>Adam``."""
_OF_TENSORFLOW = "tensorflow.python."


@dataclass(frozen=True, slots=True)
class _Entry:
    """One ``{"class_name", "config", …}`` of a config, and where it stands."""

    class_name: str
    config: dict[str, Any]
    raw: dict[str, Any]
    slot: str
    path: str

    @property
    def name(self) -> str:
        """What the notes call it: its own name, or that of the layer it is in."""
        own = values.name(self.raw.get("name")) or values.name(self.config.get("name"))
        return own or self.path.rpartition("/")[2] or self.class_name

    def note(self, level: Level, code: str, text: str, detail: str = "") -> Note:
        return Note(level, code, text, self.path, detail)


def config_notes(entry: Any, paths: Collection[str] = ()) -> Iterator[Note]:
    """A note for everything in a parsed config that is more than settings of Keras' own classes.

    The class of the outermost entry itself is not judged.

    Args:
        entry: a model's config, or its training's.
        paths: of the layers of the graph, to say which of them a note is about.
    """
    pending: list[tuple[Any, str, str]] = [(entry, "", "")] if isinstance(entry, (dict, list)) else []
    outermost = entry
    while pending:
        value, slot, path = pending.pop()
        if isinstance(value, list):
            pending += [(each, slot, path) for each in reversed(value) if isinstance(each, (dict, list))]
            continue
        inside = [(held, key, path) for key, held in reversed(value.items()) if isinstance(held, (dict, list))]
        if "class_name" in value:
            found = _entry(value, slot, path, paths)
            if found.class_name and found.class_name not in _PLAIN:
                yield from _carries(found)
                if value is not outermost:
                    yield from _refers(found)
            inside = [(held, _slot(found, key), found.path) for held, key, _ in inside]
        pending += inside


def _entry(raw: dict[str, Any], slot: str, path: str, paths: Collection[str]) -> _Entry:
    class_name = values.name(raw.get("class_name"))
    config = values.mapping(raw.get("config"))
    if slot in _LISTS_OF_LAYERS and class_name:
        name = values.name(raw.get("name")) or values.name(config.get("name"))
        inner = f"{path}/{name}" if path else name
        path = inner if inner in paths else path
    return _Entry(class_name, config, raw, slot, path)


def _slot(entry: _Entry, key: str) -> str:
    """What a value is for; a Keras 1 Sequential's config is itself its list of layers."""
    is_list = key == "config" and isinstance(entry.raw[key], list) and entry.class_name == "Sequential"
    return "layers" if is_list else key


def _carries(entry: _Entry) -> Iterator[Note]:
    """Notes on code that an entry carries, and on files it reads."""
    name, config = entry.name, entry.config
    if entry.class_name == "Lambda":
        yield _lambda(entry)
    elif entry.class_name == _LAMBDA and entry.slot not in _CODE:
        code = _carried(entry.raw)
        words, listing = (code.words, code.listing) if code else ("none", "")
        text = f"{name!r} carries Python code ({words}), which is never run to show it: training needs your consent."
        yield entry.note("warning", "lambda", text, listing)
    elif entry.class_name == "TFSMLayer":
        place = values.name(config.get("filepath"))
        text = f"Layer {name!r} is a TFSMLayer: it loads and runs another model, from {place!r}, when it is made."
        yield entry.note("error", "outside-model", text)
    elif entry.class_name == "TorchModuleWrapper":
        text = f"Layer {name!r} is a TorchModuleWrapper: it holds a Python pickle, which runs any code when it is read."
        yield entry.note("error", "pickled-module", text)
    elif entry.class_name in _OPERATIONS and (operation := dangerous(config)):
        text = f"Layer {name!r} calls TensorFlow's {operation}, which reaches files or code outside of the model."
        yield entry.note("error", "unsafe-operation", text)
    if isinstance(vocabulary := config.get("vocabulary"), str) and vocabulary:
        text = f"Layer {name!r} reads its vocabulary from a file, {values.name(vocabulary)!r}, when it is made."
        yield entry.note("warning", "vocabulary-file", text)


def _carried(value: Any) -> Carried | None:
    # few models carry code, and what reads it is as much as all else here
    from inspector.formats.safety.code import carried

    return carried(value)


def _lambda(entry: _Entry) -> Note:
    found = [code for key in _CODE if (code := _carried(entry.config.get(key)))]
    if not found:
        function = values.name(entry.config.get(_FUNCTION))
        what = f"it calls {function!r}, Python code of its author" if function else "it runs Python code"
        text = f"Layer {entry.name!r} is a Lambda: {what}, which is never run to show it."
        return entry.note("warning", "lambda", text)
    words = "; ".join(code.words for code in found)
    text = (
        f"Layer {entry.name!r} is a Lambda: the file holds Python code for it ({words}), "
        "which is never run to show it, and training needs your consent to run it."
    )
    return entry.note("warning", "lambda", text, "\n".join(code.listing for code in found))


def _refers(entry: _Entry) -> Iterator[Note]:
    """Notes on classes and functions that are not Keras' own."""
    module = values.name(entry.raw.get("module"))
    if entry.raw.get("registered_name") == REGISTERED:
        return  # this program's own; what its graph does is looked through by itself
    if entry.class_name == _LAMBDA or (entry.class_name == _TYPE and module.startswith(_OF_TENSORFLOW)):
        return
    is_function = entry.class_name == _FUNCTION
    target = values.name(entry.raw.get("config")) if is_function else entry.class_name
    target = values.name(entry.raw.get("spec_name")) if entry.class_name == _TYPE else target
    owner = whose(module, target, is_function=is_function) if module else "keras"
    if owner in ("tool", "system"):
        text = (
            f"{entry.name!r} names {target!r} of the module {module!r}, which is no part of a model: "
            "a program that loads the file may run it."
        )
        yield entry.note("error", "unsafe-reference", text)
    elif is_function:
        if owner == "author" or ">" in target:
            yield entry.note("warning", "custom-function", _foreign(entry, "function", target))
    elif owner == "author" or _is_custom(entry, module):
        yield entry.note("warning", "custom-class", _foreign(entry, "class", target.rpartition(">")[2]))


def _is_custom(entry: _Entry, module: str) -> bool:
    """Whether a class is its author's although no other module is named for it."""
    package, _, bare = entry.class_name.rpartition(">")
    if entry.slot in _OPTIMIZER and package == "Custom" and bare in _OPTIMIZERS:
        return False
    if ">" in values.name(entry.raw.get("registered_name")):
        return True
    if entry.slot in _LAYERS and not module:
        return category_of(bare) == "custom" and bare not in _OF_KERAS
    return package not in ("", "keras", "Keras")


def _foreign(entry: _Entry, what: str, target: str) -> str:
    if entry.slot in _LISTS_OF_LAYERS:
        return (
            f"Layer {entry.name!r} is of the class {target!r}, which is not part of Keras: "
            "it is shown from its config, and training needs the author's Python code."
        )
    return f"{entry.name!r} uses the {what} {target!r}, which is not part of Keras: training needs its author's code."
