"""Dropout: how much is usual, and where it does harm or nothing.

20 to 50 % on hidden layers and about 20 % on the input: https://jmlr.org/papers/v15/srivastava14a.html. Attention drops
about 10 %: https://arxiv.org/abs/1706.03762. Figures are guidance, never limits.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from inspector.graph.model import Level
from inspector.recipe.checks.finding import Found, Mend
from inspector.recipe.checks.mends import add, exchange
from inspector.recipe.checks.subject import Subject
from inspector.recipe.dropouts import dropout_rate, is_dropout
from inspector.recipe.edits import InsertDropout, RemoveDropout, SetDropout
from inspector.recipe.input_range import PASSING

_LEAST, _MOST = 0.2, 0.5
_INPUT, _INPUT_MOST = 0.2, 0.3
_ATTENTION_LEAST = 0.05


def dropout_high(subject: Subject) -> Iterator[Found]:
    """An edit that drops more than is usual."""
    for path, rate in _edited_rates(subject):
        on_input = _is_on_input(subject, path)
        most = _INPUT if on_input else _MOST
        mends = (_set_rate(subject, path, rate, most),)
        if rate > _MOST:
            usual = "about 20 % is usual on the input" if on_input else "20 to 50 % is usual on hidden layers"
            text = f"'{path}' drops {rate:.0%}: {usual}, and more than half tends to underfit."
            yield Found(text, path, f"at most {most:g}", f"{rate:g}", mends)
        elif on_input and rate > _INPUT_MOST:
            text = f"'{path}' drops {rate:.0%} of the input: about 20 % is usual there."
            yield Found(text, path, f"about {most:g}", f"{rate:g}", mends, "info")


def dropout_low(subject: Subject) -> Iterator[Found]:
    """An edit that drops so little that it hardly helps."""
    for path, rate in _edited_rates(subject):
        least = _ATTENTION_LEAST if _is_attention(subject, path) else _LEAST
        if rate < least and not _is_on_input(subject, path):
            text = f"'{path}' drops {rate:.0%}, which does little: 20 to 50 % is usual on hidden layers."
            yield Found(text, path, f"at least {least:g}", f"{rate:g}", (_set_rate(subject, path, rate, least),))


def dropout_after_output(subject: Subject) -> Iterator[Found]:
    """Dropout behind the head: it drops what the model predicts."""
    head = subject.head
    if head is None:
        return
    for path in head.tail:
        rate = dropout_rate(subject.layer(path)) if is_dropout(subject.layer(path)) else 0.0
        if not rate:
            continue
        text = (
            f"'{path}' stands behind the head '{head.layer}' and drops {rate:.0%} of what the model predicts while it "
            "trains: expected dropout before the head."
        )
        yield Found(text, path, "dropout before the head", "dropout behind it", _without(subject, path))


def dropout_on_integers(subject: Subject) -> Iterator[Found]:
    """A new dropout whose values a later Embedding looks up: dropout scales them."""
    for path in subject.shown.plan.created:
        if not is_dropout(subject.layer(path)):
            continue
        taker = _embedding_behind(subject, path)
        if taker:
            text = (
                f"'{path}' drops whole numbers that the Embedding '{taker}' looks up, and scales the others: expected "
                f"dropout on real numbers. Put it after '{taker}'."
            )
            edit = _insertion(subject, path)
            mends = () if edit is None else (exchange(f"Put it after '{taker}'", edit, replace(edit, after=taker)),)
            yield Found(text, path, "real numbers", "whole numbers", mends)


def dropout_twice(subject: Subject) -> Iterator[Found]:
    """A new dropout on what a dropout gives: the two add up."""
    for path in subject.shown.plan.created:
        rate = dropout_rate(subject.layer(path)) if is_dropout(subject.layer(path)) else None
        sources = subject.graph.predecessors[path]
        if not rate or len(sources) != 1 or not is_dropout(subject.layer(sources[0])):
            continue
        first = dropout_rate(subject.layer(sources[0]))
        if not first:
            continue
        both = 1 - (1 - rate) * (1 - first)
        text = (
            f"'{path}' drops {rate:.0%} of what '{sources[0]}' left, together {both:.0%}: expected one dropout. "
            f"Set the rate of '{sources[0]}' instead."
        )
        yield Found(text, path, "one dropout", "two in a row", _without(subject, path), _level(both))


def dropout_before_batch_norm(subject: Subject) -> Iterator[Found]:
    """A new dropout right before batch normalisation: its statistics are of other values than it meets later.

    https://arxiv.org/abs/1801.05134.
    """
    for path in subject.shown.plan.created:
        if not is_dropout(subject.layer(path)):
            continue
        for taker in subject.graph.successors[path]:
            if subject.layer(taker).class_name != "BatchNormalization" or not subject.layer(taker).trainable:
                continue
            text = (
                f"'{path}' drops what '{taker}' takes the statistics of, so they are of other values than it meets "
                f"when nothing is dropped: expected dropout after '{taker}'."
            )
            edit = _insertion(subject, path)
            free = edit is not None and taker not in subject.graph.outputs
            mends = (exchange(f"Put it after '{taker}'", edit, replace(edit, after=taker)),) if edit and free else ()
            yield Found(text, path, "dropout after batch normalisation", "dropout before it", mends)


def _level(both: float) -> Level:
    return "warning" if both > _MOST else "info"


def _edited_rates(subject: Subject) -> Iterator[tuple[str, float]]:
    """Layers that edits changed and that drop, and how much."""
    for path in subject.shown.edited:
        if rate := dropout_rate(subject.layer(path)):
            yield path, rate


def _is_attention(subject: Subject, path: str) -> bool:
    return subject.layer(path).class_name.endswith("Attention")


def _is_on_input(subject: Subject, path: str) -> bool:
    if _is_attention(subject, path):
        return False  # it drops scores, not its input
    return any(subject.layer(source).class_name == "InputLayer" for source in subject.graph.predecessors[path])


def _set_rate(subject: Subject, path: str, rate: float, usual: float) -> Mend:
    label = f"Set {rate:g} → {usual:g}"
    edit = _insertion(subject, path)
    if edit is not None:
        return exchange(label, edit, replace(edit, rate=usual))
    return add(label, SetDropout(path, usual))


def _without(subject: Subject, path: str) -> tuple[Mend, ...]:
    edit = _insertion(subject, path)
    return (add("Take it away", RemoveDropout(path)) if edit is None else exchange("Take it away", edit),)


def _insertion(subject: Subject, path: str) -> InsertDropout | None:
    """The edit that put a dropout in, where one edit alone is about it."""
    made = next((each for each in subject.shown.plan.insertions if each.path == path), None)
    if made is None or any(isinstance(edit, SetDropout) and edit.layer == path for edit in subject.edits):
        return None
    known = [edit for edit in subject.edits if isinstance(edit, InsertDropout) and edit.rate == made.rate]
    fitting = [edit for edit in known if edit.after == made.after]
    return fitting[0] if len(fitting) == 1 else None


def _embedding_behind(subject: Subject, path: str) -> str:
    """The Embedding that a tensor comes to as it is; empty without one."""
    waiting, seen = [*subject.graph.successors[path]], set[str]()
    while waiting:
        taker = waiting.pop()
        if taker in seen:
            continue
        seen.add(taker)
        layer = subject.layer(taker)
        if layer.class_name == "Embedding":
            return taker
        if layer.class_name in PASSING:
            waiting.extend(subject.graph.successors[taker])
    return ""
