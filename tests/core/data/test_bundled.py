"""The bundled data: real, complete, in every form."""

from __future__ import annotations

import numpy as np
import pytest

from core.data import sources
from core.data.dataset import DataSummary, number_text
from core.errors import DataError
from core.graph.model import DataSettings
from core.graph.values import FrozenMap


@pytest.mark.parametrize(
    ("source", "samples", "features", "classes"),
    [
        ("sklearn:iris", 150, (4,), 3),
        ("sklearn:wine", 178, (13,), 3),
        ("sklearn:breast_cancer", 569, (30,), 2),
        ("sklearn:diabetes", 442, (10,), None),
        ("sklearn:digits", 1797, (8, 8, 1), 10),
    ],
)
def test_what_each_holds(source: str, samples: int, features: tuple[int, ...], classes: int | None) -> None:
    summary = sources.inspect(DataSettings(source=source))
    (feature,), (target,) = summary.inputs, summary.targets
    assert (summary.samples, feature.shape, target.classes) == (samples, features, classes)
    assert feature.dtype == "float32" and feature.gaps == 0
    assert len(summary.preview) == 8 and len(summary.preview[0]) == len(summary.preview_columns)
    assert summary.notes == ()
    if classes:
        assert target.shape == () and sum(target.counts) == samples and len(target.class_names) == classes
    else:
        assert target.kind == "regression" and target.shape == (1,)
    assert len(feature.columns) == (features[0] if len(features) == 1 else 0)


def test_every_source_that_is_listed_loads() -> None:
    for info in sources.bundled():
        for view in info.views or ("",):
            data = sources.load(DataSettings(source=info.source, options=FrozenMap({"view": view} if view else {})))
            assert f"{data.samples.samples:,}" in info.summary, info.summary


def test_views_of_the_digits_are_the_same_pixels() -> None:
    def view(name: str) -> dict[str, np.ndarray]:
        settings = DataSettings(source="sklearn:digits", options=FrozenMap({"view": name}))
        return dict(sources.load(settings).samples.inputs)

    image = view("image")["image"]
    assert image.shape == (1797, 8, 8, 1) and image.min() == 0 and image.max() == 16
    np.testing.assert_array_equal(view("sequence")["rows"], image[..., 0])
    np.testing.assert_array_equal(view("flat")["pixels"], image.reshape(1797, 64))
    both = view("image+statistics")
    np.testing.assert_array_equal(both["image"], image)
    np.testing.assert_array_equal(both["statistics"][:, :8], image.sum(axis=(2, 3)))
    np.testing.assert_array_equal(both["statistics"][:, 8:], image.sum(axis=(1, 3)))


def test_what_can_be_learned_of_the_digits() -> None:
    def learned(name: str, **others: str) -> tuple[np.ndarray, DataSummary]:
        settings = DataSettings(source="sklearn:digits", options=FrozenMap({"target": name, **others}))
        (target,) = sources.load(settings).samples.targets.values()
        return target, sources.inspect(settings)

    image = sources.load(DataSettings(source="sklearn:digits")).samples.inputs["image"]
    same, summary = learned("image", view="flat")
    np.testing.assert_array_equal(same, image)
    assert (summary.targets[0].name, summary.targets[0].kind, summary.targets[0].shape) == ("image", "regression", (8, 8, 1))
    ink, summary = learned("ink", labels="one-hot")
    np.testing.assert_array_equal(ink == 1, image >= 8)
    assert set(np.unique(ink)) == {0, 1} and ink.dtype == np.float32
    assert summary.notes == ("The target 'ink' holds quantities; it has no one-hot form.",)
    assert learned("digit")[1].targets[0].classes == 10


def test_one_hot_labels() -> None:
    settings = DataSettings(source="sklearn:wine", options=FrozenMap({"labels": "one-hot"}))
    (target,) = sources.inspect(settings).targets
    assert (target.kind, target.shape, target.classes) == ("one-hot", (3,), 3)
    assert target.counts == (59, 71, 48)


@pytest.mark.parametrize(
    ("source", "options", "expected"),
    [
        ("sklearn:mnist", {}, "no bundled data set 'mnist'; there are digits"),
        ("sklearn:digits", {"view": "film"}, "'view' should be one of image"),
        ("sklearn:digits", {"target": "film"}, "'target' should be one of digit, image, ink"),
        ("sklearn:digits", {"labels": 3}, "'labels' should be one of integers"),
        ("", {}, "No data is chosen"),
        ("mnist", {}, "A data source is sklearn:NAME"),
        ("sql:somewhere", {}, "A data source is sklearn:NAME"),
        ("csv:bad\0name.csv", {}, "null character"),
    ],
)
def test_what_is_not_there(source: str, options: dict[str, object], expected: str) -> None:
    with pytest.raises(DataError, match=r"^[^\n]*$") as caught:
        sources.load(DataSettings(source=source, options=FrozenMap(options)))  # type: ignore[arg-type]
    assert expected in caught.value.message


def test_numbers_are_short() -> None:
    assert [number_text(value) for value in (3, 0.25, 1234567, 1 / 3)] == ["3", "0.25", "1.235e+06", "0.3333"]
