"""Start TensorFlow: quiet, on a GPU where there is one, without taking all its memory."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import tensorflow as tf

from inspector.jobs.messages import Ready


def start() -> Ready:
    """Set TensorFlow up before it initialises its devices, and say what it runs on.

    Every GPU is told to take memory as it needs it. Call it before anything is computed; calling it again changes
    nothing.
    """
    tf.get_logger().setLevel("ERROR")
    devices = tf.config.list_physical_devices("GPU")
    for device in devices:
        if not tf.config.experimental.get_memory_growth(device):
            tf.config.experimental.set_memory_growth(device, True)
    gpus = gpu_words([tf.config.experimental.get_device_details(device).get("device_name", "") for device in devices])
    return Ready(
        tensorflow=tf.__version__,
        keras=keras.__version__,
        device=gpus[0] if gpus else "CPU",
        gpus=gpus,
    )


def gpu_words(names: Sequence[str]) -> tuple[str, ...]:
    """What a person reads for each GPU: ``"GPU 0: NVIDIA H100"``, or ``"GPU 0"`` where the driver gives no name."""
    return tuple(f"GPU {number}: {name}" if name else f"GPU {number}" for number, name in enumerate(names))
