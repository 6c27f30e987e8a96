"""What of Python is understood on the way to a layer's parameter; nothing of it runs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.convert.from_code.reading import params, read


def units(text: str, expression: str = "n") -> Any:
    """What ``Dense(expression)`` gets after the code."""
    made = read(text + f"\nlayer = Dense({expression}, name='d')")
    return params(made, "d").get("units")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("n = 2 ** 5 + 7 // 2 - 1 % 3", 34),
        ("n = int(64 * 0.5) << 1", 64),
        ("a, *b, c = [1, 2, 3, 4]\nn = b[-1] * 10 + c", 34),
        ("sizes = {'small': 8, **{'large': 64}}\nn = sizes['large']", 64),
        ("n = sum(x * y for x, y in zip([1, 2, 3], (4, 5, 6)) if x != 2)", 22),
        ("n = [w for row in [[1, 2], [3]] for w in row][::-1][0]", 3),
        ("n = max({k: v for k, v in dict(a=1, b=9).items()}.values())", 9),
        ("def f(a, b=2, *c, d=4, **e):\n    return a + b + sum(c) + d + e['z']\nn = f(1, 2, 3, z=10)", 20),
        ("n = (lambda x, y=3: x * y)(5)", 15),
        ("def outer(k):\n    def inner(x):\n        return x * k\n    return inner\nn = outer(4)(5)", 20),
        ("def count():\n    global total\n    total += 2\ntotal = 1\ncount()\ncount()\nn = total", 5),
        ("def down(k):\n    return 1 if k <= 1 else k * down(k - 1)\nn = down(5)", 120),
        ("n = 0\nwhile True:\n    n += 3\n    if n > 10:\n        break\nelse:\n    n = 0", 12),
        ("n = 0\nfor i in range(10, 0, -2):\n    if i == 6:\n        continue\n    n += i", 24),
        ("try:\n    raise ValueError('no')\nexcept ValueError as e:\n    n = 7\nfinally:\n    pass", 7),
        ("import math\nn = math.ceil(math.sqrt(50)) * round(1.4)", 8),
        ("import numpy as np\nn = int(np.prod([2, 3, 4])) + np.array([[1, 2], [3, 4]]).sum()", 34),
        (
            "from functools import reduce, partial\nn = reduce(lambda a, b: a * b, [1, 2, 3], 2) + partial(pow, 2)(3)",
            20,
        ),
        ("n = len('abc'.upper().split('B')[0] + '%s-%02d' % ('x', 7)) + int('{:d}'.format(3))", 8),
        (
            "class C:\n    size = 8\n    def __init__(self, k=2):\n        self.k = k\n    def get(self):\n        return self.size * self.k\nn = C(3).get()",  # noqa: E501
            24,
        ),
        (
            "class A:\n    def f(self):\n        return 5\nclass B(A):\n    def f(self):\n        return super().f() + 1\nn = B().f()",  # noqa: E501
            6,
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\np.add_argument('--hidden-size', type=int, default=48)\nn = p.parse_args().hidden_size",  # noqa: E501
            48,
        ),
        ("if __name__ == '__main__':\n    n = 11", 11),
        ("n = 5 if isinstance([1], (tuple, list)) and not isinstance(True, float) else 0", 5),
        ("x = [1, 2]\ny = x\ny.append(3)\nx[0] = 4\nn = sum(x)", 9),
        ("n: int = (m := 6) * 2\nn += m", 18),
        ("(x, y), (u, v) = keras.datasets.cifar10.load_data()\nn = x.shape[1] + u.shape[0] % 7", 36),
        ("n = keras.Input((7, 5)).shape[-1]", 5),
    ],
)
def test_values_are_found(text: str, value: int) -> None:
    assert units(text) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "'n' is not defined in this code"),
        ("import pandas as pd\nn = pd.read_csv('x').shape[1]", "is not"),
        ("n = open('size').read()", "is not"),
        ("n = 10 ** 10 ** 10", "too large"),
        ("n = [1][3]", "no value"),
        ("def f(k):\n    return k\nn = f()", "'k' of f() is not given"),
    ],
)
def test_what_is_not_known_is_left_open_with_its_line(text: str, words: str) -> None:
    made = read(text + "\nlayer = Dense(n, activation='relu', name='d')")
    assert params(made, "d") == {"activation": "relu"}
    line = 6 + text.count("\n")
    assert any(words in note and note.startswith(f"line {line}:") and "units of 'd'" in note for note in made.notes), (
        made.notes
    )


def test_of_a_condition_that_is_not_known_one_branch_is_taken() -> None:
    assert units("import os\nif os.path.exists('x'):\n    n = 4\nelse:\n    n = 5") == 4
    assert units("import os\nif not os.path.exists('x'):\n    raise IOError('x')\nn = 6") == 6
    assert (
        units(
            "import os\nif os.path.exists('m.h5'):\n    m = keras.models.load_model('m.h5')\n    n = 1\nelse:\n    n = 7"
        )
        == 7
    )


def test_modules_are_found_wherever_keras_had_them() -> None:
    for path in (
        "import tensorflow as tf\nD = tf.keras.layers.Dense",
        "from tensorflow.keras import layers as L\nD = L.Dense",
        "from tensorflow.python.keras.layers import Dense as D",
        "from keras.layers.core import Dense as D",
        "import keras.layers\nD = keras.layers.Dense",
        "import keras_core as k\nD = k.layers.Dense",
        "from tensorflow import keras\nlayers = keras.layers\nD = layers.Dense",
    ):
        made = read(path + "\nlayer = D(3, name='d')", head="")
        assert params(made, "d") == {"units": 3}, path


def test_objects_keep_their_settings_and_lose_their_old_names() -> None:
    made = read(
        """
        from keras.constraints import maxnorm
        from keras import regularizers as r
        import tensorflow as tf
        layer = Dense(3, kernel_constraint=maxnorm(3), kernel_regularizer=r.l1_l2(l1=0.1, l2=0.2), activation=tf.nn.relu,
                      bias_initializer=tf.random_normal_initializer(0., 0.02), dtype=tf.float16, name='d')
        """
    )
    found = params(made, "d")
    assert found["kernel_constraint"].type == "keras.constraints.MaxNorm"
    assert dict(found["kernel_constraint"].params) == {"max_value": 3}
    assert dict(found["kernel_regularizer"].params) == {"l1": 0.1, "l2": 0.2}
    assert found["bias_initializer"].type == "keras.initializers.RandomNormal"
    assert dict(found["bias_initializer"].params) == {"stddev": 0.02}
    assert (found["activation"], found["dtype"]) == ("relu", "float16")
