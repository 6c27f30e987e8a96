"""Parameter values as text: what may be typed, what is refused in one sentence, and that showing can be read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalog.param_text import parse, show
from core.catalog.spec import ParamKind, ParamSpec
from core.errors import EditError
from core.graph.values import EllipsisValue, Expression, FrozenMap, Slice, Value, exact_key


def spec(kind: ParamKind, **more: object) -> ParamSpec:
    return ParamSpec("size", kind, **more)  # type: ignore[arg-type]


UNITS = spec(ParamKind.INT, minimum=1, required=True)
KERNEL = spec(ParamKind.INT_OR_TUPLE, length=2, minimum=1, required=True)
SHAPE = spec(ParamKind.SHAPE, required=True)


@pytest.mark.parametrize(
    ("param", "text", "value"),
    [
        (UNITS, " 64 ", 64),
        (UNITS, "1e3", 1000),
        (UNITS, "= filters * 2", Expression("filters * 2")),
        (KERNEL, "3", 3),
        (KERNEL, "3, 5", (3, 5)),
        (KERNEL, "3 x 5", (3, 5)),
        (KERNEL, "3×5", (3, 5)),
        (KERNEL, "(3, 5)", (3, 5)),
        (SHAPE, "28, 28, 1", (28, 28, 1)),
        (SHAPE, "None, 16", (None, 16)),
        (SHAPE, "7", (7,)),
        (spec(ParamKind.FLOAT), "3", 3.0),
        (spec(ParamKind.FLOAT, nullable=True), "None", None),
        (spec(ParamKind.RANGE), "-0.2, 0.2", (-0.2, 0.2)),
        (spec(ParamKind.LIST), "a, b", ("a", "b")),
        (spec(ParamKind.LIST), "1, 2", (1, 2)),
        (spec(ParamKind.BORDERS, length=2), "(1, 2), (3, 4)", ((1, 2), (3, 4))),
        (spec(ParamKind.MAPPING), "{'a': 1}", FrozenMap({"a": 1})),
        (spec(ParamKind.INDEX), ":, 0", (Slice(), 0)),
        (spec(ParamKind.INDEX), "..., 1:3", (EllipsisValue(), Slice(1, 3))),
        (spec(ParamKind.CHOICE, choices=("same", "valid")), "same", "same"),
        (spec(ParamKind.TEXT), "None", "None"),
        (spec(ParamKind.BOOL), "True", True),
    ],
)
def test_what_is_typed_is_understood(param: ParamSpec, text: str, value: Value) -> None:
    assert exact_key(parse(param, text)) == exact_key(value)


@pytest.mark.parametrize(
    ("param", "text", "part"),
    [
        (UNITS, "0", "at least 1"),
        (UNITS, "-3", "at least 1"),
        (UNITS, "2.5", "whole number"),
        (UNITS, "many", "whole number"),
        (UNITS, "", "needs a value"),
        (UNITS, "None", "cannot be None"),
        (UNITS, "True", "whole number"),
        (UNITS, "__import__('os').system('true')", "whole number"),
        (KERNEL, "1, 2, 3", "2 numbers"),
        (KERNEL, "0, 1", "at least 1"),
        (SHAPE, "28, a", "sizes"),
        (spec(ParamKind.CHOICE, choices=("same", "valid")), "half", "one of same, valid"),
        (spec(ParamKind.BOOL), "1", "True or False"),
        (spec(ParamKind.INDEX), "print(1)", "an index"),
        (spec(ParamKind.FLOAT), "(" * 500, "a number"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(param: ParamSpec, text: str, part: str) -> None:
    with pytest.raises(EditError) as caught:
        parse(param, text)
    assert part in caught.value.message
    assert "\n" not in caught.value.message


NUMBERS = st.integers(-1000, 1000)
VALUES = {
    ParamKind.INT: NUMBERS,
    ParamKind.FLOAT: st.floats(allow_nan=False),
    ParamKind.BOOL: st.booleans(),
    ParamKind.INT_OR_TUPLE: st.one_of(NUMBERS, st.lists(NUMBERS, min_size=1, max_size=4).map(tuple)),
    ParamKind.SHAPE: st.lists(st.one_of(st.none(), NUMBERS), min_size=1, max_size=4).map(tuple),
    ParamKind.TUPLE: st.lists(NUMBERS, min_size=1, max_size=4).map(tuple),
    ParamKind.LIST: st.lists(st.text(max_size=8), min_size=1, max_size=4).map(tuple),
    ParamKind.BORDERS: st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=2).map(tuple),
    ParamKind.MAPPING: st.dictionaries(st.text(max_size=4), NUMBERS, max_size=3).map(FrozenMap),
}


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.value)
def test_what_is_shown_can_be_read_back(kind: ParamKind) -> None:
    @given(VALUES[kind])
    def check(value: Value) -> None:
        assert exact_key(parse(spec(kind), show(spec(kind), value))) == exact_key(value)

    check()
