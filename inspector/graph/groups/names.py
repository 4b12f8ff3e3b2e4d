"""What a layer's name says about the block it belongs to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

from inspector.graph.groups.level import Level

Words = tuple[str, ...]

_NUMBERED = re.compile(r"([A-Za-z]+\d+)([a-z])")
_COUNTER = re.compile(r"(_\d+)+$")
_SEPARATORS = re.compile(r"[_\-.\s/]+")
_SHARED_START = 0.85

STEPS = frozenset(
    (
        *(
            "conv",
            "convolution",
            "conv1d",
            "conv2d",
            "conv3d",
            "dwconv",
            "dw",
            "pw",
            "depthwise",
            "pointwise",
            "separable",
        ),
        *(
            "dense",
            "fc",
            "linear",
            "bn",
            "batchnorm",
            "norm",
            "layernorm",
            "ln",
            "relu",
            "relu6",
            "gelu",
            "swish",
            "silu",
        ),
        *("act", "ac", "activation", "sigmoid", "softmax", "pool", "pooling", "maxpool", "avgpool", "pad", "padding"),
        *("zero", "drop", "dropout", "add", "sum", "concat", "mul", "multiply", "flatten", "reshape", "out", "output"),
        *("preact", "adjust", "left", "right"),
    )
)
"""Words for what one layer does, which say nothing about the block it is in."""


def words_of(level: Level) -> list[Words | None]:
    """For every layer the words of its name; ``None`` where Keras made the name up from the class.

    ``conv2_block1_1_conv`` is ``conv2 block1 1 conv``; ``stage_0_block_1_dw`` is ``stage_0 block_1 dw``; where there
    is a ``block2b`` beside a ``block2a``, they are ``block2 a`` and ``block2 b``; ``bn_Conv1`` is ``Conv1``. Words that
    nearly all names begin with are left out.
    """
    words = [None if is_made_up(layer.name, layer.class_name) else _words(layer.name) for layer in level.layers]
    return [
        None if name is None else _from_first_place(name) for name in _without_shared_start(_with_letters_apart(words))
    ]


@lru_cache(maxsize=4096)
def is_made_up(name: str, class_name: str) -> bool:
    """Whether a name is the one Keras gives: the class name in lower case and a counter."""
    stem = _COUNTER.sub("", name).replace("_", "").lower()
    return stem in (class_name.replace("_", "").lower(), "input", "model") or stem.startswith("tf.")


def place(words: Sequence[str]) -> str:
    """Words as one label, without the steps at their end: ``block35_1`` for ``block35 1 ac``."""
    kept = list(words)
    while len(kept) > 1 and kept[-1].lower() in STEPS:
        kept.pop()
    return "_".join(kept)


def _words(name: str) -> Words:
    found: list[str] = []
    takes_number = False
    for word in _SEPARATORS.split(name):
        if word.isdigit() and takes_number:
            found[-1] += f"_{word}"
            takes_number = False
        elif word:
            found.append(word)
            takes_number = word.isalpha()
    return tuple(found)


def _with_letters_apart(names: list[Words | None]) -> list[Words | None]:
    letters: dict[str, set[str]] = defaultdict(set)
    for words in names:
        for word in words or ():
            if match := _NUMBERED.fullmatch(word):
                letters[match[1]].add(match[2])
    families = {_family(stem) for stem, found in letters.items() if len(found) > 1}

    def split(word: str) -> Words:
        match = _NUMBERED.fullmatch(word)
        return (match[1], match[2]) if match and _family(match[1]) in families else (word,)

    return [None if words is None else tuple(part for word in words for part in split(word)) for words in names]


def _family(word: str) -> str:
    return re.sub(r"\d+", "#", word)


def _without_shared_start(names: list[Words | None]) -> list[Words | None]:
    """Without the words that nearly all names begin with, unless what follows would be a step with a number."""
    shared: Words = ()
    while True:
        following = Counter(words[len(shared)] for words in _longer(names, shared))
        if not following:
            break
        word, count = following.most_common(1)[0]
        next_words = [words[len(shared) + 1] for words in _longer(names, (*shared, word))]
        steps = sum(stem_of(other).lower() in STEPS for other in next_words)
        if count < _SHARED_START * sum(map(bool, names)) or steps > len(next_words) / 2:
            break
        shared += (word,)
    size = len(shared)
    return [words[size:] if words and words[:size] == shared else words for words in names]


def _longer(names: list[Words | None], start: Words) -> list[Words]:
    """The names that go on after these words."""
    return [words for words in names if words and len(words) > len(start) and words[: len(start)] == start]


def stem_of(word: str) -> str:
    """A word without its number: ``block`` for ``block_12``."""
    return word.rstrip("0123456789_")


def _from_first_place(words: Words) -> Words:
    """Without the steps at the front, as long as something else follows."""
    first = next((index for index, word in enumerate(words) if word.lower().partition("_")[0] not in STEPS), 0)
    return words[first:]
