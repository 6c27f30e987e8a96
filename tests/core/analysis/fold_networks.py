"""Networks with repeated structure, and what tests of folding ask of every one."""

from __future__ import annotations

from core.analysis.fold import find, fold
from core.catalog.catalog import Catalog
from core.graph.model import Project
from core.graph.queries import check
from core.graph.values import Source, Value
from tests.core.analysis.networks import Draw
from tests.core.analysis.same_network import assert_same, written_out


def folded(project: Project, catalog: Catalog) -> Project:
    """The project with all that is found folded, after it was found to be sound and the same network."""
    found = find(project, catalog)
    made = fold(project, found)
    for graph in (made.graph, *(block.graph for block in made.blocks.values())):
        assert check(graph) == []
    assert_same(project.graph, written_out(made), catalog)
    names = [layer.name for layer in written_out(made).layers.values()]
    assert len(set(names)) == len(names)
    return made


def instances(project: Project, block: str = "") -> list[tuple[str, str, object, dict[str, Value]]]:
    graph = project.blocks[block].graph if block else project.graph
    return [
        (layer.name, layer.block or "", layer.repeat, dict(layer.params))
        for layer in graph.layers.values()
        if layer.block
    ]


def dense_chain(units: list[int], dropout: bool = True) -> Project:
    draw = Draw()
    x = draw.input("input", 8)
    for number, each in enumerate(units):
        x = draw.layer("Dense", f"dense_{number}", x, params={"units": each})
        x = draw.layer("BatchNormalization", f"batch_normalization_{number}", x)
        x = draw.layer("ReLU", f"re_lu_{number}", x)
        if dropout:
            x = draw.layer("Dropout", f"dropout_{number}", x, params={"rate": 0.1})
    draw.layer("Dense", "head", x, params={"units": 3})
    return draw.project()


def encoder(draw: Draw, x: Source, name: str, memory: Source | None = None, width: int = 16) -> Source:
    """A Transformer layer; with ``memory`` one that also looks at that."""
    heads = {"num_heads": 2, "key_dim": 8}
    y = draw.layer("MultiHeadAttention", f"{name}_attention", params=heads, query=x, value=x)
    y = draw.layer("Dropout", f"{name}_dropout", y, params={"rate": 0.1})
    x = draw.layer("LayerNormalization", f"{name}_norm", draw.layer("Add", f"{name}_add", x, y))
    if memory is not None:
        y = draw.layer("MultiHeadAttention", f"{name}_cross", params=heads, query=x, value=memory)
        x = draw.layer("LayerNormalization", f"{name}_norm_cross", draw.layer("Add", f"{name}_add_cross", x, y))
    y = draw.layer("Dense", f"{name}_up", x, params={"units": 4 * width, "activation": "gelu"})
    y = draw.layer("Dense", f"{name}_down", y, params={"units": width})
    return draw.layer("LayerNormalization", f"{name}_out", draw.layer("Add", f"{name}_add_out", x, y))


def transformer(layers: int) -> Project:
    draw = Draw("transformer")
    x = draw.input("steps", 12, 16)
    for number in range(layers):
        x = encoder(draw, x, f"layer{number}")
    x = draw.layer("GlobalAveragePooling1D", "mean", x)
    draw.layer("Dense", "head", x, params={"units": 4})
    return draw.project()


def translator(layers: int) -> Project:
    """An encoder and a decoder, all of whose layers look at the encoder's result."""
    draw = Draw("translator")
    source, target = draw.input("source", 12, 16), draw.input("target", 9, 16)
    for number in range(layers):
        source = encoder(draw, source, f"encoder{number}")
    for number in range(layers):
        target = encoder(draw, target, f"decoder{number}", source)
    draw.layer("Dense", "head", target, params={"units": 4})
    return draw.project()


def u_net() -> Project:
    draw = Draw("u_net")
    x = draw.input("image", 32, 32, 1)
    skips = []

    def convolutions(x: Source, name: str, filters: int) -> Source:
        for number in (1, 2):
            params = {"filters": filters, "kernel_size": 3, "padding": "same", "activation": "relu"}
            x = draw.layer("Conv2D", f"{name}_conv{number}", x, params=params)
        return x

    for level in range(3):
        x = convolutions(x, f"down{level}", 8 << level)
        skips.append(x)
        x = draw.layer("MaxPooling2D", f"down{level}_pool", x)
    x = convolutions(x, "bottom", 64)
    for level in reversed(range(3)):
        x = draw.layer("UpSampling2D", f"up{level}_size", x)
        x = draw.layer("Concatenate", f"up{level}_join", x, skips[level])
        x = convolutions(x, f"up{level}", 8 << level)
    draw.layer("Conv2D", "mask", x, params={"filters": 1, "kernel_size": 1})
    return draw.project()


def two_before(cells: int) -> Project:
    """Each cell takes the results of the two before it, as in NASNet."""
    draw = Draw("cells")
    before = draw.layer("Dense", "first", draw.input("input", 16), params={"units": 16})
    x = draw.layer("Dense", "second", before, params={"units": 16})
    for number in range(cells):
        a = draw.layer("Dense", f"cell{number}_a", x, params={"units": 16})
        b = draw.layer("ReLU", f"cell{number}_b", draw.layer("Dense", f"cell{number}_c", before, params={"units": 16}))
        x, before = draw.layer("Add", f"cell{number}_sum", draw.layer("ReLU", f"cell{number}_d", a), b), x
    draw.layer("Concatenate", "both", x, before)
    return draw.project()


def recurrent(layers: int) -> Project:
    """LSTMs that hand on their sequence and both states."""
    draw = Draw("states")
    x = draw.input("steps", 7, 5)
    state: tuple[Source, ...] = ()
    for number in range(layers):
        calls = {"initial_state": state} if state else {}
        params = {"units": 5, "return_sequences": True, "return_state": True}
        last = draw.layer("LSTM", f"lstm{number}", x, params=params, **calls)
        state = (Source(last.node, 1), Source(last.node, 2))
        x = draw.layer("LayerNormalization", f"norm{number}", last)
        x = draw.layer("Dropout", f"drop{number}", x, params={"rate": 0.2})
    draw.layer("Concatenate", "out", state[0], state[1], draw.layer("GlobalMaxPooling1D", "pool", x))
    return draw.project()
