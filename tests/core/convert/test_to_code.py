"""The look of generated code, and the sentences for what cannot be code. That it runs is test_code_runs' matter."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent, indent

import pytest

from core.catalog.catalog import Catalog, load
from core.convert.code_format import WIDTH
from core.convert.to_code import CodeOptions, generate, write_code
from core.errors import ConversionError
from core.graph import edits
from core.graph.model import Block, Graph, Project
from core.graph.values import EMPTY, Expression, FrozenMap, PythonSource, Raw, Source
from tests.core.convert import block_nets, nets
from tests.core.convert.net_builder import Net, object_, project


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def body(source: str, function: str = "build_model") -> str:
    """The lines of one function, without its docstring, dedented."""
    lines = source.split(f"def {function}(")[1].split("\n\n\n")[0].splitlines()[1:]
    ends = [number for number, line in enumerate(lines) if line.endswith('"""')]
    return dedent("\n".join(lines[ends[0] + 1 :])).strip() + "\n"


def test_blocks_say_what_they_were_drawn_for(catalog: Catalog) -> None:
    source = generate(block_nets.function_blocks(), catalog=catalog)
    said = 'A unit with a shortcut.\n\n    inputs: keras.Input(shape=(None, None, 8), name="x")\n    """\n'
    assert f'    """{said}' in source


def test_a_plain_network_reads_like_an_example_of_keras(catalog: Catalog) -> None:
    assert generate(nets.cnn(), catalog=catalog) == dedent('''\
        # -*- coding: utf-8 -*-
        """A Keras model; build_model() makes it."""

        import keras
        from keras import layers


        def build_model() -> keras.Model:
            """Build the model, without compiling it."""
            inputs = keras.Input(shape=(8, 8, 1), name="image")
            x = layers.Conv2D(8, 3, padding="same", activation="relu", name="conv")(inputs)
            x = layers.BatchNormalization(name="norm")(x)
            x = layers.MaxPooling2D(pool_size=(2, 2), name="pool")(x)
            x = layers.Dropout(0.25, name="drop")(x)
            x = layers.Flatten(name="flat")(x)
            outputs = layers.Dense(10, activation="softmax", name="digits")(x)
            return keras.Model(inputs, outputs, name="cnn")


        def compile_model(model: keras.Model) -> None:
            """Set the optimizer, the loss and the metrics."""
            model.compile(
                optimizer=keras.optimizers.Adam(learning_rate=0.01),
                loss="sparse_categorical_crossentropy",
                metrics=["accuracy"],
            )


        if __name__ == "__main__":
            model = build_model()
            compile_model(model)
            model.summary()
        ''')


def test_branches_get_names_and_chains_are_x(catalog: Catalog) -> None:
    assert body(generate(nets.residual(), catalog=catalog)) == dedent("""\
        inputs = keras.Input(shape=(8, 8, 3), name="image")
        stem = layers.Conv2D(8, 3, padding="same", name="stem")(inputs)
        x = layers.Conv2D(8, 3, padding="same", use_bias=False, name="a")(stem)
        x = layers.ReLU(name="a relu")(x)
        b = layers.Conv2D(16, 3, strides=2, padding="same", name="b")(x)
        x = layers.Conv2D(16, 1, strides=2, name="short")(stem)
        x = layers.Add(name="sum")([b, x])
        x = layers.GlobalAveragePooling2D(name="mean")(x)
        outputs = layers.Dense(3, name="out")(x)
        return keras.Model(inputs, outputs, name="residual")
        """)


def test_shared_layers_are_variables(catalog: Catalog) -> None:
    code = body(generate(nets.shared(), catalog=catalog))
    assert 'encoder = layers.Dense(4, kernel_regularizer=regularizers.L2(l2=0.01), name="encoder")\n' in code
    assert code.count("= encoder(") == 3


def test_blocks_become_functions_and_loops(catalog: Catalog) -> None:
    source = generate(block_nets.function_blocks(), catalog=catalog)
    assert 'def unit(inputs, filters=8, size=3, activation="relu", name_=0, name="unit"):\n' in source
    assert body(source, "stage") == dedent("""\
        x = inputs
        for i in range(1, depth + 1):
            x = unit(x, filters=filters, name=f"{name}_unit_{i}" if depth > 1 else f"{name}_unit")
        x = layers.Dropout(0.5, name=f"{name}_it's {{odd}}")(x)
        return x
        """)
    assert indent('for i in range(1, 4):\n    x = unit(x, size=1, name=f"rest_{i}")\n', "    ") in source


def test_nested_models_are_built_by_functions(catalog: Catalog) -> None:
    source = generate(block_nets.model_blocks(), catalog=catalog)
    assert 'def build_core(units=2, name="core") -> keras.Model:\n' in source
    assert '    encoder = build_encoder(name="encoder")\n    encoder_1 = encoder(left)\n' in source
    assert "    frozen_model.trainable = False\n" in source


def test_arithmetic_and_slices_are_written_as_such(catalog: Catalog) -> None:
    code = body(generate(nets.arithmetic(), catalog=catalog)) + body(generate(nets.slices(), catalog=catalog))
    for line in (
        "subtract = 1 - x_input\n",
        "x = x**2\n",
        "x = x / -0.5\n",
        "negative = -x\n",
        "x = negative > 0.0\n",
        "x = ops.less(0.5, x_input)\n",  # 0.5 < x would become x > 0.5
        'x = ops.einsum("bij,bkj->bik", reshape, mean)\n',
        "get_item_1 = inputs[:, 1:-1:2, ...]\n",
        "get_item_2 = get_item[:, None, ::-1]\n",
    ):
        assert line in code, line


def test_an_op_is_named_only_where_keras_would_not_name_it_so(catalog: Catalog) -> None:
    code = generate(nets.renamed_ops(), catalog=catalog)
    assert 'x = named("add_7", inputs + 1.5)\n' in code
    # A layer is called "multiply" already, so the op must not be left to the count.
    assert 'outputs = named("multiply_1", x * 2)\n' in code
    assert "def named(" not in generate(nets.slices(), catalog=catalog)


def test_lines_are_short_but_for_texts_that_cannot_be_broken(catalog: Catalog) -> None:
    for make in nets.ALL:
        if make is nets.large_constant:
            continue
        for line in generate(make(), catalog=catalog).splitlines():
            assert len(line) <= WIDTH, (make.__name__, line)


def test_every_node_knows_its_lines(catalog: Catalog) -> None:
    for make in nets.ALL:
        made = make()
        code = write_code(made, catalog=catalog)
        lines = code.text.splitlines()
        unused = {"unused", "dead"}
        graphs = {"": made.graph, **{name: block.graph for name, block in made.blocks.items()}}
        for (block, node), (first, last) in code.lines.items():
            assert 0 < first <= last <= len(lines)
            assert node in graphs[block].nodes
            assert " = " in lines[first - 1] or lines[first - 1].lstrip().startswith("for ")
        drawn = {node for block, node in code.lines if not block}
        assert drawn == set(made.graph.nodes) - unused, make.__name__
    code = write_code(nets.cnn(), catalog=catalog)
    first, last = code.lines["", "pool"]
    assert first == last and code.text.splitlines()[first - 1].startswith("    x = layers.MaxPooling2D(")


def test_nothing_is_imported_that_is_not_used(catalog: Catalog) -> None:
    for make in nets.ALL:
        source = generate(make(), catalog=catalog)
        imports, _, rest = source.partition("\n\n\n")
        for line in imports.splitlines():
            if line.startswith(("import ", "from ")):
                for name in line.replace("from keras", "").split("import ")[1].split(", "):
                    used = name.split(" as ")[-1] + "."
                    assert used in rest, (make.__name__, line)


def test_nothing_of_the_user_stands_in_the_first_two_lines(catalog: Catalog) -> None:
    heads = {"\n".join(generate(make(), catalog=catalog).split("\n")[:2]) for make in nets.ALL}
    assert len(heads) == 1


def test_options_leave_parts_out(catalog: Catalog) -> None:
    source = generate(nets.cnn(), CodeOptions(compile=False, main=False), catalog=catalog)
    assert "compile_model" not in source and "__main__" not in source


def test_the_order_of_nodes_and_parameters_does_not_matter(catalog: Catalog) -> None:
    made = nets.residual()
    graph = made.graph
    layers = {
        key: replace(layer, params=FrozenMap(dict(reversed(list(layer.params.items())))))
        for key, layer in graph.layers.items()
    }
    turned = replace(graph, layers=FrozenMap(dict(reversed(layers.items()))))
    assert generate(replace(made, graph=turned), catalog=catalog) == generate(made, catalog=catalog)


def broken(net: Net, *blocks: Block) -> Project:
    return project(net.done(), *blocks)


def refused(made: Project, catalog: Catalog) -> ConversionError:
    with pytest.raises(ConversionError) as raised:
        generate(made, catalog=catalog)
    message = raised.value.message
    assert message.endswith(".") and "\n" not in message
    return raised.value


def one(type: str, params: dict[str, object]) -> Project:
    net = Net()
    net.add(type, "at fault", params, inputs=net.input("x", 4))
    return broken(net)


@pytest.mark.parametrize(
    ("type", "params", "words"),
    [
        ("Lambda", {"function": PythonSource("lambda x: 1")}, "not trusted"),
        ("Dense", {"units": Raw("{}")}, "not understood"),
        ("Dense", {"units": Expression("filters * 2")}, "'filters'"),
        ("Dense", {"units": Expression("open('f')")}, "arithmetic"),
        ("Dense", {"a b": 1}, "'a b'"),
        ("Dense", {"units": Source("x")}, "output of another layer"),
        ("deserialize", {"config": {}}, "not a layer"),
        ("_private.Dense", {"units": 1}, "not a layer"),
        ("Dense", {"units": object_("utils.get_file", origin="x")}, "keras.utils.get_file"),
    ],
)
def test_what_cannot_be_code_names_the_node(type: str, params: dict[str, object], words: str, catalog: Catalog) -> None:
    error = refused(one(type, params), catalog)
    assert error.node == "at fault" and words in error.message and "at fault" in error.message


def test_a_file_in_a_vocabulary_is_not_written_into_code(catalog: Catalog) -> None:
    net = Net()
    net.add("StringLookup", "look", {"vocabulary": "/etc/passwd"}, inputs=net.input("x", 4, dtype="string"))
    with pytest.raises(ConversionError):
        generate(broken(net), catalog=catalog)


def test_placeholders_are_refused(catalog: Catalog) -> None:
    made = one("Dense", {"units": 2})
    layer = made.graph.layer_of("at fault")
    layers = made.graph.layers.set(layer.id, replace(layer, type="mine>Thing", raw="{}"))
    error = refused(replace(made, graph=replace(made.graph, layers=layers)), catalog)
    assert error.node == "at fault" and "placeholder" in error.message and "Thing" in error.message


def test_incomplete_graphs_say_what_is_missing(catalog: Catalog) -> None:
    assert "no output" in refused(Project(), catalog).message
    net = Net()
    x = net.input("x", 4)
    assert "no output" in refused(broken(net), catalog).message
    net.add("Dense", "a", {"units": 1}, inputs=x)
    graph = edits.add_node(
        net.graph, "keras.layers.Dense", name="alone", params=FrozenMap({"units": 1}), node_id="alone"
    )
    assert "no input" in refused(project(replace(graph, outputs=Source("alone"))), catalog).message
    error = refused(project(replace(graph, outputs=(Source("alone"), Source("a")))), catalog)
    assert error.node == "alone" and "'alone' has no input" in error.message


def test_a_cycle_is_refused(catalog: Catalog) -> None:
    net = Net()
    x = net.input("x", 4)
    a = net.add("Add", "a", inputs=(x,))
    b = net.add("Dense", "b", {"units": 4}, inputs=a)
    node = net.graph.nodes["a"]
    nodes = net.graph.nodes.set("a", replace(node, arguments=FrozenMap({"inputs": (x, b)})))
    error = refused(project(replace(net.graph, nodes=nodes, outputs=b)), catalog)
    assert "cycle" in error.message and error.node == "a"


def test_an_error_inside_a_block_names_its_instance(catalog: Catalog) -> None:
    inner = Net("inner")
    inner.add("Dense", "dense", {"units": Raw("1")}, inputs=inner.input("x", 4))
    net = Net()
    net.add("block:bad", "instance", x=net.input("x", 4))
    error = refused(broken(net, Block("bad", "function", EMPTY, inner.done())), catalog)
    assert error.node == "instance" and "'bad'" in error.message


def test_blocks_inside_themselves_and_missing_ones_are_refused(catalog: Catalog) -> None:
    inner = Net("loop")
    inner.add("block:loop", "again", x=inner.input("x", 4))
    net = Net()
    net.add("block:loop", "first", x=net.input("x", 4))
    assert "itself" in refused(broken(net, Block("loop", "function", EMPTY, inner.done())), catalog).message
    assert "no block" in refused(broken(net), catalog).message


def test_values_nested_without_end_are_refused(catalog: Catalog) -> None:
    value: object = 1
    for _ in range(5000):
        value = (value,)
    net = Net()
    x = net.input("x", 4)
    made = net.add("Dense", "deep", {"units": 1}, inputs=x)
    layer = net.graph.layer_of(made.node)
    params = FrozenMap({"units": value})
    graph: Graph = replace(net.graph, layers=net.graph.layers.set(layer.id, replace(layer, params=params)))
    assert "deep" in refused(project(graph), catalog).message
