"""The allow-list: what generated code looks like passes, everything that could do something else is refused."""

from __future__ import annotations

import pytest

from core.catalog.catalog import load
from core.convert.code_check import CODING, NAMED, check
from core.convert.to_code import generate
from core.errors import ConversionError
from tests.core.convert import nets

GOOD = f'''{CODING}
"""Text."""

import keras
import numpy as np
from keras import layers, ops

{NAMED}

def unit(inputs, rate=0.5, init=lambda: keras.initializers.HeNormal(), name="unit"):
    """Text."""
    x = layers.Dense(3, kernel_initializer=init(), name=f"{{name}}_a")(inputs)
    for i in range(1, 4):
        x = layers.Dropout(rate if i > 1 else 0.1, name=f"{{name}}_{{i}}")(x)
    return x


def build_model() -> keras.Model:
    inputs = keras.Input(shape=(3,), name="x")
    x = unit(inputs)
    a, *_ = ops.split(named("n", -x[:, 1:] ** 2), 2)
    return keras.Model(inputs, a)


if __name__ == "__main__":
    model = build_model()
    model.summary()
'''


def inside(line: str) -> str:
    """A module whose build function holds the line."""
    return GOOD.replace("    x = unit(inputs)\n", f"    x = unit(inputs)\n    {line}\n")


def test_the_dialect_passes() -> None:
    check(GOOD)


@pytest.mark.parametrize(
    "line",
    [
        "import os",
        "os.system('true')",
        "x = open('f')",
        "x = eval('1')",
        "x = __import__('os')",
        "x = keras.utils.get_file('a', 'b')",
        "x = keras.config.enable_unsafe_deserialization()",
        "x = layers.Lambda(1)(x)",
        "x = layers.TFSMLayer('folder')",
        "x = layers.deserialize({})",
        "x = keras.losses.get('mse')",
        "x = layers.StringLookup(vocabulary='/etc/passwd')",
        "x = np.load('f', allow_pickle=True)",
        "x = ops.__dict__",
        "x = layers._private.Dense(3)",
        "x = x._keras_history",
        "x = inputs.shape",
        "x = keras.src.utils.file_utils.get_file('a')",
        "x = (lambda a: a)(1)",
        "x = [a for a in x]",
        "x = f'{x!r}'",
        "x = f'{x:>{inputs}}'",
        "x = f'{keras.Model}'",
        "x = layers.Dense(**{'units': 3})",
        "x = undefined",
        "keras = x",
        "unit = x",
        "print = x",
        "__name__ = x",
        "x.anything = 1",
        "x[0] = 1",
        "del x",
        "global x",
        "assert x",
        "x = await_it if 1 else 2",
        "while True: pass",
        "for i in inputs: x = i",
        "with x: pass",
        "try:\n        x = 1\n    except: pass",
        "def f(): pass",
        "class C: pass",
        "x: int = 1",
        "x += 1",
        "x = (y := 1)",
        "raise x",
        "lambda: x",
        "x",
        "model.fit(x)",
        "x = keras",
    ],
)
def test_anything_else_is_refused(line: str) -> None:
    with pytest.raises(ConversionError):
        check(inside(line))


@pytest.mark.parametrize(
    "source",
    [
        "",
        "import keras\n",
        CODING + "\nimport os\n",
        CODING + "\nfrom os import system\n",
        CODING + "\nfrom keras.utils import get_file\n",
        CODING + "\nfrom keras import layers as ops\n",
        CODING + "\nimport numpy\n",
        CODING + "\nx = 1\n",
        CODING + "\ndef f(*args):\n    return 1\n",
        CODING + "\n@staticmethod\ndef f():\n    return 1\n",
        CODING + "\ndef f(a: print('x')):\n    return 1\n",
        CODING + "\ndef named(name, outputs):\n    return outputs\n",
        CODING + "\ndef layers():\n    return 1\n",
        CODING + "\nif True:\n    x = 1\n",
        CODING + '\n"""卷积"""\n',
        CODING + "\n# x\r\n",
        CODING + "\n" + "(" * 300 + ")" * 300,
        CODING + "\n\0",
    ],
)
def test_modules_of_another_form_are_refused(source: str) -> None:
    with pytest.raises(ConversionError):
        check(source)


def test_everything_that_is_generated_passes_and_is_deterministic() -> None:
    catalog = load()
    for make in nets.ALL:
        source = generate(make(), catalog=catalog)
        check(source)
        assert generate(make(), catalog=catalog) == source
