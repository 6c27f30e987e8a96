"""The graph that checks look at, and the way from an edit of it to a fix of the project.

One subject is shared by all checks of a pass, so that wires are indexed and nodes are counted once. Does not belong here:
what is wrong with the graph (structure and its parts), how that is told (problems).
"""

from __future__ import annotations

from core.analysis.problems import Fix
from core.analysis.wiring import Wiring
from core.graph import edits
from core.graph.model import Graph, Project


class Subject:
    """The main graph of the project, or that of ``block``; ``order`` is the place of each node in it."""

    def __init__(self, project: Project, block: str, wiring: Wiring) -> None:
        self.project = project
        self.block = block
        self.wiring = wiring
        self.graph: Graph = wiring.graph
        self.order = {node_id: place for place, node_id in enumerate(self.graph.nodes)}

    def fix(self, label: str, edit: edits.GraphEdit) -> Fix:
        """A fix that applies ``edit`` to the graph that is checked; ``label`` says what it does."""
        return Fix(label, edits.on_graph(edit, self.block))
