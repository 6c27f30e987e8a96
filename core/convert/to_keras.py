"""From a project to a real ``keras.Model``, equal to the one that hand-written code would build.

The project is analysed first, so a model that cannot be built is refused with the same words that the problems list
shows, before any weight is allocated. Layers are made in the order of generated code, so that after the same seed both have
the same weights. Safe in worker threads; never clears Keras's session. Does not belong here:
weights from files (model_files), compiling and training (runs).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from core.analysis.analysis import Analyzer, first_error
from core.analysis.custom import OwnCodeReader, using
from core.analysis.error_text import clean
from core.analysis.instantiate import dtype_policy
from core.analysis.messages import explain
from core.analysis.network import NodeError, build_network
from core.analysis.results import Analysis
from core.convert.making_order import in_code_order, making_order
from core.errors import ConversionError
from core.graph.bypass import without_bypassed
from core.graph.expand import expand
from core.graph.model import Block, Graph, Project
from core.graph.values import FrozenMap, Value
from core.texts import text


@dataclass(frozen=True, slots=True)
class BuiltModel:
    """A live functional model. ``layer_nodes`` maps the names of its layers and ops to node ids of the main graph."""

    model: Any
    layer_nodes: Mapping[str, str]


def build(project: Project, analysis: Analysis | None = None) -> BuiltModel:
    """Build the main graph; ConversionError (naming the node where one is at fault) if it cannot be built.

    ``analysis`` may be the analysis of this very project, to save time; any other one is ignored.
    """
    from core.catalog.catalog import load

    specs = load()
    if analysis is None or analysis.project is not project or analysis.block:
        analysis = Analyzer(specs).analyze(project)
    error = first_error(analysis)
    if error is not None:
        raise error
    if not project.graph.nodes:
        raise ConversionError(text("The model has no layers yet; add an Input and at least one layer."))
    _check_memory(analysis)
    order = making_order(project.graph, project.blocks)  # of the code, which names bypassed layers in comments
    project = without_bypassed(project)
    expansion = expand(project)
    order = [layer_id for layer_id in order if layer_id in expansion.graph.layers]
    blocks = FrozenMap(
        {name: replace(block, graph=in_code_order(block.graph, specs)) for name, block in project.blocks.items()}
    )
    try:
        with using(OwnCodeReader().read(project)), dtype_policy(project.dtype_policy):
            network = build_network(
                in_code_order(expansion.graph, specs),
                blocks,
                project.graph.name,
                order,
                partial(_inner_order, blocks),
            )
    except NodeError as failed:
        failure = explain(failed.cause, failed.layer, failed.inputs)
        node = expansion.origin[failed.node][0]
        raise ConversionError(failure.sentence(failed.layer.name), clean(str(failed.cause)), node=node) from failed
    except ConversionError:
        raise
    except Exception as other:
        raise ConversionError(
            text("Keras cannot build the model {name!r}: {other}", name=project.graph.name, other=clean(str(other)))
        ) from other
    nodes = {name: expansion.origin[node_id][0] for name, node_id in network.layer_nodes.items()}
    return BuiltModel(network.model, nodes)


def _inner_order(blocks: FrozenMap[str, Block], graph: Graph, values: Mapping[str, Value]) -> list[str]:
    return making_order(graph, blocks, values)


def _check_memory(analysis: Analysis) -> None:
    """Refuse weights that this machine cannot hold, rather than let the system kill the program."""
    available = machine_memory()
    needed = analysis.totals.weight_bytes
    if available is not None and needed > available:
        raise ConversionError(
            text(
                "The weights of {parameters:,} parameters take {needed:,.1f} GiB; this machine has "
                "{available:,.1f} GiB of memory.",
                parameters=analysis.totals.parameters,
                needed=needed / 2**30,
                available=available / 2**30,
            )
        )


def machine_memory() -> int | None:
    """Bytes of physical memory; None where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
