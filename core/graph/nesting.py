"""A model from another project as a block of this one, with a call of it.

Does not belong here: blocks made of selected layers (grouping), what the blocks mean.
"""

from __future__ import annotations

from dataclasses import replace

from core.errors import EditError
from core.graph.edits import add_node, on_graph, put_block
from core.graph.inner_models import block_blocks
from core.graph.model import BLOCK_PREFIX, Block, Graph, Project
from core.graph.naming import new_id, unique_among
from core.graph.queries import input_nodes
from core.graph.values import Source
from core.texts import text


def insert_model(
    project: Project,
    block: Block,
    *,
    scope: str = "",
    after: Source | None = None,
    position: tuple[float, float] | None = None,
) -> tuple[Project, str]:
    """Add the block and a call of it, behind ``after`` if given; returns the project and the id of the new node.

    The call goes into the main graph or into the block ``scope``. A block with the very same graph is used again; any
    other of that name stays, and the new one gets another name. EditError for a block that uses others.
    """
    if block_blocks(block):
        raise EditError(text("The block {block!r} uses other blocks; it cannot be taken over alone.", block=block.name))
    same = [other for other in project.blocks.values() if other.kind == block.kind and _alike(other, block)]
    same = [other for other in same if other.name != scope]
    name = same[0].name if same else unique_among(project.blocks, block.name)
    if not same:
        project = put_block(project, replace(block, name=name))
    target = project.blocks[scope].graph if scope else project.graph
    node_id = new_id(target.nodes, "n")
    inputs = input_nodes(block.graph)
    arguments = {block.graph.name_of(inputs[0]): after} if after is not None and inputs else {}

    def edit(graph: Graph) -> Graph:
        return add_node(
            graph, BLOCK_PREFIX + name, name=block.name, arguments=arguments, position=position, node_id=node_id
        )

    return on_graph(edit, scope)(project), node_id


def _alike(one: Block, other: Block) -> bool:
    return replace(one.graph, name="") == replace(other.graph, name="") and one.parameters == other.parameters
