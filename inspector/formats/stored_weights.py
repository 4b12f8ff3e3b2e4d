"""Variables as they lie in the file: names and shapes, for layers whose class does not tell them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from inspector.graph.model import Layer, ModelGraph, Weight

_RANDOM_STATE = "seed_generator"
_CONTAINERS = ("layers", "_layer_checkpoint_dependencies")
"""Of Keras 3 and of the first ``.keras`` files of Keras 2."""
_NOT_OF_THE_MODEL = ("optimizer", "optimizer_weights", "loss_tracker", "metrics")


Place = tuple[int, int, str]
"""First byte in the HDF5 file, number of bytes, and their type as NumPy writes it: ``"<f4"``."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What an HDF5 file holds, payload aside; paths have no leading slash.

    Attributes:
        datasets: path to shape and dtype.
        labels: path of a Keras 3 ``vars`` group to the name of the layer it belongs to, where Keras wrote it.
        weight_names: path of a layer's group in a Keras 1 or 2 file to its weights' names, in the layer's order.
        left_out: paths of links that were not followed, because they may lead out of the file.
        layer_names: the layers of a Keras 1 or 2 file that holds weights only, in their order.
        groups: paths of all Keras 3 ``vars`` groups, those of layers without weights included.
        places: path to where the values lie, of datasets stored in one piece; empty unless that was asked for.
    """

    datasets: Mapping[str, tuple[tuple[int, ...], str]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    weight_names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    left_out: Sequence[str] = ()
    layer_names: Sequence[str] = ()
    groups: Sequence[str] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def container(self) -> str:
        """The group that the layers' groups lie in, in Keras 3's layout; empty where there is none."""
        paths = (path for paths in (self.groups, self.datasets) for path in paths)
        found = {path.partition("/")[0] for path in paths}
        return next((name for name in _CONTAINERS if name in found), "")


def weights_in_archive(stored: Stored, graph: ModelGraph) -> dict[str, tuple[Weight, ...]]:
    """Layer path to variables, for the weights file of a ``.keras`` archive.

    Its groups have the name of the class and a counter in the order of the layers (``layers/conv2d_1``);
    those of a nested model lie inside its own group.
    """
    datasets = Datasets(stored)
    if _is_one_box(graph):
        return {graph.layers[0].path: named_weights(stored, "", datasets.ordered)}
    groups = archive_groups(graph.layers, stored)
    return {
        path: named_weights(stored, group + "/", datasets.below(group), graph.by_path[path].name)
        for path, group in groups.items()
    }


def weights_in_hdf5(stored: Stored, graph: ModelGraph) -> dict[str, tuple[Weight, ...]]:
    """Layer path to variables, for a model saved as one HDF5 file.

    Each outer layer has a group of its name; layers of a nested model share that model's group, where the
    names of their weights contain theirs.
    """
    root = "model_weights/"
    datasets = Datasets(stored)
    if _is_one_box(graph):
        return {graph.layers[0].path: named_weights(stored, root, datasets.below("model_weights"))}
    return {
        path: named_weights(stored, group + "/", paths, graph.by_path[path].name)
        for path, (group, paths) in datasets_in_hdf5(stored, graph).items()
    }


def datasets_in_hdf5(stored: Stored, graph: ModelGraph) -> dict[str, tuple[str, list[str]]]:
    """Leaf path to the group that holds its weights and the paths of their datasets, in the layer's order."""
    root = "model_weights/"
    datasets = Datasets(stored)
    found = {}
    for leaf in graph.leaves:
        holder = next((each for each in _ancestors(leaf, graph) if root + each in stored.weight_names), leaf.path)
        group = root + holder
        paths = datasets.of(group) if holder in (leaf.path, leaf.name) else datasets.within(group, leaf.name)
        found[leaf.path] = group, paths
    return found


class Datasets:
    """Paths of a file's datasets by the group they are in; each question is answered without a look at all of them."""

    def __init__(self, stored: Stored) -> None:
        self.ordered = sorted(stored.datasets)
        self._weight_names = stored.weight_names
        self._parts: dict[str, dict[str, list[str]]] = {}

    def below(self, group: str) -> list[str]:
        """Everything in a group at any depth, numbered datasets by their number."""
        first = bisect_left(self.ordered, group + "/")
        last = bisect_left(self.ordered, group + "0", lo=first)  # "0" is the character after "/"
        return sorted(self.ordered[first:last], key=_natural)

    def of(self, group: str) -> list[str]:
        """What a layer's group names as its weights, in the layer's order, or else all that is in it."""
        return [f"{group}/{name}" for name in self._weight_names.get(group, ())] or self.below(group)

    def within(self, group: str, name: str) -> list[str]:
        """What a model's group holds for the layer of this name."""
        if group not in self._parts:
            parts: dict[str, list[str]] = defaultdict(list)
            for path in self.of(group):
                for part in dict.fromkeys(path[len(group) + 1 :].split("/")[:-1]):
                    parts[part].append(path)
            self._parts[group] = parts
        return self._parts[group].get(name, [])


def _natural(path: str) -> list[tuple[int, str]]:
    """A key that sorts ``vars/2`` before ``vars/10``."""
    return [(len(part), part) if part.isdecimal() else (0, part) for part in path.split("/")]


def _is_one_box(graph: ModelGraph) -> bool:
    return len(graph.layers) == 1 and graph.layers[0].path == graph.name


def _ancestors(leaf: Layer, graph: ModelGraph) -> Iterable[str]:
    """The leaf's path and the paths of the models it is in, outermost last; then its bare name.

    Keras 1 flattens models joined by a Merge: there the bare name is the group's.
    """
    layer = leaf
    yield layer.path
    while layer.parent:
        layer = graph.by_path[layer.parent]
        yield layer.path
    yield leaf.name


def archive_groups(layers: Sequence[Layer], stored: Stored) -> dict[str, str]:
    """Path of a layer or nested model to its group in the weights file of a ``.keras`` archive."""
    by_label = {(_container(vars_), label): vars_.rpartition("/")[0] for vars_, label in stored.labels.items()}
    containers = {_container(vars_) for vars_ in stored.labels}
    outermost = stored.container or _CONTAINERS[0]
    counters: dict[str, Counter[str]] = {}
    groups: dict[str, str] = {}
    for layer in layers:
        if layer.kind == "operation":
            continue
        parent = groups.get(layer.parent)
        container = f"{parent}/{outermost}" if parent else outermost
        kind = snake_case(layer.class_name)
        counter = counters.setdefault(container, Counter())
        number = counter[kind]
        counter[kind] += 1
        if container in containers:
            group = by_label.get((container, layer.name), "")
        else:
            group = f"{container}/{kind}_{number}" if number else f"{container}/{kind}"
        if group:
            groups[layer.path] = group
    return groups


def _container(vars_path: str) -> str:
    return vars_path.rpartition("/")[0].rpartition("/")[0]


def snake_case(class_name: str) -> str:
    """As ``keras.src.utils.naming.to_snake_case`` makes it."""
    name = re.sub(r"\W+", "", class_name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def named_weights(stored: Stored, prefix: str, paths: Iterable[str], layer: str = "") -> tuple[Weight, ...]:
    """The datasets as weights, named by what follows the prefix and the layer; states of other things are none."""
    weights = []
    for path in paths:
        parts = path[len(prefix) :].split("/")
        if path not in stored.datasets or parts[0] in _NOT_OF_THE_MODEL or any(_RANDOM_STATE in part for part in parts):
            continue
        shape, dtype = stored.datasets[path]
        own = parts[parts.index(layer) + 1 :] if layer in parts[:-1] else parts
        name = "/".join(part for part in own if part != "vars").partition(":")[0]
        trainable = dtype.startswith(("float", "bfloat")) and not name.rpartition("/")[2].startswith("moving_")
        weights.append(Weight(name, shape, dtype, trainable, path))
    return tuple(weights)
