"""Raw texts of errors, and what is left of them for a person to read."""

from __future__ import annotations

import pytest

from core.analysis.error_text import MAX_LENGTH, clean


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("Exception encountered when calling X.call().\n\n\x1b[1mWrong size.\x1b[0m\n\nArguments received by X.call():\n  a=1",
         "Wrong size."),
        ("Input 0 with name 'None' of layer 'x' is odd", "Input 0 of layer 'x' is odd"),
        ("got <KerasTensor shape=(None, 4), dtype=float32, sparse=False, ragged=False, name=keras_tensor_8>",
         "got a tensor of shape (None, 4) and dtype float32"),
        ("Received: <keras.src.initializers.Zeros object at 0x7f54a419dd10>", "Received: Zeros"),
        ("{{function_node __wrapped__Add}} bad [Op:Add] name: ", "bad"),
        ("a" * 90 + ". " + "b" * 900, "a" * 90 + "."),
    ],
)  # fmt: skip
def test_cleaning(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned
    assert len(clean(raw)) <= MAX_LENGTH
