"""Make the bundled samples again: resources/samples/digits.npz, and sample.keras trained on it. Needs scikit-learn.

python resources/make_samples.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import keras
import make_models
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

SAMPLES = Path(__file__).resolve().parent / "samples"


def write_digits(path: Path) -> None:
    """Write scikit-learn's digits: 8×8 images as uint8, 16 grey levels spread over 0 to 255, a fifth for testing."""
    digits = load_digits()
    images = np.round(digits.images * (255 / 16)).astype(np.uint8)
    labels = digits.target.astype(np.uint8)
    x_train, x_test, y_train, y_test = train_test_split(images, labels, test_size=0.2, random_state=0, stratify=labels)
    np.savez_compressed(path, x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)


def write_trained_sample(path: Path) -> None:
    """Train the sample network on the digits, so that there is something to fine-tune, and write it uncompiled."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        untrained = make_models.write("sample", folder)
        recipe = folder / "recipe.json"
        recipe.write_text('{"version": 1, "data": {"source": "sample:digits"}, "training": {"epochs": 10, "seed": 7}}')
        command = [sys.executable, "-m", "inspector", "train", untrained, "--recipe", recipe, "--run", folder / "run"]
        subprocess.run(command, check=True)
        keras.saving.load_model(folder / "run" / "best.keras", compile=False).save(path)


def main() -> None:
    """Write both files."""
    SAMPLES.mkdir(exist_ok=True)
    write_digits(SAMPLES / "digits.npz")
    write_trained_sample(SAMPLES / "sample.keras")


if __name__ == "__main__":
    main()
