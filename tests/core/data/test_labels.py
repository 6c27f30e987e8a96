"""What a target is taken for."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.labels import encode
from core.errors import DataError


def test_labels_that_are_no_counting_become_counting_with_a_note() -> None:
    encoded = encode(np.array([-1, 1, 1, -1, 1, -1]), "y")
    assert encoded.array.tolist() == [0, 1, 1, 0, 1, 0] and encoded.names == ("-1", "1")
    assert any("-1, 1 of 'y' became the class numbers 0 to 1" in note for note in encoded.notes)


def test_whole_floats_may_be_classes_but_fractions_are_quantities() -> None:
    assert encode(np.array([0.0, 1.0] * 4), "y").names == ("0", "1")
    assert encode(np.array([0.0, 1.5] * 4), "y").names == ()
    assert encode(np.array([0.5, 1.5] * 4), "y", "classes").names == ("0.5", "1.5")


def test_huge_floats_are_quantities() -> None:
    assert encode(np.array([1e300, 2e300] * 4).astype(np.float64) / 1e280, "y").names == ()


def test_columns_of_one_are_one_label() -> None:
    assert encode(np.array([[0], [1]] * 4), "y").array.shape == (8,)


def test_class_numbers_for_every_pixel() -> None:
    encoded = encode(np.arange(8).reshape(2, 2, 2) % 3, "mask", "classes")
    assert encoded.array.shape == (2, 2, 2) and len(encoded.names) == 3
    with pytest.raises(DataError, match="negative class numbers"):
        encode(-np.ones((2, 2, 2), np.int64), "mask", "classes")


def test_rows_of_quantities() -> None:
    assert encode(np.array([[1, 2], [3, 4]]), "y").array.tolist() == [[1, 2], [3, 4]]


def test_one_class_is_said() -> None:
    assert any("a single class" in note for note in encode(np.array(["a", "a"]), "y").notes)


def test_gaps_in_classes() -> None:
    with pytest.raises(DataError, match="gaps or infinite"):
        encode(np.array([1.0, np.nan, 2.0]), "y", "classes")


def test_one_hot_rows_are_left_and_said() -> None:
    encoded = encode(np.eye(3), "y")
    assert encoded.names == ("0", "1", "2") and encoded.notes == ("The target 'y' is one-hot already and was left so.",)
    assert encode(np.eye(3), "y", "regression").names == ()
