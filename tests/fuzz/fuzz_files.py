"""Damage real model files at random and open them: run by hand, `python tests/fuzz/fuzz_files.py --minutes 20 FOLDER…`.

Every file must become a graph or one sentence, soon and with little memory. What does otherwise is kept, with what was
said, in the folder of `--keep`; its name has the seed that makes it again.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mutations import mutated
from opener import Opener

LARGEST = 3 << 20
SECONDS, MEGABYTES = 5.0, 500
ENDINGS = (".keras", ".h5", ".hdf5", ".pb", ".pbtxt", ".meta", ".index")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    options = parser.parse_args()
    samples = sorted(path for folder in options.folders for path in models_in(folder))
    print(f"{len(samples)} files to damage")
    counts: Counter[str] = Counter()
    deadline = time.monotonic() + options.minutes * 60
    seed = options.seed
    with Opener() as opener, tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < deadline:
            chance = random.Random(seed)
            path = damaged(chance, samples, Path(folder, "model"))
            said, seconds, megabytes = opener.open(path)
            kind = verdict(said, seconds, megabytes)
            counts[kind] += 1
            if kind not in ("opened", "refused"):
                keep(options.keep, seed, kind, path, f"{said}\n{seconds:.1f} s, {megabytes:.0f} MB\n")
                print(f"seed {seed}: {kind}: {said.strip().splitlines()[-1] if said.strip() else ''}", flush=True)
            seed += 1
    print(f"seeds {options.seed} to {seed - 1}: {dict(counts)}")


def models_in(folder: Path) -> Iterator[Path]:
    """Files small enough to be damaged in a useful way."""
    for path in folder.rglob("*"):
        if path.suffix in ENDINGS and path.is_file() and path.stat().st_size <= LARGEST:
            yield path


def damaged(chance: random.Random, samples: list[Path], place: Path) -> Path:
    """A damaged copy, in a folder like the one it was in where that belongs to the model."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    sample, other = chance.choice(samples), chance.choice(samples)
    is_saved_model = (sample.parent / "saved_model.pb").exists() or sample.name == "variables.index"
    root = sample.parent.parent if sample.parent.name == "variables" else sample.parent
    if is_saved_model:
        for name in ("saved_model.pb", "keras_metadata.pb", "variables/variables.index"):
            if (root / name).exists():
                (place / name).parent.mkdir(exist_ok=True)
                shutil.copyfile(root / name, place / name)
    target = place / (sample.relative_to(root) if is_saved_model else sample.name)
    target.write_bytes(mutated(sample.read_bytes(), other.read_bytes(), chance))
    return place if is_saved_model else target


def verdict(said: str, seconds: float, megabytes: float) -> str:
    if said.startswith(("died", "Traceback")):
        return "failed"
    if seconds > SECONDS:
        return "slow"
    if megabytes > MEGABYTES:
        return "large"
    return "opened" if said.startswith("opened") else "refused"


def keep(folder: Path, seed: int, kind: str, path: Path, said: str) -> None:
    place = folder / f"{kind}-{seed}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    (shutil.copytree if path.is_dir() else shutil.copyfile)(path, place / path.name)
    (place / "said.txt").write_text(said)


if __name__ == "__main__":
    main()
