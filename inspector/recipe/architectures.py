"""Models of keras.applications, told by their names, and what range of values their weights were trained on.

https://keras.io/api/applications/: each has its own ``preprocess_input``; those that rescale in a layer are not here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from inspector.graph.model import ModelGraph
from inspector.recipe.recipe import Scale


@dataclass(frozen=True, slots=True)
class Architecture:
    """A pretrained architecture.

    Attributes:
        name: as Keras' documentation has it.
        scale: the range that comes nearest to that of its ``preprocess_input``; ``None`` where it rescales itself.
        prepared: that range in words.
        nearest: what to do, in a sentence.
    """

    name: str
    scale: Scale | None
    prepared: str = ""
    nearest: str = ""


_Range = tuple[Scale | None, str, str]
_SIGNED: _Range = ("-1..1", "from −1 to 1", "Set the range of the values to −1 to 1.")
_CAFFE: _Range = (
    "0..255",
    "of pixels from 0 to 255, BGR, less the mean of ImageNet",
    "0 to 255 comes nearest; with its preprocess_input in the data and values as they are it is exact.",
)
_OWN: _Range = (None, "", "")
_KNOWN: tuple[tuple[str, str, _Range], ...] = (
    (r"resnet(50|101|152)v2", "ResNetV2", _SIGNED),
    (r"resnet(50|101|152)", "ResNet", _CAFFE),
    (r"vgg1[69]", "VGG", _CAFFE),
    (r"xception", "Xception", _SIGNED),
    (r"inceptionv3", "InceptionV3", _SIGNED),
    (r"inceptionresnetv2", "InceptionResNetV2", _SIGNED),
    (r"mobilenetv3.*", "MobileNetV3", _OWN),
    (r"mobilenetv2.*", "MobileNetV2", _SIGNED),
    (r"mobilenet[\d.].*", "MobileNet", _SIGNED),
    (r"nasnet.*", "NASNet", _SIGNED),
    (r"densenet(121|169|201)", "DenseNet", _OWN),
    (r"efficientnet.*", "EfficientNet", _OWN),
    (r"convnext.*", "ConvNeXt", _OWN),
)


def architecture(graph: ModelGraph) -> Architecture | None:
    """The architecture a model is, or begins with; ``None`` for one of a person's own."""
    path = graph.inputs[0] if graph.inputs else ""
    names = [graph.name, *(graph.by_path[taker].name for taker in graph.successors.get(path, ()))]
    for name in names:
        plain = re.sub(r"[_\-\s]", "", name.lower())
        for pattern, known, (scale, prepared, nearest) in _KNOWN:
            if re.fullmatch(pattern, plain):
                return Architecture(known, scale, prepared, nearest)
    return None
