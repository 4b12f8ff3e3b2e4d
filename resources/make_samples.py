"""Make the bundled sample again: resources/samples/digits.npz and sample.keras. Needs scikit-learn.

python resources/make_samples.py
"""

from __future__ import annotations

from pathlib import Path

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


def main() -> None:
    """Write both files."""
    SAMPLES.mkdir(exist_ok=True)
    write_digits(SAMPLES / "digits.npz")
    make_models.write("sample", SAMPLES)


if __name__ == "__main__":
    main()
