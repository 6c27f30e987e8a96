"""Code as it is found: notebooks, web pages, terminals, old Python, pieces of programs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.convert.from_code.reader import read_code, read_notebook
from core.errors import ConversionError
from tests.core.convert.from_code.reading import classes, params, read, wires

BODY = ["model = Sequential()", "model.add(Dense(3, input_dim=4))", "model.add(Dense(2))"]


def plain(text: str) -> list[str]:
    return classes(read(text, head=""))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{number} {line}" for number, line in enumerate(BODY, 1)),
        "1\n2\n3\n" + "\n".join(BODY),
        "\n".join(f">>> {line}" for line in BODY) + "\n<keras.Sequential object>",
        f"In [3]: {BODY[0]}\nIn [4]: {BODY[1]}\nIn [5]: {BODY[2]}\nOut[5]: None",
        "# Title\n\nSome *prose* here.\n\n```python\n" + "\n".join(BODY) + "\n```\nmore (prose",
        "Erst ein Satz, dann Code:\n" + "\n".join(BODY) + "\nund (noch einer, der nicht endet",
        f"{BODY[0]}\n{BODY[1]} <br>{BODY[2]}",
        "<pre><code>" + "\n".join(BODY).replace("'", "&#39;") + "</code></pre>",
        "%matplotlib inline\n!pip install keras\n" + "\n".join(BODY) + "\nmodel?",
        "\n".join(BODY) + "\nprint 'done', model.summary()\nexcept_ = 1",
        "try:\n    import x\nexcept ImportError, e:\n    print e\n" + "\n".join(BODY),
        "\ufeff" + "\r\n".join(BODY),
        "\n".join(BODY[:2]) + "\nmodel.add(Dense(2)\n\nmodel.compile(optimizer='rmsprop', loss='mse')",
        "    " + "\n    ".join(BODY) + "\nwords that are no code",
        "model = Sequential()\nmodel.add(Dense(3, input_dim=4， activation=‘relu’))\nmodel.add(Dense(2))",
    ],
)
def test_code_is_found_in_what_surrounds_it(text: str) -> None:
    assert plain(text) == ["InputLayer", "Dense", "Dense"]


def test_functions_without_their_indentation() -> None:
    made = read(
        "words (that\ndef conv(n, size, inputs):\nreturn Activation('relu')(Conv2D(n, size)(inputs))\nx = Input((8, 8, 3))\n"
        "m = Model(x, conv(4, 3, x))"
    )
    assert classes(made) == ["InputLayer", "Conv2D", "Activation"]


def test_a_value_that_a_page_spoiled() -> None:
    made = read(
        "model = Sequential()\nmodel.add(Masking(mask_value=https://www.page.example/article/0., input_shape=(5, 2)))"
    )
    assert classes(made) == ["InputLayer", "Masking"]


def test_lines_that_are_no_code_are_named() -> None:
    made = read(
        "from keras import *\nfrom keras.layers import *\nmodel = Sequential([Dense(3, input_dim=4)])\nthis is no code\n",
        head="",
    )
    assert made.notes == ("Lines that are no Python were left out: line 4.",)


def test_notebooks_of_both_formats_say_the_cell() -> None:
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "source": ["# model = nothing"]},
        {
            "cell_type": "code",
            "source": ["%matplotlib inline\n", "from keras.models import *\n", "from keras.layers import *"],
        },
        {"cell_type": "code", "source": "model = Sequential()\nmodel.add(Dense(units, input_dim=4))", "outputs": []},
        {"cell_type": "code", "source": "broken code ("},
    ]
    new = read_notebook(json.dumps({"nbformat": 4, "cells": cells}), "book.ipynb")
    old_cells = [{"cell_type": cell["cell_type"], "input": cell["source"]} for cell in cells]
    old = read_notebook(json.dumps({"nbformat": 3, "worksheets": [{"cells": old_cells}]}), "book.ipynb")
    for made in (new, old):
        assert classes(made) == ["InputLayer", "Dense"]
        assert "cell 3, line 2: 'units' is not defined in this code; set units of 'dense'." in made.notes
        assert "Lines that are no Python were left out: cell 4, line 1." in made.notes


def test_pieces_of_programs_open_with_what_is_there() -> None:
    assert classes(read("dense_layer = Dense(units=64, activation='relu')")) == ["Dense"]
    added = read(
        "attention_layer = Attention()\nmodel.add(attention_layer)\nmodel.compile('adam', 'mse')",
        head="from keras.layers import Attention\n",
    )
    assert classes(added) == ["Attention"] and added.project.training.compile.loss == "mean_squared_error"
    assert any(
        "'model' is not defined in this code; it is read as a new Sequential model" in note for note in added.notes
    )
    nothing = read("accuracy = model.evaluate(X_test, y_test)[1]\nmodel.save('my_model.h5')", head="")
    assert classes(nothing) == [] and "There is no model and no layer of Keras in this code." in nothing.notes
    forgotten = read("model = Sequential()\nmodel.add(Dense(3, input_dim=2))\nmodel.add(Dropout(0.1))", head="")
    assert classes(forgotten) == ["InputLayer", "Dense", "Dropout"]
    assert wires(forgotten)["dropout"] == {"inputs": "dense"}


def test_sizes_that_tutorials_never_define() -> None:
    made = read(
        "model = Sequential()\nmodel.add(Dense(32, input_shape=(num_features,)))\nmodel.add(Dense(num_classes))"
    )
    graph = made.project.graph
    assert dict(graph.layer_of("n1").params) == {"shape": (None,)} and params(made, "dense_1") == {}
    assert "line 6: 'num_features' is not defined in this code; a size of a shape is left open (None)." in made.notes
    assert "line 7: 'num_classes' is not defined in this code; set units of 'dense_1'." in made.notes


def test_models_in_files_are_not_opened() -> None:
    made = read("base = keras.models.load_model('secret.h5')\nmodel = Sequential([Dense(3, input_dim=2)])")
    assert any("'secret.h5' is not opened from here" in note for note in made.notes)


@pytest.mark.parametrize("text", ["(((", "夏 雨 (", "{ ] }"])
def test_text_without_any_code_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ConversionError, match="no Python code"):
        read_code(text)


@pytest.mark.parametrize("text", ["[1]", "{}", "not json", '{"cells": 3}', "[" * 100_000])
def test_what_is_no_notebook_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ConversionError, match="no notebook"):
        read_notebook(text)


def test_a_model_may_be_asked_for_by_name() -> None:
    text = "from keras.models import *\nfrom keras.layers import *\na = Sequential([Dense(1, input_dim=2)])\nb = Sequential([Dense(1, input_dim=3), Dense(2)], name='big')"  # noqa: E501
    assert len(read_code(text, model="a").project.graph.nodes) == 2
    assert read_code(text, model="big").project.graph.name == "big" == read_code(text).project.graph.name
    with pytest.raises(ConversionError, match="There is no model 'c' in this code; there are: 'a', 'b'"):
        read_code(text, model="c")
