"""What each kind of finding means to a person: in a few words, and why it matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector.graph.model import Note


@dataclass(frozen=True, slots=True)
class Meaning:
    """A kind of finding.

    Attributes:
        title: what it is, in two or three words.
        one, many: what is said of one thing and of several, ``{}`` for their number.
        why: why a person should know, in whole sentences.
    """

    title: str
    one: str
    many: str
    why: str

    def counted(self, number: int) -> str:
        """``"2 layers carry code"``."""
        return (self.one if number == 1 else self.many).format(f"{number:,}")


_CODE = Meaning(
    "Python code",
    "{} layer carries code",
    "{} layers carry code",
    "Python code in a file can do whatever you can do: read your files, delete them, send them away. It is never run "
    "to look at the model. It has to run to check, train or save it, and only does when you trust the file.",
)
_MODULE = Meaning(
    "Outside module",
    "{} part names a module that is no model's",
    "{} parts name modules that are no model's",
    "A program that loads the file may run what is named there, whatever it does. It is never run to look at the "
    "model.",
)
_OUTSIDE = Meaning(
    "Another model",
    "{} layer runs another model",
    "{} layers run other models",
    "What that other model does is not in this file and cannot be seen here; its operations can read and write files. "
    "It is only loaded when you trust the file.",
)
_PICKLE = Meaning(
    "Python pickle",
    "{} layer holds a Python pickle",
    "{} layers hold Python pickles",
    "Reading a pickle runs whatever code its author put there. It is not read here, and cannot be trained here.",
)
_OPERATION = Meaning(
    "File or code access",
    "{} operation reaches files or code",
    "{} operations reach files or code",
    "TensorFlow runs such an operation with your rights as soon as the model computes something. It is never run to "
    "look at the model.",
)
_VOCABULARY = Meaning(
    "Reads a file",
    "{} layer reads a file",
    "{} layers read files",
    "The file it names is read from your disk when the model is loaded, so that a model can carry its content away. "
    "It is only read when you trust the model's file.",
)
_CLASS = Meaning(
    "Not part of Keras",
    "{} part is not Keras' own",
    "{} parts are not Keras' own",
    "The file only names it: the code is its author's and not in the file. The model can be looked at, but not trained "
    "without that code.",
)
_UNKNOWN = Meaning(
    "Not looked through",
    "Not all of it could be looked through",
    "Not all of it could be looked through",
    "A part of the file is damaged or too large to be searched. What is in there is not known.",
)

MEANINGS: Mapping[str, Meaning] = {
    "lambda": _CODE,
    "pickled-module": _PICKLE,
    "outside-model": _OUTSIDE,
    "unsafe-reference": _MODULE,
    "unsafe-operation": _OPERATION,
    "vocabulary-file": _VOCABULARY,
    "unsafe-unknown": _UNKNOWN,
    "custom-class": _CLASS,
    "custom-function": _CLASS,
    "subclassed-model": _CLASS,
}
"""By the code of the note, the gravest first."""


def meaning(note: Note) -> Meaning:
    """What a finding means; a Lambda that only names a function carries no code."""
    return _CLASS if note.code == "lambda" and not note.detail else MEANINGS[note.code]
