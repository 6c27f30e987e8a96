"""The user's own code in generated modules: written where it is trusted, nothing else let past the check, same outputs."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.convert.code_check import check
from core.convert.code_own import Allowed
from core.convert.model_files import export
from core.convert.to_code import generate
from core.convert.to_keras import build
from core.errors import ConversionError
from core.graph.model import Project
from core.graph.values import FrozenMap, KerasObject, PythonSource
from core.storage import trust
from tests.core import own_code
from tests.core.analysis import networks
from tests.core.own_code import LAYERS, TWICE, canary, custom_net, lambda_net, node_of
from tests.environment import REPOSITORY


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NETWRIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv(trust.THIS_RUN, raising=False)
    yield
    sys.modules.pop("my_layers", None)


def several(*sources: str, **fields: Any) -> Project:
    draw = networks.Draw()
    x = draw.input("x", 4)
    for number, source in enumerate(sources):
        x = draw.layer("Lambda", f"own_{number}", x, params={"function": PythonSource(source)})
    draw.layer("Dense", "dense", x, params={"units": 3})
    return draw.project(**fields)


def body_of(code: str) -> str:
    return code.partition("import keras\n")[2].partition("\ndef build_model")[0]


def test_code_that_is_not_trusted_is_not_written(tmp_path: Path) -> None:
    project = lambda_net("lambda x: x + 1")
    with pytest.raises(ConversionError) as raised:
        generate(project)
    assert raised.value.node == node_of(project, "own")
    assert raised.value.message == (
        "'own' cannot be written as code: it holds Python code that is not trusted, "
        "which is not written into generated code."
    )


def test_functions_stand_at_the_top_in_the_users_own_words() -> None:
    trust.trust("lambda x: np.float32(2) * x", TWICE, "lambda  x:np.float32(2)*x # again")
    code = generate(several("lambda x: np.float32(2) * x", TWICE, TWICE, "lambda  x:np.float32(2)*x # again"))
    assert body_of(code) == (
        "import numpy as np\nfrom keras import layers, ops\n\n\n"
        "own_0_function = lambda x: np.float32(2) * x\n\n\n" + TWICE + "\n"
    )
    assert 'layers.Lambda(own_0_function, name="own_0")' in code and 'layers.Lambda(twice, name="own_2")' in code
    assert 'layers.Lambda(own_0_function, name="own_3")' in code


def test_what_is_not_ascii_is_escaped_and_means_the_same() -> None:
    source = 'def grow(x):\n    """Größer, 增长 \U0001f600."""\n    return x * len("ä")\n'
    trust.trust(source)
    code = generate(several(source))
    assert code.isascii()
    scope: dict[str, Any] = {"__name__": "generated"}
    exec(compile(code, "generated", "exec"), scope)
    assert scope["grow"].__doc__ == "Größer, 增长 \U0001f600." and scope["grow"](3) == 3


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def build_model(x):\n    return x", "'build_model', stands for something else"),
        ("def layers(x):\n    return x", "'layers', stands for something else"),
        ("def größer(x):\n    return x", "stands for something else"),
        ("x = 1", "not a function"),
        ("def f(x, ä=1):\n    return x * ä", "plain letters"),
    ],
)
def test_names_that_clash_are_refused_at_the_node(source: str, words: str) -> None:
    trust.trust(source)
    with pytest.raises(ConversionError) as raised:
        generate(several(source))
    assert words in raised.value.message


def test_two_functions_of_one_name_are_refused() -> None:
    sources = ("def f(x):\n    return x", "def f(x):\n    return x + 1")
    trust.trust(*sources)
    project = several(*sources)
    with pytest.raises(ConversionError, match="'f', stands for something else") as raised:
        generate(project)
    assert raised.value.node == node_of(project, "own_1")


def test_a_layer_named_like_a_function_does_not_hide_it() -> None:
    trust.trust(TWICE)
    draw = networks.Draw()
    first = draw.layer("Lambda", "twice", draw.input("x", 4), params={"function": PythonSource(TWICE)})
    other = draw.layer("Lambda", "again", first, params={"function": PythonSource(TWICE)})
    draw.layer("Add", "sum", first, other)
    code = generate(draw.project())
    assert "twice_2 = layers.Lambda(twice," in code and 'layers.Lambda(twice, name="again")(twice_2)' in code


def test_classes_are_imported_from_their_file(tmp_path: Path) -> None:
    project = custom_net(own_code.write(tmp_path), initial=2.0)
    code = generate(project)
    assert body_of(code) == (
        "from keras import layers\n\n"
        "# my_layers.py must be where Python finds it: beside this file, or on PYTHONPATH.\n"
        "from my_layers import Scale\n\n"
    )
    assert 'own = Scale(initial=2.0, name="own")' in code and "x = own(inputs)" in code.replace("own_1", "x")


def test_classes_of_one_name_get_other_names() -> None:
    draw = networks.Draw()
    x = draw._add("a>Scale", "one", {}, {"inputs": draw.input("x", 4)})
    x = draw._add("b>Scale", "two", {}, {"inputs": x})
    draw._add("b>np", "three", {"inner": KerasObject("c>Deep", FrozenMap())}, {"inputs": x})
    code = generate(draw.project())
    assert "from a import Scale\n" in code and "from b import Scale as Scale_2, np as np_\n" in code
    assert "from c import Deep\n" in code and 'np_(inner=Deep(), name="three")' in code


def test_functions_in_blocks_and_settings() -> None:
    trust.trust(TWICE, "lambda a, b: ops.mean(ops.abs(a - b))")
    block = networks.Draw("b")
    block.layer("Lambda", "inside", block.input("in", 4), params={"function": PythonSource(TWICE)})
    draw = networks.Draw()
    out = draw.block("b", "one", repeat=2, **{"in": draw.input("x", 4)})
    draw.layer("Dense", "dense", out, params={"units": 4})
    project = draw.project(networks.Block("b", graph=block.graph))
    compile = replace(project.training.compile, loss=PythonSource("lambda a, b: ops.mean(ops.abs(a - b))"))
    code = generate(replace(project, training=replace(project.training, compile=compile)))
    assert 'layers.Lambda(twice, name=f"{name}_inside")' in code
    assert "loss_function = lambda a, b: ops.mean(ops.abs(a - b))" in code and "loss=loss_function" in code


HEAD = (
    '# -*- coding: utf-8 -*-\n"""A Keras model; build_model() makes it."""\n\nimport keras\nfrom keras import layers\n'
)


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n    return x * 3\n",
        "f = lambda x: x\n",
        "def f(x):\n    return x * 2\n\n\ndef f(x):\n    return open(x)\n",
        "def g(x):\n    return print(x)\n",
        "from my_layers import Other\n",
        "from my_layers import Scale as layers\n",
        "from other import Scale\n",
        "import my_layers\n",
        "from .my_layers import Scale\n",
        "from my_layers import *\n",
        "f(1)\n",
        "def build_model():\n    f = 1\n    return f\n",
        "def build_model():\n    return layers.Lambda(lambda: 1)\n",
        "def build_model(x):\n    return layers.Lambda(x)\n",
        "def build_model(x):\n    return layers.Lambda(f, mask=x)\n",
    ],
)
def test_the_check_lets_nothing_else_past(text: str) -> None:
    own = "from my_layers import Scale\n\n\ndef f(x):\n    return x * 2\n\n\n"
    allowed = Allowed(
        frozenset({("f", ast.dump(ast.parse("def f(x):\n    return x * 2").body[0]))}),
        frozenset({("my_layers", "Scale", "Scale")}),
    )
    check(HEAD + own, allowed)
    check(HEAD + own + "def build_model(x):\n    x = layers.Lambda(f)(x)\n    return Scale()(x)\n", allowed)
    with pytest.raises(ConversionError):
        check(HEAD + own + text, allowed)
    with pytest.raises(ConversionError):
        check(HEAD + own)


def test_a_hostile_project_stays_inert_in_every_export(tmp_path: Path) -> None:
    from core.storage.files import open_project, save_project

    line, mark = canary(tmp_path)
    own_code.write(tmp_path, line + LAYERS)
    evil = f"lambda x: {line.strip()}"
    project = several(evil, custom_files=(str(tmp_path / "my_layers.py"),))
    custom = custom_net(tmp_path / "my_layers.py")
    for number, made in enumerate((project, custom)):
        save_project(made, tmp_path / f"{number}.netw", None)
        opened = open_project(tmp_path / f"{number}.netw")[0]
        assert opened == made
        for suffix in (".py", ".keras", ".json", ".svg", ".dot"):
            target = tmp_path / f"out{number}{suffix}"
            if suffix in (".svg", ".dot") or (number and suffix == ".py"):
                export(opened, target)  # Drawing shows the names; code names the class and runs nothing.
            else:
                with pytest.raises(ConversionError, match="not trusted"):
                    export(opened, target)
    assert not mark.exists() and "my_layers" not in sys.modules


FRESH = """
import json, sys
import numpy as np
sys.path.insert(0, sys.argv[1])
import keras, generated
from my_layers import Scale
from keras import ops

def twice(x, k=2.0):
    return ops.multiply(x, k)

data = np.load(sys.argv[1] + "/data.npz")
model = generated.build_model()
model.set_weights([data[f"w{i}"] for i in range(len(model.weights))])
loaded = keras.models.load_model(
    sys.argv[1] + "/model.keras", custom_objects={"twice": twice, "Scale": Scale}, safe_mode=False
)
loaded.set_weights([data[f"w{i}"] for i in range(len(loaded.weights))])
print(json.dumps([np.asarray(made(data["x"])).tolist() for made in (model, loaded)]))
"""


@pytest.mark.slow
def test_analysis_model_code_and_file_agree(tmp_path: Path) -> None:
    """The whole way with the real trial of the file: shapes, model, code in a fresh process, .keras loaded there."""
    import numpy as np

    trust.trust("lambda x: x * 3 - 1", TWICE, LAYERS)
    draw = networks.Draw("own")
    x = draw.layer("Lambda", "first", draw.input("x", 4), params={"function": PythonSource("lambda x: x * 3 - 1")})
    x = draw.layer("Lambda", "second", x, params={"function": PythonSource(TWICE), "arguments": {"k": 0.5}})
    x = draw._add("my_layers>Scale", "scale", {"initial": 2.0, "power": 2}, {"inputs": x, "shift": 0.25})
    draw.layer("Dense", "dense", x, params={"units": 3})
    project = draw.project(custom_files=(str(own_code.write(tmp_path)),))
    model = build(project).model
    random = np.random.default_rng(0)
    weights = [random.normal(size=weight.shape).astype("float32") for weight in model.get_weights()]
    model.set_weights(weights)
    given = random.normal(size=(5, 4)).astype("float32")
    (tmp_path / "generated.py").write_text(generate(project))
    np.savez(tmp_path / "data.npz", x=given, **{f"w{i}": value for i, value in enumerate(weights)})
    report = export(project, tmp_path / "model.keras")
    assert any(
        "keras.models.load_model(path, custom_objects={'Scale': Scale, 'twice': twice}, safe_mode=False)" in note
        for note in report.notes
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [sys.executable, "-c", FRESH, str(tmp_path)], env=environment, capture_output=True, text=True, timeout=280
    )
    assert done.returncode == 0, done.stderr[-3000:]
    expected = np.asarray(model(given))
    for made in json.loads(done.stdout.splitlines()[-1]):
        np.testing.assert_allclose(made, expected, atol=1e-6)


@pytest.mark.slow
def test_a_lambda_whose_names_keras_forgets_is_pointed_out(tmp_path: Path) -> None:
    trust.trust("lambda x: ops.relu(np.float32(1) + x)")
    report = export(lambda_net("lambda x: ops.relu(np.float32(1) + x)"), tmp_path / "m.keras")
    assert any("The lambda of 'own' uses np and ops, which Keras does not save with it" in n for n in report.notes)
