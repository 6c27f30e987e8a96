"""Values cannot change, are equal by content and tell exactly what they are."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.graph.values import (
    EMPTY,
    EllipsisValue,
    Expression,
    FrozenMap,
    KerasObject,
    Slice,
    Source,
    Value,
    exact_key,
    frozen,
    map_sources,
    remove_at,
    replace_at,
    value_at,
    walk_sources,
)
from tests.core.graph.strategies import VALUES, arguments

MAP: FrozenMap[str, Value] = FrozenMap({"a": 1, "b": (Source("n1"), 2, Source("n2", 1)), "c": FrozenMap({"d": 3})})


def test_a_map_gives_new_maps_and_stays_as_it_is() -> None:
    before = dict(MAP)
    assert list(MAP.set("a", 5)) == ["a", "b", "c"]
    assert list(MAP.set("z", 5)) == ["a", "b", "c", "z"]
    assert MAP.update({"a": 9, "y": 1})["a"] == 9
    assert MAP.update({}) is MAP
    assert "a" not in MAP.remove(["a", "nothing"])
    assert MAP.remove(["nothing"]) is MAP
    assert dict(MAP) == before


def test_a_map_takes_a_copy_of_what_it_is_made_from() -> None:
    data = {"a": 1}
    made = FrozenMap(data)
    data["a"] = 2
    assert made["a"] == 1


def test_maps_are_equal_by_content_and_hashable() -> None:
    one, other = FrozenMap([("a", 1), ("b", 2)]), FrozenMap({"b": 2, "a": 1})
    assert one == other
    assert hash(one) == hash(other)
    assert one != {"a": 1, "b": 2}
    assert len({one, other, EMPTY}) == 2
    assert repr(EMPTY) == "FrozenMap({})"


@given(VALUES)
def test_values_are_hashable_and_survive_pickle_and_copy(value: Value) -> None:
    hash(value)
    assert exact_key(pickle.loads(pickle.dumps(value))) == exact_key(value)
    assert exact_key(copy.deepcopy(value)) == exact_key(value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        (0, False),
        ("1", 1),
        ((1,), (1.0,)),
        (FrozenMap({"a": 1}), FrozenMap({"a": True})),
        (KerasObject("a", FrozenMap({"x": 1})), KerasObject("a", FrozenMap({"x": 1.0}))),
        (Slice(1), Slice(1.0)),
        ("Expression(text='a')", Expression("a")),
        (((1,), 2), (1, 2)),
        (0.0, -0.0),
    ],
)
def test_exact_keys_tell_types_apart(one: Value, other: Value) -> None:
    assert exact_key(one) != exact_key(other)


def test_exact_keys_ignore_the_order_of_keys() -> None:
    assert exact_key(FrozenMap([("a", 1), ("b", 2)])) == exact_key(FrozenMap([("b", 2), ("a", 1)]))


def test_plain_data_becomes_values() -> None:
    made = frozen({"a": [1, (2.0, None)], 3: slice(1, None), "e": ..., "s": Source("n1")})
    assert made == FrozenMap(
        {"a": (1, (2.0, None)), "3": Slice(1), "e": EllipsisValue(), "s": Source("n1")},
    )
    with pytest.raises(TypeError, match="cannot be a set"):
        frozen({"a": {1}})


def test_sources_are_found_with_their_places() -> None:
    assert list(walk_sources(MAP)) == [(("b", 0), Source("n1")), (("b", 2), Source("n2", 1))]
    assert [value_at(MAP, path) for path, _ in walk_sources(MAP)] == [Source("n1"), Source("n2", 1)]


def test_sources_are_replaced_and_the_rest_is_shared() -> None:
    made = map_sources(MAP, lambda source: Source("x") if source.node == "n1" else source)
    assert value_at(made, ("b",)) == (Source("x"), 2, Source("n2", 1))
    assert value_at(made, ("c",)) is MAP["c"]
    assert map_sources(MAP, lambda source: source) is MAP


@pytest.mark.parametrize("path", [("x",), ("b", 9), ("b", -1), ("b", "a"), ("a", 0), (0,), ("c", "d", "e")])
def test_a_path_to_nowhere_gives_none(path: tuple[str | int, ...]) -> None:
    assert value_at(MAP, path) is None


def test_replacing_grows_lists_by_one_and_makes_what_is_missing() -> None:
    assert value_at(replace_at(MAP, ("b", 3), 7), ("b",)) == (Source("n1"), 2, Source("n2", 1), 7)
    assert replace_at(EMPTY, ("inputs", 0), 1) == FrozenMap({"inputs": (1,)})
    assert replace_at(EMPTY, ("a", "b"), 1) == FrozenMap({"a": FrozenMap({"b": 1})})
    assert replace_at(MAP, (), 1) == 1
    for position in (5, -1):
        with pytest.raises(IndexError, match=f"Position {position} is not in or right behind the list of 3 items"):
            replace_at(MAP, ("b", position), 7)


def test_removing_closes_lists_up() -> None:
    assert value_at(remove_at(MAP, ("b", 0)), ("b",)) == (2, Source("n2", 1))
    assert remove_at(MAP, ("c", "d")) == MAP.set("c", EMPTY)
    assert remove_at(MAP, ("nothing",)) is MAP
    assert remove_at(MAP, ("b", 9)) == MAP


@given(arguments(["n1", "n2"]), st.data())
def test_what_was_put_is_there_and_what_was_removed_is_gone(value: FrozenMap[str, Value], data: st.DataObject) -> None:
    found = list(walk_sources(value))
    if found:
        path, source = data.draw(st.sampled_from(found))
        assert value_at(replace_at(value, path, "new"), path) == "new"
        assert len(list(walk_sources(remove_at(value, path)))) == len(found) - 1
        assert exact_key(replace_at(value, path, source)) == exact_key(value)
