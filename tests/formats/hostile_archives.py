"""Builders of ``.keras`` archives that mean harm, or are damaged so that they could do some."""

from __future__ import annotations

import json
import stat
import struct
import warnings
import zipfile
from pathlib import Path
from typing import Any

from handmade import archive, dense_model, functional, input_layer, layer

Config = dict[str, Any]


def members(path: Path, *named: tuple[str | zipfile.ZipInfo, bytes], packed: bool = False) -> Path:
    """An archive of a sound model and these members."""
    archive(path, dense_model())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as file:
        for name, content in named:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of names that are there twice
                file.writestr(name, content)
    return path


def wired(layers: list[tuple[str, list[str]]]) -> Config:
    """A functional model of Dense layers, each with the names of those it takes tensors from."""
    entries = [
        layer("Dense", name, [[[source, 0, 0, {}] for source in sources]] if sources else [], units=2)
        for name, sources in layers
    ]
    return functional([input_layer("x", 4), *entries], [["x", 0, 0]], [[layers[-1][0], 0, 0]])


# ------------------------------------------------------------------ refused


def a_zip_bomb(folder: Path) -> Path:
    with (
        zipfile.ZipFile(folder / "bomb.keras", "w", zipfile.ZIP_DEFLATED) as file,
        file.open("config.json", "w") as out,
    ):
        for _ in range(20):
            out.write(bytes(16 << 20))
    return folder / "bomb.keras"


def a_bomb_in_the_metadata(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "bomb.keras", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("config.json", json.dumps(dense_model()))
        file.writestr("metadata.json", b" " * (64 << 20))
    return folder / "bomb.keras"


def a_config_of_200_megabytes(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "large.keras", "w") as file, file.open("config.json", "w") as out:
        out.write(b'{"class_name": "Sequential", "config": [')
        for _ in range(200):
            out.write(b"1234567 ," * 116_508)
        out.write(b"0]}")
    return folder / "large.keras"


def a_config_100_000_levels_deep(folder: Path) -> Path:
    return archive(folder / "deep.keras", '{"a":' * 100_000 + "1" + "}" * 100_000)


def a_config_with_a_number_of_a_million_digits(folder: Path) -> Path:
    return archive(folder / "digits.keras", '{"class_name": "Sequential", "config": ' + "9" * 1_000_000 + "}")


def a_config_that_is_a_symbolic_link(folder: Path) -> Path:
    link = zipfile.ZipInfo("config.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(folder / "link.keras", "w") as file:
        file.writestr(link, b"/etc/passwd")
    return folder / "link.keras"


def a_config_that_is_there_twice(folder: Path) -> Path:
    return members(folder / "twice.keras", ("config.json", b'{"class_name": "Sequential", "config": []}'))


def a_list_of_members_that_lies(folder: Path) -> Path:
    path = members(folder / "lies.keras", ("model.weights.h5", b"\x89HDF\r\n\x1a\n" + bytes(100)))
    raw = bytearray(path.read_bytes())
    at = raw.rfind(b"PK\x01\x02")
    raw[at + 42 : at + 46] = struct.pack("<I", 0xFFFFFFF0)
    path.write_bytes(raw)
    return path


def weights_that_are_there_twice(folder: Path) -> Path:
    held = b"\x89HDF\r\n\x1a\n" + bytes(100)
    return members(folder / "twice.keras", ("model.weights.h5", held), ("model.weights.h5", b"other"))


def layers_that_all_take_from_far_too_many(folder: Path) -> Path:
    names = [f"d{number}" for number in range(40)]
    return archive(folder / "all.keras", wired([(name, ["x"] * 6_000) for name in names]))


# ------------------------------------------------------------------ shown, perhaps in part


def names_that_lead_out_of_the_folder(folder: Path) -> Path:
    names = (
        "../../outside",
        "/tmp/outside",
        "..\\outside",
        "C:\\outside",
        "a/../../outside",
        "assets/../../../outside",
    )
    return members(folder / "traversal.keras", *((name, b"outside") for name in names))


def members_that_are_links(folder: Path) -> Path:
    link = zipfile.ZipInfo("assets")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return members(folder / "links.keras", (link, b"/"), ("assets/etc/outside", b"outside"))


def layers_that_take_from_each_other(folder: Path) -> Path:
    return archive(folder / "cycle.keras", wired([("a", ["x", "c"]), ("b", ["a"]), ("c", ["b"])]))


def a_layer_that_takes_from_itself(folder: Path) -> Path:
    return archive(folder / "self.keras", wired([("a", ["a", "x"])]))


def inputs_from_nowhere(folder: Path) -> Path:
    return archive(folder / "dangling.keras", wired([("a", ["nobody"]), ("b", ["a", "none"])]))


def layers_of_one_name(folder: Path) -> Path:
    return archive(folder / "names.keras", wired([("a", ["x"]), ("a", ["x"]), ("a", ["a"])]))


def a_model_that_has_its_own_name_inside(folder: Path) -> Path:
    inner = {**wired([("model", ["x"])]), "name": "model", "inbound_nodes": [[["x", 0, 0, {}]]]}
    inner["config"] = {**inner["config"], "name": "model"}
    entry = functional([input_layer("x", 4), inner], [["x", 0, 0]], [["model", 0, 0]])
    return archive(folder / "own.keras", entry)


def a_text_of_escapes_that_never_ends(folder: Path) -> Path:
    return archive(folder / "escapes.keras", '{"class_name": "' + '\\"' * 15_000_000)


def values_of_the_wrong_kind(folder: Path) -> Path:
    config = wired([("a", ["x"]), ("b", ["a"])])
    odd = [None, 3, "text", [], {"class_name": 3}, {"class_name": "Dense", "config": "text"}]
    config["config"]["layers"] += odd
    config["config"]["layers"][1]["config"] |= {"units": {"class_name": "Dense"}, "dtype": [1], "trainable": "no"}
    config["config"]["layers"][2]["inbound_nodes"] = {"args": 3}
    return archive(folder / "kinds.keras", config)


def sizes_beyond_all_bounds(folder: Path) -> Path:
    shape = "[null, 1e308, 99999999999999999999999, -5, 0.5, true]"
    text = json.dumps(wired([("a", ["x"])])).replace("[null, 4]", shape).replace('"units": 2', '"units": 1e308')
    return archive(folder / "sizes.keras", text)


def wrappers_around_wrappers(folder: Path) -> Path:
    entry: Config = {"class_name": "Dense", "config": {"name": "dense", "units": 2}}
    for number in range(60):
        entry = {"class_name": "TimeDistributed", "config": {"name": f"each_{number}", "layer": entry}}
    return archive(folder / "wrappers.keras", {"class_name": "Sequential", "config": {"layers": [entry]}})


def many_layers_that_all_take_from_all(folder: Path) -> Path:
    names = [f"d{number}" for number in range(400)]
    return archive(folder / "all.keras", wired([(name, ["x", *names[:place]]) for place, name in enumerate(names)]))


def a_chain_of_10_000_layers(folder: Path) -> Path:
    chain = [(f"d{number}", [f"d{number - 1}" if number else "x"]) for number in range(10_000)]
    return archive(folder / "chain.keras", wired(chain))


REFUSED = (
    a_zip_bomb,
    a_bomb_in_the_metadata,
    a_config_of_200_megabytes,
    a_config_100_000_levels_deep,
    a_config_with_a_number_of_a_million_digits,
    a_config_that_is_a_symbolic_link,
    a_text_of_escapes_that_never_ends,
    a_config_that_is_there_twice,
    weights_that_are_there_twice,
    a_list_of_members_that_lies,
    layers_that_all_take_from_far_too_many,
)
SHOWN = (
    names_that_lead_out_of_the_folder,
    members_that_are_links,
    layers_that_take_from_each_other,
    a_layer_that_takes_from_itself,
    inputs_from_nowhere,
    layers_of_one_name,
    a_model_that_has_its_own_name_inside,
    values_of_the_wrong_kind,
    sizes_beyond_all_bounds,
    wrappers_around_wrappers,
    many_layers_that_all_take_from_all,
    a_chain_of_10_000_layers,
)
