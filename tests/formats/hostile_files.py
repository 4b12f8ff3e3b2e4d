"""Builders of files that are no ordinary files, or hold anything."""

from __future__ import annotations

import os
import random
import socket
from pathlib import Path

from handmade import archive, dense_model
from hostile_graphs import GIVEN, call, function, graph, node, saved


def an_empty_file(folder: Path) -> Path:
    (folder / "empty.keras").touch()
    return folder / "empty.keras"


def random_bytes(folder: Path) -> Path:
    (folder / "random.keras").write_bytes(random.Random(1).randbytes(100_000))
    return folder / "random.keras"


def a_text(folder: Path) -> Path:
    (folder / "text.pb").write_text("name: value\n" * 10_000)
    return folder / "text.pb"


def a_text_of_comments(folder: Path) -> Path:
    (folder / "comments.pbtxt").write_text("# \n \n" * 100_000)
    return folder / "comments.pbtxt"


def ten_gigabytes_of_zeros(folder: Path) -> Path:
    with (folder / "zeros.pb").open("wb") as file:
        file.truncate(10 << 30)
    return folder / "zeros.pb"


def an_archive_with_a_tail_of_ten_gigabytes(folder: Path) -> Path:
    path = archive(folder / "tail.keras", dense_model())
    os.truncate(path, 10 << 30)
    return path


def a_pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.keras")
    return folder / "pipe.keras"


def a_socket(folder: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as made:
        os.chdir(folder)  # the whole path may be longer than a socket's name may be
        made.bind("socket.keras")
    return folder / "socket.keras"


def a_device(folder: Path) -> Path:
    return Path("/dev/zero")


def a_link_to_a_device(folder: Path) -> Path:
    (folder / "device.keras").symlink_to("/dev/zero")
    return folder / "device.keras"


def a_link_to_nowhere(folder: Path) -> Path:
    (folder / "nowhere.keras").symlink_to(folder / "nobody")
    return folder / "nowhere.keras"


def a_link_to_itself(folder: Path) -> Path:
    (folder / "itself.keras").symlink_to(folder / "itself.keras")
    return folder / "itself.keras"


def a_folder_that_holds_itself(folder: Path) -> Path:
    (folder / "round").symlink_to(folder, target_is_directory=True)
    return folder


def a_folder_called_like_a_model(folder: Path) -> Path:
    (folder / "folder.keras").mkdir()
    return folder / "folder.keras"


def a_config_that_is_a_folder(folder: Path) -> Path:
    (folder / "unpacked" / "config.json").mkdir(parents=True)
    return folder / "unpacked"


def a_saved_model_that_is_a_folder(folder: Path) -> Path:
    (folder / "saved" / "saved_model.pb").mkdir(parents=True)
    return folder / "saved"


def a_name_with_line_ends(folder: Path) -> Path:
    return archive(folder / "two\nlines\x1b[31m\u202e.keras", dense_model())


def a_name_that_is_no_text(folder: Path) -> Path:
    return archive(folder / os.fsdecode(b"\xff\xfe\xed\xa0\x80.keras"), dense_model())


def a_saved_model_in_a_folder_whose_name_is_no_text(folder: Path) -> Path:
    place = folder / os.fsdecode(b"\xff\x1b[31m")
    place.mkdir()
    return saved(place, graph([GIVEN, call("y", "f")], [function("f", [node("r", "Relu", ["x"])], "r:0")]))


def a_name_that_looks_like_an_option(folder: Path) -> Path:
    return archive(folder / "--json", dense_model())


def a_link_to_a_model(folder: Path) -> Path:
    archive(folder / "model.keras", dense_model())
    (folder / "link").symlink_to(folder / "model.keras")
    return folder / "link"


REFUSED = (
    an_empty_file,
    random_bytes,
    a_text,
    a_text_of_comments,
    ten_gigabytes_of_zeros,
    an_archive_with_a_tail_of_ten_gigabytes,
    a_pipe,
    a_socket,
    a_device,
    a_link_to_a_device,
    a_link_to_nowhere,
    a_link_to_itself,
    a_folder_that_holds_itself,
    a_folder_called_like_a_model,
    a_config_that_is_a_folder,
    a_saved_model_that_is_a_folder,
)
SHOWN = (
    a_name_with_line_ends,
    a_name_that_is_no_text,
    a_saved_model_in_a_folder_whose_name_is_no_text,
    a_name_that_looks_like_an_option,
    a_link_to_a_model,
)
