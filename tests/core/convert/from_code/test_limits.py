"""Hostile and broken code: nothing runs, nothing hangs, every failure is one sentence."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from core.convert.from_code.reader import MOST_BYTES, read_code
from core.errors import ConversionError
from tests.core.convert.from_code.reading import classes, read

MODEL = "model = Sequential([Dense(3, input_dim=4)])\n"
LONGEST = 6.0
"""Seconds of the processor; most take none, a few are stopped after four (of the clock)."""

BOMBS = {
    "power": "x = 10 ** 10 ** 10",
    "squares": "x = 2\nfor i in range(200): x = x * x",
    "text": "x = 'a' * 10 ** 9",
    "list": "x = [0] * 10 ** 10",
    "shift": "x = 1 << 10 ** 10",
    "endless": "while True:\n    x = 1",
    "long": "for i in range(10 ** 12): x = i",
    "nested": "for i in range(10**6):\n    for j in range(10**6):\n        for k in range(10**6): x = 1",
    "recursion": "def f(x): return f(x + 1)\nf(0)",
    "branching": "def f(n): return f(n - 1) + f(n - 1) if n else 1\nf(60)",
    "classes": "class A:\n    def __init__(self): self.a = A()\nA()",
    "doubled": "x = ()\nfor i in range(200): x = (x, x)\ny = ()\nfor i in range(200): y = (y, y)\nz = x == y\ns = str(x)\nd = {x: 1}",  # noqa: E501
    "extended": "x = [1]\nfor i in range(60): x.extend(x)",
    "itself": "x = []\nx.append(x)\ny = str(x)\nmodel = 0",
    "format": "x = '%1000000000d' % 1\ny = f'{1:>1000000000}'\nz = '{:>999999999}'.format(1)\nw = '1'.zfill(10 ** 9)",
    "replace": "x = ('a' * 90000).replace('a', 'b' * 90000)\ny = ('a' * 90000).join(['b'] * 90000)",
    "ranges": "x = list(range(10**10))\ny = sum(range(10**10))\nz = sorted(range(10**10))\nw = list(zip(range(10**10), range(10**10)))",  # noqa: E501
    "comprehension": "x = [i for i in range(10 ** 9) for j in range(10 ** 9)]",
    "arrays": "import numpy as np\na = np.zeros((10**6, 10**6))\nb = np.arange(10**12)\nc = np.eye(10**6)\nd = np.tile([1], 10**10)\ne = np.linspace(0, 1, 10**10)",  # noqa: E501
    "deep": "x = " + "(" * 5000 + "1" + ")" * 5000,
    "sum": "x = " + "+".join(["1"] * 20_000),
    "signs": "x = " + "-" * 50_000 + "1",
    "digits": "x = " + "9" * 100_000,
    "zero": "x = '\0'",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_cost_neither_time_nor_the_model(name: str) -> None:
    start = time.process_time()
    made = read(BOMBS[name] + "\n" + MODEL)
    assert classes(made) == ["InputLayer", "Dense"]
    assert time.process_time() - start < 3 * LONGEST


@pytest.mark.parametrize(
    "text",
    [
        "for i in range(10 ** 9): model.add(Dense(i + 1))",
        "x = model.output\nwhile True: x = Dense(3)(x)",
        "model.add(model)\nmodel.add(model)",
        "for i in range(100): model = Sequential([model, model])",
        "for i in range(10 ** 6): model = keras.models.clone_model(model)",
        "for i in range(10 ** 6): model = keras.applications.ResNet50()",
        "x = i = Input((3,))\nfor k in range(10 ** 6):\n    x = Dense(3)(x)\n    m = Model(i, x)\n    m.fit(x, x)",
        "i = Input((3,))\nxs = []\nfor k in range(10 ** 6):\n    xs.append(Dense(3)(i))\n    m = Model(i, xs)",
        "i = Input((3,))\nxs = [i]\nfor k in range(10 ** 6):\n    xs.append(Concatenate()(xs))\nm = Model(i, xs)",
    ],
)
def test_endless_models_are_stopped(text: str) -> None:
    start = time.process_time()
    try:
        read(MODEL + text)
    except ConversionError as error:
        assert "nested too deeply" in error.message
    assert time.process_time() - start < 3 * LONGEST


def test_of_more_models_than_can_be_compared_the_last_ones_count() -> None:
    made = read(
        """
        x = i = Input((3,))
        for k in range(900):
            x = Dense(3)(x)
            m = Model(i, x, name=f"m{k}")
        """
    )
    assert made.project.graph.name == "m899"
    assert "The code makes 900 models; only the last ones were compared." in made.notes


@pytest.mark.parametrize("text", ["the quick (brown fox, jumps [over\n" * 20_000, "def f(:\n" * 3000])
def test_text_that_is_never_code_is_given_up(text: str) -> None:
    start = time.process_time()
    with pytest.raises(ConversionError):
        read_code(text)
    assert time.process_time() - start < 3 * LONGEST


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(ConversionError, match=r"too long: 5\.0 MiB, at most 5 MiB"):
        read_code("#" * (MOST_BYTES + 1))


def test_nothing_of_the_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "evil.py").write_text("open('imported', 'w')")
    made = read(
        """
        import evil, os, subprocess
        from evil import *
        os.system('touch a')
        open('b', 'w').write('x')
        __import__('os').system('touch c')
        exec("open('d', 'w')")
        eval("open('e', 'w')")
        subprocess.run(['touch', 'f'])
        class M(type):
            def __new__(*a): open('g', 'w')
        class C(metaclass=M): pass
        @(lambda f: open('h', 'w'))
        def f(x=open('i', 'w')): pass
        x = ().__class__.__bases__[0].__subclasses__()
        model = Sequential([Dense(3, input_dim=4), Lambda(lambda x: open('j', 'w')), Lambda(os.system)])
        """
    )
    assert classes(made)[:2] == ["InputLayer", "Dense"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evil.py"]


def test_names_and_numbers_from_strangers() -> None:
    made = read("model = Sequential([Dense(10 ** 30, input_dim=4, name='a/b'), Dense(float('nan')), Dense(-5)])")
    assert [layer.name for layer in made.project.graph.layers.values()][1] == "a_b"
