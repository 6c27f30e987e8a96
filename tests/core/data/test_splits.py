"""Splits: disjoint, complete, repeatable, in proportion, sensible for tiny data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data import sources
from core.data.dataset import Dataset, Part
from core.data.splits import Splits, sizes, split
from core.errors import DataError
from core.graph.model import DataSettings


def numbered(labels: list[int] | np.ndarray, test: Part | None = None) -> Dataset:
    """A data set whose inputs are the samples' own numbers."""
    array = np.asarray(labels, dtype=np.int32)
    names = tuple(str(index) for index in range(int(array.max()) + 1))
    samples = Part({"x": np.arange(len(array))}, {"y": array})
    return Dataset("numbers", samples, test, class_names={"y": names})


def members(splits: Splits) -> list[list[int]]:
    parts = (splits.training, splits.validation, splits.test)
    return [[] if part is None else part.inputs["x"].tolist() for part in parts]


settings = st.builds(
    DataSettings,
    validation_split=st.sampled_from([0.0, 0.1, 0.25, 0.49]),
    test_split=st.sampled_from([0.0, 0.1, 0.3, 0.5]),
    shuffle=st.booleans(),
    stratify=st.booleans(),
    seed=st.integers(-5, 5),
)


@given(settings=settings, labels=st.lists(st.integers(0, 4), min_size=1, max_size=60))
def test_parts_are_disjoint_complete_and_repeatable(settings: DataSettings, labels: list[int]) -> None:
    data = numbered(labels)
    parts = members(split(data, settings))
    assert sorted(number for part in parts for number in part) == list(range(len(labels)))
    assert tuple(map(len, parts)) == sizes(len(labels), settings.validation_split, settings.test_split)
    assert parts[0] and members(split(data, settings)) == parts


def test_sizes_are_fractions_of_all() -> None:
    assert sizes(1000, 0.2, 0.1) == (700, 200, 100)
    assert sizes(1797, 0.2, 0.2) == (1079, 359, 359)
    assert sizes(3, 0.01, 0.01) == (1, 1, 1)
    assert sizes(2, 0.2, 0.2) == (1, 0, 1)
    assert sizes(1, 0.2, 0.2) == (1, 0, 0)


@pytest.mark.parametrize(("validation", "test"), [(0.5, 0.5), (1.0, 0.0), (-0.1, 0.2), (0.2, float("nan"))])
def test_impossible_fractions(validation: float, test: float) -> None:
    with pytest.raises(DataError):
        sizes(100, validation, test)


def test_every_part_has_the_proportions_of_the_classes() -> None:
    data = sources.load(DataSettings(source="sklearn:breast_cancer"))
    share = data.samples.targets["class"].mean()
    for seed in range(20):
        splits = split(data, DataSettings(seed=seed))
        for part in (splits.training, splits.validation, splits.test):
            assert part is not None
            assert abs(part.targets["class"].sum() - share * part.samples) <= 2


def test_training_does_not_run_through_the_classes_in_turn() -> None:
    training = split(numbered(np.arange(600) % 3), DataSettings()).training.targets["y"]
    assert 0.2 < np.mean(training[1:] == training[:-1]) < 0.5


def test_another_seed_is_another_split() -> None:
    data = numbered(np.arange(100) % 2)
    assert members(split(data, DataSettings(seed=1))) != members(split(data, DataSettings(seed=2)))


def test_without_shuffling_the_last_samples_are_held_out() -> None:
    parts = members(split(numbered(np.arange(10) % 2), DataSettings(shuffle=False)))
    assert parts == [[0, 1, 2, 3, 4, 5], [6, 7], [8, 9]]


def test_test_samples_of_the_source_are_used_as_they_are() -> None:
    own = Part({"x": np.array([100, 101])}, {"y": np.array([0, 1])})
    parts = members(split(numbered(np.arange(10) % 2, own), DataSettings()))
    assert parts[2] == [100, 101] and len(parts[0]) == 8 and len(parts[1]) == 2


def test_small_and_rare_is_said() -> None:
    assert any("too small for a validation part" in note for note in split(numbered([0, 1]), DataSettings()).notes)
    rare = split(numbered([0] * 30 + [1]), DataSettings())
    assert rare.notes == ("1 classes have too few samples to be in every part.",)


def test_several_targets_and_quantities_are_not_stratified() -> None:
    quantities = Dataset("q", Part({"x": np.arange(20)}, {"y": np.linspace(0, 1, 20)[:, None]}))
    assert tuple(map(len, members(split(quantities, DataSettings())))) == (12, 4, 4)


def test_no_samples() -> None:
    with pytest.raises(DataError, match="holds no samples"):
        split(Dataset("empty", Part({"x": np.zeros((0, 3))}, {})), DataSettings())
