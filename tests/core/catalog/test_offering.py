"""The order in which layers are offered: what fits, what was typed, what is used often."""

from __future__ import annotations

import pytest

from core.catalog import catalog as catalogs
from core.catalog.catalog import Catalog
from core.catalog.offering import Arriving, offers

IMAGE, ROW, SEQUENCE = Arriving(4), Arriving(2), Arriving(3)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalogs.load()


def first(catalog: Catalog, text: str, arriving: Arriving | None = None, used: dict[str, int] | None = None) -> str:
    return offers(catalog, text, arriving, used or {})[0].spec.class_name


@pytest.mark.parametrize(
    ("text", "arriving", "name"),
    [("in", None, "InputLayer"), ("conv", None, "Conv2D"), ("conv", IMAGE, "Conv2D"), ("conv", SEQUENCE, "Conv1D"),
     ("pool", IMAGE, "MaxPooling2D"), ("pool", SEQUENCE, "MaxPooling1D"), ("gap", IMAGE, "GlobalAveragePooling2D"),
     ("gap", SEQUENCE, "GlobalAveragePooling1D"), ("dense", ROW, "Dense"), ("全连接", ROW, "Dense"), ("juanji", IMAGE, "Conv2D"),
     ("lstm", IMAGE, "LSTM"), ("conv3d", ROW, "Conv3D")],
)  # fmt: skip
def test_the_first_is_what_is_meant(catalog: Catalog, text: str, arriving: Arriving | None, name: str) -> None:
    assert first(catalog, text, arriving) == name


def test_groups_stand_together_and_in_order(catalog: Catalog) -> None:
    for text in ("", "pool", "conv", "norm"):
        groups = [offer.group for offer in offers(catalog, text, IMAGE, {})]
        assert groups == sorted(groups, key=("fits", "converts", "not").index)


def test_what_needs_a_conversion_says_which(catalog: Catalog) -> None:
    found = {offer.spec.class_name: offer for offer in offers(catalog, "lstm", IMAGE, {})}
    assert found["LSTM"].group == "converts" and found["LSTM"].after == "Reshape"
    after = [offer.after for offer in offers(catalog, "dense", IMAGE, {}) if offer.spec.class_name == "Dense"]
    assert after == ["", "Flatten"]
    inputs = next(offer for offer in offers(catalog, "InputLayer", IMAGE, {}) if not offer.spec.inputs)
    assert inputs.group == "not"


def test_what_is_used_often_comes_first(catalog: Catalog) -> None:
    assert first(catalog, "", ROW) != "LeakyReLU"
    assert first(catalog, "", ROW, {"keras.layers.LeakyReLU": 9}) == "LeakyReLU"
    plain = [offer.spec.class_name for offer in offers(catalog, "pool", IMAGE, {})]
    liked = [offer.spec.class_name for offer in offers(catalog, "pool", IMAGE, {"keras.layers.GlobalAveragePooling2D": 5})]
    assert liked.index("GlobalAveragePooling2D") < plain.index("GlobalAveragePooling2D")
