from __future__ import annotations

import ast
import math

from hypothesis import example, given
from hypothesis import strategies as st

from core.convert import literals

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))
HARD = [
    "",
    "'",
    '"',
    "'\"",
    "\\",
    "{",
    "}",
    "{{x}}",
    "\\N{DASH}",
    "\n\r\0",
    "卷积",
    "\ud83d",
    "it's",
    'a"b',
    "\\'",
    '\\"',
]


@given(ANY_TEXT)
def test_text_is_ascii_on_one_line_and_evaluates_to_itself(value: str) -> None:
    code = literals.literal(value)
    assert code.isascii() and code.isprintable()
    assert ast.literal_eval(code) == value


def test_text_prefers_double_quotes() -> None:
    assert literals.literal("relu") == '"relu"'
    assert literals.literal("it's") == '"it\'s"'
    assert literals.literal('say "x"') == "'say \"x\"'"
    assert literals.literal("卷积") == '"\\u5377\\u79ef"'


@given(ANY_TEXT, st.booleans(), st.booleans())
@example('it\'s {odd} "x" \\N{DASH}', True, True)
def test_around_joins_variables_and_text(value: str, before: bool, after: bool) -> None:
    code = literals.around("name" if before else "", value, "i" if after else "")
    assert code.isascii() and code.isprintable()
    made = eval(code, {"name": "stage", "i": 3, "str": str, "__builtins__": {}})
    assert made == ("stage" if before else "") + value + ("3" if after else "")


def test_around_survives_every_hard_text() -> None:
    for value in HARD:
        assert eval(literals.around("name", value), {"name": "n"}) == "n" + value


@given(st.integers() | st.floats() | st.booleans())
@example(10**5000)
@example(-(10**5000))
@example(-0.0)
@example(math.nan)
@example(-math.inf)
def test_number_keeps_value_and_type(value: bool | int | float) -> None:
    made = eval(literals.number(value), {"float": float, "__builtins__": {}})
    assert type(made) is type(value)
    assert made == value or (math.isnan(value) and math.isnan(made))
    if value == 0:
        assert math.copysign(1, made) == math.copysign(1, value)
