"""All of one project put into another: its layers beside those that are there, and the blocks that they use.

What pasted code and pasted models become. Does not belong here: single models as one block (nesting), the settings for
training, which stay those of the project that is pasted into.
"""

from __future__ import annotations

from dataclasses import replace

from core.graph.edits import on_graph, put_block
from core.graph.fragments import insert
from core.graph.inner_models import rename_in_block, rename_in_graph
from core.graph.model import Graph, Project
from core.graph.naming import unique_among


def merge(
    project: Project, other: Project, *, scope: str = "", offset: tuple[float, float] = (0.0, 0.0)
) -> tuple[Project, list[str]]:
    """Insert the main graph of ``other`` into the main graph of ``project``, or into its block ``scope``.

    Names and ids that are taken are replaced by new ones, and positions moved by ``offset`` (scene units). A block that
    is there already with the same content is used; any other gets a name of its own. Returns the project and the ids of
    the new nodes. EditError where a block would come to use itself.
    """
    names: dict[str, str] = {}
    for block in other.blocks.values():
        same = project.blocks.get(block.name)
        fits = same is not None and same == block and block.name != scope
        names[block.name] = block.name if fits else unique_among({*project.blocks, *names.values()}, block.name)
    for block in other.blocks.values():
        name = names[block.name]
        if name not in project.blocks:
            project = put_block(project, replace(rename_in_block(block, names), name=name))
    fragment = rename_in_graph(other.graph, names)
    made: list[str] = []

    def edit(graph: Graph) -> Graph:
        graph, ids = insert(graph, fragment, offset=offset)
        made.extend(new for new in ids.values() if new in graph.nodes)
        return graph

    return on_graph(edit, scope)(project), made
