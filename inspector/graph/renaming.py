"""Other names for layers and operations, by a rule a person chooses, so that they fold by what they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from inspector.graph.model import Layer, ModelGraph
from inspector.graph.substitution import SubstitutionError, compiled, substituted

_FORMS = "'none', 'scopes', 'reference' or 'regex:PATTERN=>REPLACEMENT'"
_ARROW = "=>"


class RuleError(ValueError):
    """A renaming rule that is not one: a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How names are changed and what blocks are made of.

    Attributes:
        kind: ``none``: names stay, blocks are found automatically. ``scopes``: names stay, each ``/`` opens a block.
            ``reference``: the first ``_`` of a name becomes ``/``. ``regex``: every match is replaced.
        pattern: what ``regex`` replaces, in Python's syntax.
        replacement: by what; ``\\1`` or ``\\g<name>`` stands for a group of the pattern.
    """

    kind: Literal["none", "scopes", "reference", "regex"] = "none"
    pattern: str = ""
    replacement: str = ""

    @property
    def makes_blocks(self) -> bool:
        """Whether the ``/`` in the names are to be blocks, instead of those that are found automatically."""
        return self.kind != "none"

    def apply(self, names: Iterable[str]) -> dict[str, str]:
        """The new name of every name, before it is made sure that no other has it; raises RuleError, see `rename`."""
        if self.kind == "reference":
            return {name: name.replace("_", "/", 1) for name in names}
        if self.kind == "regex":
            try:
                return substituted(self.pattern, self.replacement, names)
            except SubstitutionError as error:
                raise RuleError(str(error)) from error
        return {name: name for name in names}


NONE = Rule()


def parse_rule(text: str) -> Rule:
    """The rule a person wrote.

    Raises:
        RuleError: it is none of the forms ``none``, ``scopes``, ``reference`` and ``regex:PATTERN=>REPLACEMENT``, or
            its pattern or replacement is not a regular expression of Python's.
    """
    kind, colon, rest = text.strip().partition(":")
    match kind.lower(), colon:
        case "none", "":
            return NONE
        case "scopes", "":
            return Rule("scopes")
        case "reference", "":
            return Rule("reference")
        case "regex", ":":
            return _regex(rest)
    raise RuleError(f"Expected a renaming rule, {_FORMS}, found {text!r}.")


def _regex(text: str) -> Rule:
    pattern, arrow, replacement = text.partition(_ARROW)
    if not arrow or not pattern:
        raise RuleError(
            f"Expected what to replace, {_ARROW} and what to put there, as in 'regex:_(bn|conv)$=>/\\1', "
            f"found 'regex:{text}'."
        )
    try:
        compiled(pattern, replacement)
    except SubstitutionError as error:
        raise RuleError(str(error)) from error
    return Rule("regex", pattern, replacement)


def rename(names: Sequence[str], rule: Rule) -> dict[str, str]:
    """The new name of every name, no two the same, see `distinct`.

    Raises:
        RuleError: a regular expression takes too long, makes names that are too long, or is none.
    """
    return distinct(names, rule.apply(names))


def distinct(names: Sequence[str], wanted: Mapping[str, str], fixed: Collection[str] = ()) -> dict[str, str]:
    """The new name of every name, as it is wanted but for what must differ.

    A name that another has already gets ``__2``, ``__3``…; names that are wanted as they are keep theirs. Empty scopes
    are left out (``a//b`` is ``a/b``), and a name nothing would be left of stays as it is.

    Args:
        names: as they are; one that is listed twice counts once.
        wanted: the new name of each, as a rule gives it.
        fixed: those of the names that stay as they are, and that no other may come to lie inside of.
    """
    sound = {name: name if name in fixed else _sound(wanted[name], name, fixed) for name in names}
    made = {name: name for name, new in sound.items() if new == name}
    taken = set(made)
    count: dict[str, int] = defaultdict(lambda: 1)
    for name, new in sound.items():
        if name in made:
            continue
        unique = new
        while unique in taken:
            count[new] += 1
            unique = f"{new}__{count[new]}"
        taken.add(unique)
        made[name] = unique
    return {name: made[name] for name in sound}


def _sound(new: str, name: str, fixed: Collection[str]) -> str:
    if new == name:
        return name
    parts = [part for part in new.split("/") if part]
    leads_inside = bool(fixed) and any("/".join(parts[:depth]) in fixed for depth in range(1, len(parts)))
    return name if leads_inside or not parts else "/".join(parts)


def renamed_paths(graph: ModelGraph, rule: Rule) -> dict[str, str]:
    """The new path of every layer by the one it has.

    Layers are renamed beside their siblings; nested models keep their names, being blocks already.

    Raises:
        RuleError: see `rename`.
    """
    wanted = rule.apply(layer.name for layer in graph.layers)
    levels: dict[str, list[Layer]] = defaultdict(list)
    for layer in graph.layers:
        levels[layer.parent].append(layer)
    paths: dict[str, str] = {}
    for parent, layers in levels.items():
        models = frozenset(layer.name for layer in layers if layer.kind == "model")
        names = distinct([layer.name for layer in layers], wanted, models)
        before = f"{parent}/" if parent else ""
        paths |= {layer.path: before + names[layer.name] for layer in layers}
    return paths


def renamed(graph: ModelGraph, rule: Rule) -> ModelGraph:
    """The same graph under the names of a rule; what it says of its layers stays, configs included.

    Raises:
        RuleError: see `rename`.
    """
    return under(graph, renamed_paths(graph, rule))


def under(graph: ModelGraph, new: Mapping[str, str]) -> ModelGraph:
    """The same graph with the paths of its layers exchanged for others, as `renamed_paths` gives them.

    The paths inside a nested model begin with the path it gets.
    """
    if all(path == other for path, other in new.items()):
        return graph
    return replace(
        graph,
        layers=tuple(_renamed_layer(layer, new) for layer in graph.layers),
        edges=tuple(replace(edge, source=new[edge.source], target=new[edge.target]) for edge in graph.edges),
        inputs=_all(graph.inputs, new),
        outputs=_all(graph.outputs, new),
        notes=tuple(replace(note, layer=new.get(note.layer, note.layer)) for note in graph.notes),
    )


def _renamed_layer(layer: Layer, new: Mapping[str, str]) -> Layer:
    path = new[layer.path]
    parent = new.get(layer.parent, layer.parent)
    return replace(
        layer,
        path=path,
        name=path[len(parent) + 1 :] if parent else path,
        inputs=_all(layer.inputs, new),
        entries=_all(layer.entries, new),
        exits=_all(layer.exits, new),
    )


def _all(paths: Sequence[str], new: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(new.get(path, path) for path in paths)
