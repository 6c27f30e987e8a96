"""Generated code says how the layers that take their state from data get it, and it works."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.convert.code_check import check
from core.convert.to_code import generate
from core.errors import ConversionError
from core.graph import edits
from core.graph.model import Block, Project
from core.graph.values import FrozenMap, Source
from tests.core.convert import net_builder, nets


def one_input() -> Project:
    net = net_builder.Net("one")
    x = net.input("measures", 3)
    x = net.add("Normalization", "first", inputs=x)
    x = net.add("Rescaling", "twice", {"scale": 2.0}, inputs=x)
    x = net.add("Normalization", "it's second", inputs=x)
    net.add("Normalization", "known", {"mean": 0.0, "variance": 1.0}, inputs=x)
    return net_builder.project(net.done())


def test_the_function_adapts_what_a_run_would(tmp_path: Path) -> None:
    code = generate(one_input())
    assert 'model.get_layer("first").adapt(data)\n' in code
    assert '"known"' not in code.partition("def adapt_layers")[2]
    (tmp_path / "m.py").write_text(code, encoding="ascii")
    made = runpy.run_path(str(tmp_path / "m.py"), run_name="generated")
    model = made["build_model"]()
    x = np.random.default_rng(0).normal(5, 3, (200, 3)).astype(np.float32)
    made["adapt_layers"](model, x)
    outputs = np.asarray(model(x))
    np.testing.assert_allclose(outputs.mean(axis=0), 0, atol=1e-4)
    np.testing.assert_allclose(outputs.std(axis=0), 1, atol=1e-3)


def test_several_inputs_are_given_by_name(tmp_path: Path) -> None:
    net = net_builder.Net("two")
    a, b = net.input("left one", 2), net.input("word", 1, dtype="string")
    a = net.add("Normalization", "scale", inputs=a)
    b = net.add(
        "StringLookup", "index", {"max_tokens": 5, "output_mode": "one_hot", "pad_to_max_tokens": True}, inputs=b
    )
    net.add("Concatenate", "both", inputs=(a, b))
    code = generate(net_builder.project(net.done()))
    assert 'model.get_layer("index").adapt(data["word"])' in code
    (tmp_path / "m.py").write_text(code, encoding="ascii")
    made = runpy.run_path(str(tmp_path / "m.py"), run_name="generated")
    model = made["build_model"]()
    made["adapt_layers"](model, {"left one": np.ones((3, 2), np.float32), "word": [["a"], ["b"], ["a"]]})
    assert model.get_layer("index").get_vocabulary() == ["[UNK]", "a", "b"]


def test_what_it_cannot_reach_is_named() -> None:
    inner = net_builder.Net("inner")
    x = inner.input("x", 3)
    inner.add("Normalization", "deep", inputs=x)
    net = net_builder.Net("outer")
    x = net.input("x", 3)
    net.add("block:inner", "base", x=x)
    project = net_builder.project(net.done(), Block("inner", "model", FrozenMap(), inner.done()))
    assert "Adapt this layer to what arrives there, too: 'base/deep'" in generate(project)
    written_out = replace(project, blocks=FrozenMap({"inner": replace(project.blocks["inner"], kind="function")}))
    assert 'model.get_layer("base_deep").adapt(data)' in generate(written_out)


def test_a_block_may_be_called_like_the_function_or_the_data() -> None:
    for name in ("data", "adapt_layers"):
        inner = net_builder.Net(name)
        x = inner.input("x", 3)
        inner.add("Dense", "d", {"units": 3}, inputs=x)
        project = one_input()
        graph = edits.add_node(project.graph, f"block:{name}", arguments={"x": Source(list(project.graph.nodes)[-1])})
        block = Block(name, "function", FrozenMap(), inner.done())
        assert ".adapt(" in generate(replace(project, graph=graph, blocks=FrozenMap({name: block})))
    assert "adapt" not in generate(nets.cnn())


@pytest.mark.parametrize(
    "line",
    [
        'model.get_layer("a").adapt(open("x"))',
        'model.get_layer("a").adapt(other)',
        'model.get_layer("a").save(data)',
        'model.load_weights("a")',
        "model.get_layer(data).adapt(data)",
        'data.get_layer("a").adapt(data)',
        'model.get_layer("a").adapt(keras.Model(model.inputs, model.get_layer("b").output).predict(data))',
    ],
)
def test_nothing_else_may_be_called_on_a_model(line: str) -> None:
    head = "# -*- coding: utf-8 -*-\nimport keras\n\n\ndef adapt_layers(model: keras.Model, data) -> None:\n"
    check(head + '    model.get_layer("a").adapt(data)\n')
    with pytest.raises(ConversionError):
        check(head + f"    {line}\n")
