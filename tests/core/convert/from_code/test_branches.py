"""Which branch is read, and code that leaves out what other files or the text around it say."""

from __future__ import annotations

import json

import pytest

from core.convert.from_code.reader import read_notebook
from tests.core.convert.from_code.reading import classes, params, read, rows

BUILD = "Sequential([Dense(3, input_dim=2)])"


@pytest.mark.parametrize(
    "condition",
    ["os.path.exists('m.h5')", "not args.train", "unknown", "len(sys.stdin.read()) > 3"],
)
def test_the_branch_that_builds_is_preferred(condition: str) -> None:
    made = read(f"import os, sys\nif {condition}:\n    m = load_model('m.h5')\nelse:\n    m = {BUILD}\n")
    assert classes(made) == ["InputLayer", "Dense"]
    (note,) = [note for note in made.notes if "not known whether" in note]
    assert note.startswith("line 9: ") and "line 6" in note


def test_a_branch_that_builds_by_a_function_is_seen() -> None:
    made = read(
        f"""
        def build():
            return {BUILD}
        def load():
            return keras.models.load_model('x')
        model = None
        if found:
            model = load()
        else:
            model = build()
        """
    )
    assert classes(made) == ["InputLayer", "Dense"]


def test_without_another_branch_a_file_is_passed_by() -> None:
    made = read(f"m = {BUILD}\nif os.path.exists('w'):\n    m = load_model('w')\nm.compile(loss='mse')\n")
    assert classes(made) == ["InputLayer", "Dense"] and made.project.training.compile.loss is not None


def test_a_known_condition_that_leads_to_a_file_is_turned_where_nothing_else_is_found() -> None:
    made = read(f"LOAD = True\nif LOAD:\n    m = load_model('m.h5')\nelse:\n    m = {BUILD}\n")
    assert classes(made) == ["InputLayer", "Dense"]
    assert len([note for note in made.notes if "By LOAD the model would come from a file" in note]) == 1


def test_a_known_condition_stands_where_there_is_a_model() -> None:
    made = read(
        f"LOAD = True\nk = Sequential([Dense(7, input_dim=1)])\nif LOAD:\n    m = load_model('m')\nelse:\n    m = {BUILD}\n"
    )
    assert params(made, "dense") == {"units": 7}


def test_what_builds_a_model_when_its_file_is_missing() -> None:
    made = read(f"try:\n    m = load_model('m.h5')\nexcept OSError:\n    m = {BUILD}\nm.compile(loss='mse')\n")
    assert classes(made) == ["InputLayer", "Dense"]
    assert any("The model would come from a file" in note for note in made.notes)


def cells(*rows: tuple[str, str]) -> str:
    return json.dumps({"nbformat": 4, "cells": [{"cell_type": kind, "source": text} for kind, text in rows]})


def test_code_in_the_text_of_a_notebook() -> None:
    text = f"How it is done:\n```python\nfrom keras import *\nfrom keras.layers import *\nm = {BUILD}\n```\nand\n```bash\npip\n```"
    made = read_notebook(cells(("markdown", text), ("code", "print(1)")))
    assert classes(made) == ["InputLayer", "Dense"]
    assert "code that stands in the text of the notebook" in made.notes[0]
    both = read_notebook(cells(("markdown", text), ("code", "from keras import *\nm = Sequential([layers.Dense(9)])")))
    assert params(both, "dense") == {"units": 9}


def test_shells_in_a_page_are_no_code() -> None:
    made = read(f"# T\n```bash\npip install x\n```\nprose (\n```python\nm = {BUILD}\n```\n", head="")
    assert classes(made) == ["InputLayer", "Dense"] and not any("no Python" in note for note in made.notes)


def test_well_known_names_that_nothing_defines() -> None:
    made = read("model.add(Dense(3, input_dim=2, kernel_constraint=maxnorm(3), kernel_regularizer=l2(0.1)))", head="")
    assert params(made, "dense")["kernel_constraint"].type == "keras.constraints.MaxNorm"
    assert params(made, "dense")["kernel_regularizer"].type == "keras.regularizers.L2"
    assert "Names that this code does not define are read as Keras's: Dense, maxnorm, l2." in made.notes
    own = read("def l2(x):\n    return 'l1'\nmodel = Sequential([Dense(3, input_dim=2, kernel_regularizer=l2(1))])")
    assert params(own, "dense")["kernel_regularizer"] == "l1"


def test_a_function_that_gives_a_function_is_called_with_a_tensor() -> None:
    made = read(
        "def block(n=4):\n    def layer(x):\n        return Activation('relu')(Dense(n)(x))\n    return layer\n"
    )
    assert classes(made) == ["InputLayer", "Dense", "Activation"]


def test_shapes_come_through_a_dataset() -> None:
    made = read(
        """
        import tensorflow as tf
        (x, y), _ = keras.datasets.mnist.load_data()
        rows = tf.data.Dataset.from_tensor_slices((x.reshape([-1, 784]) / 255., y)).shuffle(9).batch(5)
        class Net(keras.Model):
            def __init__(self):
                super().__init__()
                self.last = Dense(10)
            def call(self, inputs):
                return self.last(inputs)
        net = Net()
        for step, (a, b) in enumerate(rows.take(3), 1):
            net(a)
        """
    )
    assert params(made, "input_layer") == {"shape": (784,)}
    fitted = read(
        "import tensorflow as tf\n(x, y), _ = keras.datasets.mnist.load_data()\nm = Sequential([Flatten(), Dense(2)])\n"
        "m.compile(loss='mse')\nm.fit(tf.data.Dataset.from_tensor_slices((x, y)).batch(3))"
    )
    assert params(fitted, "input_layer") == {"shape": (28, 28)}


def test_the_automatic_name_of_the_only_input() -> None:
    made = read(
        "i = Input((8,))\nbase = Model(i, Dense(4)(i))\n"
        "m = Model(i, Concatenate()([base.get_layer('input_1').output, base.output]))"
    )
    assert classes(made) == ["InputLayer", "Dense", "Concatenate"]


def test_functions_that_others_call_are_not_called_for_themselves() -> None:
    made = read(
        """
        def part(x, n):
            return Dense(n)(x)
        def whole(size=4):
            i = Input((size,))
            return Model(i, part(i, 3))
        """
    )
    assert classes(made) == ["InputLayer", "Dense"]
    assert made.notes == ("line 8: The function whole is read as if it were called.",)


def test_a_model_that_overrides_its_call_and_the_kind_of_numbers() -> None:
    made = read(
        """
        import numpy as np
        (x, y), _ = keras.datasets.mnist.load_data()
        x = np.array(x, np.float32).reshape([-1, 784])
        class Net(keras.Model):
            def __init__(self):
                super().__init__()
                self.last = Dense(10)
            def __call__(self, inputs):
                return self.last(inputs)
        net = Net()
        net(x)
        """
    )
    assert classes(made) == ["InputLayer", "Dense"]
    assert params(made, "input_layer") == {"shape": (784,)}


def test_of_models_trained_in_turn_the_one_around_the_others_is_taken() -> None:
    made = read(
        f"""
        critic = {BUILD}
        critic.compile(loss='mse')
        i = Input((4,))
        both = Model(i, critic(Dense(2)(i)), name='both')
        both.compile(loss='mse')
        for step in range(3):
            both.train_on_batch(a, b)
            critic.train_on_batch(a, b)
        """
    )
    assert made.project.graph.name == "both" and len(made.project.blocks) == 1


def test_a_comprehension_over_what_is_not_known_is_read_once_where_it_makes_layers():
    made = read(
        """
        def embedded(column):
            entry = Input((1,))
            return entry, Flatten()(Embedding(10, 4)(entry))
        pairs = [embedded(column) for column in table.columns]
        labels = [row[1] for row in rows]
        x = Concatenate()([value for _, value in pairs])
        model = Model([entry for entry, _ in pairs], Dense(len(labels))(x))
        """
    )
    assert classes(made) == ["InputLayer", "Embedding", "Flatten", "Concatenate", "Dense"]
    assert rows(made.project.graph)[-1] == ("Dense", {})  # the number of labels is not one
    assert [note for note in made.notes if "embedded(column)" in note and "once" in note]


def test_zip_of_something_known_and_something_unknown():
    made = read(
        """
        x = Input((4,))
        skips = []
        for size, factor in zip([5, 6], factors):
            x = Dense(size)(x)
            skips.append(x)
        for factor, skip in zip(reversed(factors), reversed(skips)):
            x = Dropout(factor)(Concatenate()([x, skip]))
        model = Model(skips[0], x)
        """
    )
    assert classes(made).count("Dropout") == 2
    assert [row["units"] for name, row in rows(made.project.graph) if name == "Dense"][-1] == 6
