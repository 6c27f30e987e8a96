from __future__ import annotations

import builtins
import keyword
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from core.convert.identifiers import LONGEST, RESERVED, Scope, is_identifier, slug

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@given(ANY_TEXT)
def test_a_slug_is_a_plain_short_identifier(name: str) -> None:
    made = slug(name, "dense")
    assert made.isascii() and made.isidentifier() and made == made.lower() and not made.startswith("_")
    assert len(made) <= LONGEST + len("dense_")


def test_slugs_resemble_the_name() -> None:
    assert slug("block1_conv2", "x") == "block1_conv2"
    assert slug("Block 1/Conv-2", "x") == "block_1_conv_2"
    assert slug("Größe", "x") == "groe"
    assert slug("ｄense", "x") == "dense"
    assert slug("3x3", "conv2d") == "conv2d_3x3"
    assert slug("卷积", "conv2d") == "conv2d"


@given(st.lists(ANY_TEXT, max_size=8))
def test_a_scope_never_gives_a_name_twice_nor_one_with_a_meaning(names: list[str]) -> None:
    scope = Scope()
    made = [scope.take(slug(name, "layer")) for name in names]
    assert len({unicodedata.normalize("NFKC", name) for name in made}) == len(made)
    for name in made:
        assert not keyword.iskeyword(name) and not keyword.issoftkeyword(name) and not hasattr(builtins, name)


def test_every_lower_case_builtin_is_reserved() -> None:
    # Capital ones cannot be met by a slug.
    names = {name for name in dir(builtins) if name == name.lower() and not name.startswith("_")}
    assert names - RESERVED <= {"pytest"}


def test_reserved_words_get_an_underscore() -> None:
    scope = Scope(["stage"])
    assert [scope.take(name) for name in ("class", "match", "layers", "x", "stage", "x")] == [
        "class_",
        "match_",
        "layers_",
        "x_",
        "stage_2",
        "x__2",
    ]


def test_keyword_arguments_must_be_plain_identifiers() -> None:
    assert is_identifier("kernel_size") and is_identifier("_x")
    assert not any(map(is_identifier, ["", "a b", "class", "__class__", "ｄense", "1a", "a=1"]))
