from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalog import codec
from core.catalog.catalog import Catalog
from core.catalog.spec import LayerSpec, OutputSpec, ParamKind, ParamSpec, PortSpec
from core.graph.values import FrozenMap, KerasObject, PythonSource, Raw, exact_key

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(lambda text: not text.startswith("$"))
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(
    PLAIN | st.builds(PythonSource, TEXTS),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(TEXTS, inner, max_size=3).map(FrozenMap)
        | st.builds(KerasObject, TEXTS, st.dictionaries(TEXTS, inner, max_size=2).map(FrozenMap))
    ),
    max_leaves=8,
)


@given(VALUES)
def test_values_come_back_equal_in_type_too(value: object) -> None:
    text = json.dumps(codec.encode(value))  # type: ignore[arg-type]
    assert exact_key(codec.decode(json.loads(text))) == exact_key(value)  # type: ignore[arg-type]


def test_a_kind_of_value_that_specs_never_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="Raw"):
        codec.encode(Raw("{}"))


def test_specs_come_back_and_defaults_are_left_out() -> None:
    param = ParamSpec("padding", ParamKind.CHOICE, "valid", choices=("valid", "same"), primary=True)
    spec = LayerSpec(
        type="keras.layers.X",
        kind="layer",
        family="core",
        order=0,
        params=(param,),
        inputs=(PortSpec("inputs", "list", True, 2, 0),),
        outputs=(),
        starter=FrozenMap({"cell": KerasObject("keras.layers.LSTMCell", FrozenMap({"units": 4}))}),
    )
    data = json.loads(codec.dumps(codec.to_data(spec)))
    assert codec.layer_from(data) == spec
    assert "summary" not in data and "nullable" not in data["params"][0]
    assert codec.layer_from({"type": "t", "kind": "op", "family": "f", "order": 1}).outputs == (OutputSpec("output"),)


def test_every_shipped_spec_comes_back(shipped: Catalog) -> None:
    for spec in (*shipped.layers, *shipped.ops):
        assert codec.layer_from(json.loads(json.dumps(codec.to_data(spec)))) == spec
    for found in shipped.objects("loss"):
        assert codec.object_from(codec.to_data(found)) == found


def test_text_keeps_short_things_on_one_line() -> None:
    text = codec.dumps({"a": [1, 2], "b": {"c": "x" * 250, "d": [1]}})
    assert text.splitlines()[1] == ' "a": [1, 2],'
    assert json.loads(text) == {"a": [1, 2], "b": {"c": "x" * 250, "d": [1]}}
