"""How shapes are said: as Keras prints them, and never longer than a line."""

from __future__ import annotations

import pytest

from core.analysis.shape_text import MOST_AXES, sizes, whole_shape


@pytest.mark.parametrize(
    ("shape", "said"),
    [((None, 28, 28, 32), "(None, 28, 28, 32)"), ((None,), "(None,)"), ((), "()"), ((2, 3), "(2, 3)")],
)
def test_whole_shapes_are_written_as_keras_prints_them(shape: tuple[int | None, ...], said: str) -> None:
    assert whole_shape(shape) == said


def test_sizes_of_a_sample() -> None:
    assert sizes((28, None, 32)) == "28 × ? × 32"
    assert sizes(()) == ""


def test_a_shape_of_many_axes_is_a_short_text_with_its_first_and_last() -> None:
    at_most = tuple(range(1, MOST_AXES + 1))
    assert sizes(at_most) == " × ".join(map(str, at_most))
    said = sizes((*at_most, *[1] * 100_000, 77))
    assert said.startswith("1 × 2 × 3") and said.endswith("× … × 77") and said.count("×") == MOST_AXES - 1
