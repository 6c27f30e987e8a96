"""Names and texts from strangers: whatever they hold, the code parses, passes the allow-list, and only builds a model."""

from __future__ import annotations

import ast
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.catalog.catalog import load
from core.convert.code_check import check
from core.convert.to_code import generate
from core.errors import ConversionError
from core.graph.model import Block, CompileSettings, Project, TrainingSettings
from core.graph.values import Expression, FrozenMap
from tests.core.convert.nets import Net, at, project

CANARY = "canary-was-here"
ATTACK = f"__import__('pathlib').Path('{CANARY}').touch()"
HARD = [
    f'"); {ATTACK} #',
    f"'); {ATTACK} #",
    f"\n{ATTACK}\n",
    f"\r{ATTACK}\r",
    f"\r\n{ATTACK}",
    f"\x0c{ATTACK}",
    f"\u2028{ATTACK}\u2029",
    f'"""\n{ATTACK}\n"""',
    f"{{{ATTACK}}}",
    "{name}",
    "{{",
    "}",
    "\\",
    '\\"',
    "\\N{DASH}",
    "# -*- coding: utf-7 -*-",
    "coding: utf-7 +AG8AcABlAG4-",
    "class",
    "def",
    "match",
    "None",
    "print",
    "exec",
    "keras",
    "layers",
    "x",
    "inputs",
    "outputs",
    "named",
    "name",
    "build_model",
    "__name__",
    "__builtins__",
    "ｅxec",
    "ℓayers",
    "ﬁle",
    "卷积",
    "\ud83d",
    "\0",
    "a" * 500,
    "",
    "0",
    "%s",
    "'\"",
]
TEXTS = st.sampled_from(HARD) | st.text(st.characters(codec=None, exclude_categories=()), max_size=12)
NAMES = TEXTS.map(lambda text: text.replace("/", "").strip() or "unnamed")


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """A network in which every foreign text is hostile: names, texts, keys, block names and parameters."""
    net = Net(draw(NAMES))
    names = draw(st.lists(NAMES, min_size=9, max_size=9, unique=True))
    block, model, parameter = draw(st.lists(NAMES, min_size=3, max_size=3, unique=True))
    x = net.input(names[0], 4)
    x = net.add("Dense", names[1], {"units": 4, "activation": draw(st.sampled_from(["relu"] * 40 + HARD))}, inputs=x)
    y = net.add("Dense", names[2], {"units": 4}, inputs=x)
    y = net.again(y, "again", inputs=y)
    z = net.add("ops.add", names[3], x1=x, x2=y)
    inner = Net(draw(TEXTS))
    entry = draw(NAMES)
    inner.add("Dense", draw(NAMES.filter(lambda name: name != entry)), {"units": 4}, inputs=inner.input(entry, 4))
    graph = inner.done()
    z = net.add(f"block:{block}", names[4], {parameter: draw(TEXTS)}, **{entry: z})
    net.repeat(names[4], draw(st.integers(1, 3)))
    z = net.add(f"block:{model}", names[5], **{entry: z})
    lstm = net.add("Reshape", names[6], {"target_shape": (2, 2)}, inputs=z)
    lstm = net.add("LSTM", names[7], {"units": 2, "return_state": True}, sequences=lstm)
    keys = draw(st.lists(TEXTS, min_size=2, max_size=2, unique=True))
    outputs = FrozenMap(dict(zip(keys, (z, at(lstm, 1)), strict=True)))
    compile = CompileSettings(loss=FrozenMap({key: draw(TEXTS) for key in keys}), metrics=(draw(TEXTS),))
    blocks = (
        Block(block, "function", FrozenMap({parameter: draw(TEXTS)}), graph, draw(TEXTS)),
        Block(model, "model", FrozenMap(), graph, draw(TEXTS)),
    )
    return project(net.done(outputs), *blocks, training=TrainingSettings(compile=compile))


def runs(folder: Path) -> int:
    """Run every module of the folder, builds included; how many Keras built (it knows no activation of such a name)."""
    built = 0
    for path in sorted(folder.glob("*.py")):
        try:
            runpy.run_path(str(path), run_name="generated")["build_model"]()
            built += 1
        except (ValueError, TypeError):
            continue
    return built


@pytest.mark.slow
def test_hostile_names_never_run(tmp_path: Path) -> None:
    catalog = load()
    sources: list[str] = []

    # Shrinking such networks takes minutes and helps little: the seed and the message do.
    @settings(
        max_examples=250,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
        report_multiple_bugs=False,
    )
    @given(projects())
    def generated(made: Project) -> None:
        source = generate(made, catalog=catalog)
        assert source.isascii() and "\r" not in source
        assert source.startswith('# -*- coding: utf-8 -*-\n"""A Keras model; build_model() makes it."""\n')
        ast.parse(source)
        check(source)
        assert generate(made, catalog=catalog) == source
        sources.append(source)

    generated()
    for number, source in enumerate(dict.fromkeys(sources)):
        (tmp_path / f"m{number:04}.py").write_text(source, encoding="utf-8")
    root = str(Path(__file__).resolve().parents[3])
    run = "from tests.core.convert.test_hostile_names import runs"
    command = f"from pathlib import Path; {run}; print(runs(Path({str(tmp_path)!r})))"
    environment = {**os.environ, "PYTHONPATH": root}
    ended = subprocess.run(
        [sys.executable, "-c", command],
        check=True,
        cwd=tmp_path,
        env=environment,
        timeout=250,
        capture_output=True,
        text=True,
    )
    assert int(ended.stdout.split()[-1]) > len(sources) / 4
    assert not list(tmp_path.rglob(f"*{CANARY}*")) and len(list(tmp_path.iterdir())) == len(list(tmp_path.glob("*.py")))


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_hostile_types_parameters_and_expressions_are_refused_or_harmless(text: str, name: str) -> None:
    catalog = load()
    for type_name, params in ((f"Dense{text}", {}), ("Dense", {text: 1}), ("Dense", {"units": Expression(text)})):
        net = Net("net")
        net.add(type_name, "dense", params, inputs=net.input("x", 4))
        try:
            check(generate(project(net.done()), catalog=catalog))
        except ConversionError as error:
            assert error.node == "dense" or error.node is None
