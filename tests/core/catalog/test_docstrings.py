from __future__ import annotations

from core.catalog import docstrings

DOC = """Applies dropout to the input.

    The layer randomly sets input units to 0, e.g. half of them. More text.

    Args:
        rate: Float between 0 and 1. Fraction of
            the input units to drop.
        x1, x2: Two tensors.
        seed: A Python integer.
      late: Indented less than the others.
        **kwargs: Base layer keyword arguments.

    Call arguments:
        inputs: Input tensor.
        training: Python boolean.

    Example:

```python
Args:
    fake: from an example
layer = Dropout(0.5)
```

    References:
        - [A paper](https://example.org)
    """


def test_summary_is_the_first_paragraph_in_one_line() -> None:
    assert docstrings.summary(DOC) == "Applies dropout to the input."
    assert docstrings.summary(None) == ""
    assert docstrings.summary("Two\n    lines.\n\n    More.") == "Two lines."


def test_arguments_are_read_with_their_continuation_lines() -> None:
    found = docstrings.arguments(DOC)
    assert found["rate"] == "Float between 0 and 1. Fraction of the input units to drop."
    assert found["x1"] == found["x2"] == "Two tensors."
    assert found["late"] == "Indented less than the others."
    assert found["seed"] == "A Python integer."


def test_code_is_no_part_of_any_section() -> None:
    assert "fake" not in docstrings.arguments(DOC)


def test_call_arguments_are_a_section_of_their_own() -> None:
    assert docstrings.arguments(DOC, "call args") == {"inputs": "Input tensor.", "training": "Python boolean."}
    assert "inputs" not in docstrings.arguments(DOC)


def test_unindented_code_does_not_spoil_the_sections_behind_it() -> None:
    doc = "S.\n\n    Example:\n\n```python\nx = 1\n```\n\n    Args:\n        a: first.\n        b: second.\n"
    assert docstrings.arguments(doc) == {"a": "first.", "b": "second."}


def test_long_text_ends_after_a_whole_sentence_and_abbreviations_end_none() -> None:
    text = "One sentence, e.g. This one. Another sentence follows here. " + "Words " * 100
    assert docstrings.shortened(text, 70) == "One sentence, e.g. This one. Another sentence follows here."
    assert docstrings.shortened("word " * 100, 30).endswith(" ...")
    assert len(docstrings.shortened("word " * 100, 30)) <= 30
