"""Which operations are run: none that TensorFlow lacks or that keep a state; those that reach files only on trust."""

from __future__ import annotations

from collections.abc import Iterable

from tensorflow.core.framework.graph_pb2 import GraphDef
from tensorflow.python.framework import op_def_registry  # has no public name

from inspector.engine.errors import EngineError
from inspector.formats.operations.outputs import OUTPUTS
from inspector.formats.safety.tensorflow import REACHES

_LOOPS = ("Enter", "RefEnter")
_STATEFUL = frozenset({
    "While", "If", "Case", "StatefulPartitionedCall", "RandomUniform", "RandomUniformInt", "RandomStandardNormal",
    "TruncatedNormal", "Multinomial", "RandomShuffle", "RandomGamma", "RandomPoissonV2", "CheckNumerics",
    "CheckNumericsV2", "GuaranteeConst", "Empty", "TensorArrayV3", "TensorArrayReadV3", "TensorArrayWriteV3",
    "TensorArrayGatherV3", "TensorArrayScatterV3", "TensorArraySizeV3", "TensorArrayConcatV3", "TensorArraySplitV3",
    "TensorArrayCloseV3", "StackV2", "StackPushV2", "StackPopV2", "StackCloseV2", "CudnnRNN", "CudnnRNNV2",
    "CudnnRNNV3", "IsTensorFloat32Enabled", "DeviceIndex", "StatelessRandomGetAlg",
})  # fmt: skip
"""Operations that TensorFlow calls stateful and that leave nothing behind once the model has predicted."""


def require_runnable(graph: GraphDef, *, trusted: bool) -> None:
    """Refuse a graph, with the functions in it, that should not be run.

    Args:
        graph: with everything in it that would be run, and nothing else.
        trusted: whether the person trusts the file it is from: it may then reach other files.

    Raises:
        EngineError: it holds an operation that is not run; a sentence.
    """
    functions = {function.signature.name for function in graph.library.function}
    for kind, name in _operations(graph):
        if kind in functions:
            continue
        definition = op_def_registry.get(kind)
        if definition is None:
            raise EngineError(
                f"The operation '{name}' is of the type '{kind}', which TensorFlow does not have: one of its author's "
                "own, or one that was removed. The model can be looked at only."
            )
        if kind in _LOOPS:
            raise EngineError(
                f"The model has a loop as TensorFlow 1 made them ('{name}'), which cannot be part of another model. It "
                "can be looked at only."
            )
        if kind in REACHES and not trusted:
            raise EngineError(
                f"The operation '{name}' ({kind}) {REACHES[kind]} when it is run. Look at the model "
                "(`inspector show`) and, if you trust who made it, trust the file (`--trust`)."
            )
        if definition.is_stateful and kind not in _STATEFUL and kind not in REACHES:
            raise EngineError(
                f"The operation '{name}' ({kind}) keeps something outside of the model's weights, such as a table of "
                "words, which a body cannot hold. The model can be looked at only."
            )
        if len(definition.output_arg) > 1 and kind not in OUTPUTS:
            raise EngineError(f"The operation '{name}' ({kind}) gives several results, and such a one is not run here.")


def _operations(graph: GraphDef) -> Iterable[tuple[str, str]]:
    for node in graph.node:
        yield node.op, node.name
    for function in graph.library.function:
        for node in function.node_def:
            yield node.op, node.name
