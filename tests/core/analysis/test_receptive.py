"""Receptive fields against the published figures of known networks."""

from __future__ import annotations

import pytest

from core.analysis.analysis import Analyzer
from core.analysis.receptive import Field, receptive_fields
from core.catalog import catalog
from core.graph import edits
from core.graph.model import Graph, Project
from core.graph.values import Source


def fields(graph: Graph) -> dict[str, Field]:
    loaded = catalog.load()
    analysis = Analyzer(loaded).analyze(Project(graph=graph))
    found = receptive_fields(graph, analysis.nodes, loaded)
    return {graph.name_of(node_id): field for node_id, field in found.items()}


def chain(*layers: tuple[str, dict[str, object]], shape: tuple[int, ...] = (64, 64, 3)) -> Graph:
    graph = edits.add_node(Graph(), "keras.layers.InputLayer", name="x", params={"shape": shape})
    for number, (kind, params) in enumerate(layers, 1):
        graph = edits.add_node(
            graph,
            f"keras.layers.{kind}",
            name=f"l{number}",
            params=params,  # type: ignore[arg-type]
            arguments={"inputs": Source(f"n{number}")},
        )
    return graph


def conv(kernel: object = 3, **more: object) -> tuple[str, dict[str, object]]:
    return "Conv2D", {"filters": 2, "kernel_size": kernel, "padding": "same", **more}


def test_stacked_windows_add_up() -> None:
    found = fields(chain(conv(), conv(), ("MaxPooling2D", {}), conv()))
    assert [found[name].size for name in ("x", "l1", "l2", "l3", "l4")] == [(1, 1), (3, 3), (5, 5), (6, 6), (10, 10)]
    assert found["l4"].jump == (2, 2) and found["l4"].text == "10 × 10"


def test_dilation_strides_and_unequal_windows() -> None:
    found = fields(chain(conv(dilation_rate=2), conv((1, 5)), conv(strides=2), conv()))
    assert [found[f"l{number}"].size for number in (1, 2, 3, 4)] == [(5, 5), (5, 9), (7, 11), (11, 15)]


def test_what_loses_positions_has_no_field() -> None:
    found = fields(chain(conv(), ("Flatten", {}), ("Dense", {"units": 2})))
    assert "l2" not in found and "l3" not in found


def test_the_largest_path_counts_where_paths_meet() -> None:
    graph = chain(conv(1), conv(7))
    graph = edits.add_node(graph, "keras.layers.Add", name="sum", arguments={"inputs": (Source("n2"), Source("n3"))})
    assert fields(graph)["sum"].size == (7, 7)


def test_vgg16_sees_212_pixels() -> None:
    """Figure from Araujo et al., Distill 2019, table of networks (vgg_16: 212)."""
    layers: list[tuple[str, dict[str, object]]] = []
    for convolutions in (2, 2, 3, 3, 3):
        layers += [conv()] * convolutions + [("MaxPooling2D", {})]
    found = fields(chain(*layers))
    assert found["l18"].size == (212, 212)
    assert found["l18"].jump == (32, 32)


@pytest.mark.parametrize("kind", ["Conv2DTranspose", "UpSampling2D"])
def test_growing_layers_shrink_the_jump(kind: str) -> None:
    params: dict[str, object] = {"filters": 2, "kernel_size": 2, "strides": 2} if kind == "Conv2DTranspose" else {}
    found = fields(chain(("MaxPooling2D", {}), (kind, params)))
    assert found["l2"].jump == (1, 1)
