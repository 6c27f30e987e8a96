"""Which layers are not as they were when the network was trained last: their cards carry a ring.

Does not belong here: the run itself (training), the ring (gui.canvas.badges).
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from core.graph.model import Block, Graph, Project
from gui.canvas.scene import CanvasScene
from gui.session import EditorSession
from gui.training import TrainingController


class Untrained(QObject):
    """Keeps the marks of one scene in step with the session and the last run that ended."""

    def __init__(self, session: EditorSession, training: TrainingController, scene: CanvasScene, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._training = training
        self._scene = scene
        training.running_changed.connect(self._refresh)
        session.graph_reset.connect(self._refresh)
        session.project_changed.connect(self._refresh)

    def _refresh(self, *_: object) -> None:
        trained = self._training.trained_project
        if trained is None:
            self._scene.mark_untrained(frozenset())
        else:
            self._scene.mark_untrained(changed_since(trained, self._session.project, self._session.scope))


def changed_since(trained: Project, project: Project, scope: str = "") -> frozenset[str]:
    """The nodes of the main graph, or of the block ``scope``, that are new or other than in ``trained``.

    Another project altogether - not one node in common - has nothing that changed.
    """
    old, new = _graph(trained, scope), _graph(project, scope)
    if old is None or new is None or not set(old.nodes) & set(new.nodes):
        return frozenset()
    found = set()
    for node_id, node in new.nodes.items():
        before = old.nodes.get(node_id)
        layer = new.layers[node.layer]
        if before is None or (before is not node and before != node):
            found.add(node_id)
            continue
        known = old.layers.get(node.layer)
        if known is not layer and known != layer:
            found.add(node_id)
        elif layer.block is not None and _other(trained.blocks, project.blocks, layer.block):
            found.add(node_id)
    return frozenset(found)


def _graph(project: Project, scope: str) -> Graph | None:
    if not scope:
        return project.graph
    return project.blocks[scope].graph if scope in project.blocks else None


def _other(old: Mapping[str, Block], new: Mapping[str, Block], name: str) -> bool:
    """True if the block, or a block inside it, computes something else."""
    waiting, seen = [name], set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        one, other = old.get(name), new.get(name)
        if one is None or other is None:
            if one is not other:
                return True
            continue
        if one is not other and (
            one.graph.nodes != other.graph.nodes
            or one.graph.layers != other.graph.layers
            or one.parameters != other.parameters
        ):
            return True
        waiting += [layer.block for layer in other.graph.layers.values() if layer.block is not None]
    return False
