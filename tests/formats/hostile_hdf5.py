"""Builders of HDF5 files that mean harm."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
from handmade import dense_model, hdf5, layer


def model(folder: Path) -> Path:
    """A model with a layer whose variables are looked for in the file."""
    config = dense_model()
    config["config"]["layers"].append(layer("Secret", "secret", [[["dense", 0, 0, {}]]]))
    return hdf5(folder / "model.h5", config)


# ------------------------------------------------------------------ refused


def an_attribute_of_300_megabytes(folder: Path) -> Path:
    path = folder / "attribute.h5"
    with h5py.File(path, "w", libver="latest") as file:
        file.attrs.create("model_config", np.zeros(300, dtype="S1000000"), dtype="S1000000")
    return path


def a_config_that_is_a_number(folder: Path) -> Path:
    path = folder / "number.h5"
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = np.zeros((3, 3))
    return path


def a_config_that_is_a_reference(folder: Path) -> Path:
    path = folder / "reference.h5"
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = file.create_group("g").ref
    return path


def only_the_first_bytes(folder: Path) -> Path:
    path = folder / "first.h5"
    path.write_bytes(b"\x89HDF\r\n\x1a\n")
    return path


def a_hole_of_five_gigabytes(folder: Path) -> Path:
    path = folder / "hole.h5"
    with path.open("wb") as file:
        file.write(b"\x89HDF\r\n\x1a\n")
        file.truncate(5 << 30)
    return path


# ------------------------------------------------------------------ shown, perhaps in part


def links_to_other_files(folder: Path) -> Path:
    path = model(folder)
    with h5py.File(path, "a") as file:
        file["model_weights/secret"] = h5py.ExternalLink("/etc/passwd", "/")
        file["model_weights/more"] = h5py.ExternalLink(str(path), "/")
    return path


def links_in_circles(folder: Path) -> Path:
    path = model(folder)
    with h5py.File(path, "a") as file:
        weights = file["model_weights"]
        weights["a"] = h5py.SoftLink("/model_weights/b")
        weights["b"] = h5py.SoftLink("/model_weights/a")
        weights["secret"] = h5py.SoftLink("/model_weights/secret")
        weights["up"] = weights  # a hard link to the group it is in
    return path


def values_that_lie_in_other_files(folder: Path) -> Path:
    path = model(folder)
    with h5py.File(path, "a") as file:
        group = file.create_group("model_weights/secret")
        group.create_dataset("raw", (8,), "float32", external=[("/etc/passwd", 0, 32)])
        layout = h5py.VirtualLayout((8,), "float32")
        layout[:] = h5py.VirtualSource("/etc/passwd", "data", (8,))
        group.create_virtual_dataset("virtual", layout)
    return path


def shapes_beyond_all_bounds(folder: Path) -> Path:
    path = model(folder)
    with h5py.File(path, "a") as file:
        group = file.create_group("model_weights/secret")
        group.create_dataset("long", (2**60,), "float64", chunks=(1024,))
        group.create_dataset("many", (2**15,) * 4, "float64", chunks=(1,) * 4)
        group.create_dataset("axes", (1,) * 32, "int8")
    return path


def groups_60_levels_deep(folder: Path) -> Path:
    path = model(folder)
    with h5py.File(path, "a") as file:
        file.create_group("model_weights/secret/" + "/".join("g" * 58))
    return path


def ten_thousand_groups(folder: Path) -> Path:
    path = model(folder)
    with h5py.File(path, "a", libver="latest") as file:
        group = file.create_group("model_weights/secret")
        for number in range(10_000):
            group.create_group(f"g{number}")
    return path


def names_of_weights_that_are_not_there(folder: Path) -> Path:
    path = model(folder)
    with h5py.File(path, "a") as file:
        group = file.create_group("model_weights/secret")
        group.attrs["weight_names"] = np.array([b"../../dense", b"/etc/passwd", b"nobody", b"\xff\xfe"], "S")
    return path


REFUSED = (
    an_attribute_of_300_megabytes,
    a_config_that_is_a_number,
    a_config_that_is_a_reference,
    only_the_first_bytes,
    a_hole_of_five_gigabytes,
)
SHOWN = (
    links_to_other_files,
    links_in_circles,
    values_that_lie_in_other_files,
    shapes_beyond_all_bounds,
    groups_60_levels_deep,
    ten_thousand_groups,
    names_of_weights_that_are_not_there,
)
