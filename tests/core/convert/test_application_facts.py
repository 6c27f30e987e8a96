"""The table of what can be said about the models of keras.applications is that of the installed Keras."""

from __future__ import annotations

import pytest

from core.convert.application_facts import load_facts, measure
from core.convert.applications import names


def test_every_model_is_in_the_table() -> None:
    facts = load_facts()
    assert tuple(fact.name for fact in facts) == names()
    assert all(0 < fact.base < fact.parameters and fact.layers > 20 and 200 < fact.side < 700 for fact in facts)
    known = {fact.name: fact for fact in facts}
    assert (known["VGG16"].parameters, known["VGG16"].base, known["VGG16"].side) == (138_357_544, 14_714_688, 224)


@pytest.mark.parametrize("name", ["VGG16", "MobileNetV3Small", "ResNet50"])
def test_the_table_is_what_keras_says(name: str) -> None:
    assert measure(name) in load_facts()
