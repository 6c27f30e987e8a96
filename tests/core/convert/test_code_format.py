from __future__ import annotations

import ast

from hypothesis import given
from hypothesis import strategies as st

from core.convert.code_format import WIDTH, Code, Piece, Statement, call, dict_of, keyword, list_of, tuple_of


def lines(piece: Piece, head: str = "", depth: int = 1) -> list[str]:
    return Statement(piece, head=head, depth=depth).lines()


def test_what_fits_stays_on_one_line() -> None:
    assert lines(call("f", ["1", keyword("a", "2")]), "x = ") == ["    x = f(1, a=2)"]


def test_the_longest_bracket_is_broken_as_black_does() -> None:
    made = call(
        call("layers.Conv2D", ["32", "3", *(keyword(f"parameter_{i}", '"value"') for i in range(3))]), ["an_input"]
    )
    assert lines(made, "x = ") == [
        "    x = layers.Conv2D(",
        '        32, 3, parameter_0="value", parameter_1="value", parameter_2="value"',
        "    )(an_input)",
    ]


def test_items_take_a_line_each_when_they_do_not_fit_on_one() -> None:
    made = call("layers.Conv2D", ["32", *(keyword(f"parameter_{i}", '"value"') for i in range(6))])
    assert lines(made)[1:3] == ["        32,", '        parameter_0="value",']
    assert lines(made)[-1] == "    )"


def test_long_lists_of_numbers_are_packed() -> None:
    made = lines(call("np.array", [list_of([str(i) for i in range(100)])]))
    assert len(made) < 10
    assert max(map(len, made)) <= WIDTH


PLAIN = st.sampled_from(["1", "x", '"some text"', "float(2)", "a_rather_long_name_for_a_variable"])
PIECES: st.SearchStrategy[Piece] = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=15).map(list_of),
        st.lists(inner, max_size=3).map(tuple_of),
        st.lists(inner, max_size=6).map(lambda items: call("f", items)),
        st.lists(inner, max_size=3).map(lambda items: call(call("g", items), items)),
        st.lists(inner, max_size=3).map(lambda items: dict_of((f'"{i}"', item) for i, item in enumerate(items))),
    ),
    max_leaves=40,
)


@given(PIECES, st.integers(0, 3))
def test_breaking_lines_changes_no_token(piece: Piece, depth: int) -> None:
    flat = piece if isinstance(piece, str) else piece.flat
    text = "\n".join(line[4 * depth :] for line in lines(piece, "x = ", depth))
    assert ast.dump(ast.parse(text)) == ast.dump(ast.parse("x = " + flat))


def test_a_tuple_of_one_keeps_its_comma() -> None:
    assert tuple_of(["1"]).flat == "(1,)"
    assert isinstance(tuple_of([]), Code) and tuple_of([]).flat == "()"
