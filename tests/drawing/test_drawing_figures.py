"""Figures in words: three digits where they are to be compared, exact where they may be copied."""

from __future__ import annotations

import pytest

from inspector.drawing.figures import amount, at_least, field, rows, size
from inspector.graph.fact_sheet import Facts
from inspector.graph.receptive_field import ReceptiveField


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (999, "999"), (1000, "1.00 k"), (99_960, "100 k"), (999_499, "999 k"), (999_500, "1.00 M"), (None, "?")],
)
def test_an_amount_has_three_digits(number: int | None, words: str) -> None:
    assert amount(number) == words


def test_bytes_have_units() -> None:
    assert [size(number) for number in (12, 148_480_848, None)] == ["12 B", "148 MB", "?"]


def test_a_sum_of_which_a_part_is_not_known_is_at_least_the_rest() -> None:
    assert [at_least(each) for each in ([1000, 2], [1000, None], [None], [])] == ["1,002", "≥ 1,000", "?", "0"]


def test_a_receptive_field_says_size_and_distance() -> None:
    assert field(ReceptiveField((7, 7), (2.0, 2.0))) == "7×7 every 2"
    assert field(ReceptiveField((3, 5), (0.5, 1.0))) == "3×5 every 0.5×1"
    assert field(ReceptiveField(is_whole=True)) == "all of the input"
    assert field(None) == "?"


def test_a_panel_gets_exact_counts_in_words_and_says_what_is_not_known() -> None:
    facts = Facts(20, 0, 12_345_678, None, 4096, "float32", None)
    assert {row.name: row.value.replace("\u202f", " ") for row in rows(facts)} == {
        "parameters": "20",
        "trainable": "0",
        "MACs": "12 345 678",
        "FLOPs": "not known",
        "activations": "4.10 kB",
        "values": "float32",
        "sees": "not known",
    }
    assert {row.value for row in rows(None)} == {"…"}
    assert all(row.meaning for row in rows(facts))
