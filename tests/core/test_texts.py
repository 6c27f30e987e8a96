"""Sentences of the core are plain English strings that still know what they were made of."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from core.texts import Text, clause, continued, filled, joined, packed, text, translated, unpacked

CHINESE = {
    "{name} needs {count} inputs.": "{name} 需要 {count} 个输入。",
    "The layer": "层",
    "Nothing arrives.": "没有输入。",
    "broken {name}": "坏 {other}",
}


def chinese(template: str) -> str:
    return CHINESE.get(template, template)


def test_is_the_english_sentence() -> None:
    made = text("{name} needs {count} inputs.", name="'a {b}'", count=2)
    assert made == "'a {b}' needs 2 inputs." and isinstance(made, str)
    assert made.template == "{name} needs {count} inputs." and made.values == {"name": "'a {b}'", "count": 2}


def test_braces_without_values_stay() -> None:
    assert text("{} and {x}") == "{} and {x}"


def test_a_field_without_a_value_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        text("{name}", other=1)


def test_translates_inside_out() -> None:
    made = text("{name} needs {count} inputs.", name=text("The layer"), count=2)
    assert translated(made, chinese) == "层需要 2 个输入。"
    both = joined((made, "as it is", text("Nothing arrives.")))
    assert both == "The layer needs 2 inputs. as it is Nothing arrives."
    assert translated(both, chinese) == "层需要 2 个输入。 as it is 没有输入。"
    assert translated("Nothing arrives.", chinese) == "Nothing arrives.", "plain strings are not looked up"


def test_sentences_inside_others() -> None:
    inner = text("Nothing arrives.")
    after, inside = text("a: {said}", said=continued(inner)), text("a ({said}) b", said=clause(inner))
    assert (after, inside) == ("a: nothing arrives.", "a (Nothing arrives) b")
    assert (translated(after, chinese), translated(inside, chinese)) == ("a: 没有输入。", "a (没有输入) b")
    assert translated(continued("As it is."), chinese) == "as it is." and translated(clause("So."), chinese) == "So"
    assert translated(pickle.loads(pickle.dumps(clause(inner))), chinese) == "没有输入"


def test_a_translation_that_does_not_fit_is_not_used() -> None:
    assert translated(text("broken {name}", name="x"), chinese) == "broken x"
    assert translated(text("unknown {name}", name="x"), chinese) == "unknown x"


def test_copies_and_pickles_know_it_too() -> None:
    made = joined([text("{name} needs {count} inputs.", name=text("The layer"), count=2)])
    for again in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert again == made and translated(again, chinese) == "层需要 2 个输入。"
    assert isinstance(pickle.loads(pickle.dumps(text("x"))), Text)


def test_a_name_is_put_in_late() -> None:
    def named(said: str) -> str:
        return said.replace("NAME", "'dense'")

    inner = text("{name} needs {count} inputs.", name="NAME", count=2)
    for made in (inner, joined([inner, "NAME"]), text("a: {said}", said=clause(inner)), clause(inner)):
        put = filled(made, named)
        assert type(put) is type(made) and put == made.replace("NAME", "'dense'")
        assert "'dense' 需要 2 个输入" in translated(put, chinese)
    assert filled("NAME", named) == "'dense'"


def test_crosses_to_another_process_as_json() -> None:
    inner = text("{name} needs {count} inputs.", name=text("The layer"), count=2)
    for made in (inner, joined([inner, "as it is"]), continued(inner), clause(inner), "plain"):
        again = unpacked(json.loads(json.dumps(packed(made))))
        assert again == made and type(again) is type(made)
        assert translated(again, chinese) == translated(made, chinese)


@pytest.mark.parametrize(
    "template", ["{x.__class__}", "{x[0]}", "{x:{x}}", "{x:>999999999}", "{0}", "{", "{missing}", "something else"]
)
def test_takes_no_template_that_another_process_made_up(template: str) -> None:
    given = {"template": template, "values": {"x": "abc"}, "text": "said"}
    assert unpacked(given) == "said" and type(unpacked(given)) is str


def test_an_exception_stands_for_what_it_says() -> None:
    made = text("a: {error}", error=ValueError(text("Nothing arrives.")))
    assert made == "a: Nothing arrives." and translated(made, chinese) == "a: 没有输入。"
    assert text("a: {error}", error=KeyError("x", 1)) == "a: ('x', 1)"
