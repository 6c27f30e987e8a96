"""Cards that glide to new places, so that the eye can follow an automatic layout.

The document has the new positions already; only what is seen moves. Anything that happens meanwhile ends the motion at
once. Off where the desktop asks for no motion, and for very large graphs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation
from PySide6.QtWidgets import QApplication, QStyle

from gui.canvas.edge_item import rounded_path
from gui.canvas.placing import Key
from gui.canvas.routing import Point

if TYPE_CHECKING:
    from gui.canvas.scene import CanvasScene

DURATION_MS = 150
MOST_CARDS = 600


class Glide(QObject):
    """At most one motion at a time: :meth:`remember`, change the scene, :meth:`start`."""

    def __init__(self, scene: CanvasScene) -> None:
        super().__init__(scene)
        self._scene = scene
        self.enabled = True
        self._cards: dict[str, tuple[Point, Point]] = {}
        self._wires: dict[Key, tuple[list[Point], list[Point]]] = {}
        self._old_cards: dict[str, Point] = {}
        self._old_wires: dict[Key, tuple[Point, ...]] = {}
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(DURATION_MS)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._animation.valueChanged.connect(self._step)
        self._animation.finished.connect(self._land)

    def is_wanted(self) -> bool:
        """Whether motion is on here and on this desktop, and the graph is small enough for it."""
        style = QApplication.style()
        allowed = style is None or style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
        return self.enabled and allowed and 0 < len(self._scene.nodes) <= MOST_CARDS and bool(self._scene.views())

    def is_running(self) -> bool:
        """Whether cards are on their way."""
        return bool(self._cards)

    def remember(self) -> None:
        """Note where everything is, before it changes."""
        scene = self._scene
        self._old_cards = {node_id: scene.centre(node_id) for node_id in scene.nodes}
        self._old_wires = {key: item.points for key, item in scene.wiring.items.items()}

    def start(self) -> None:
        """Let what has moved since :meth:`remember` glide from there to where it is now."""
        scene = self._scene
        cards = {n: (old, scene.centre(n)) for n, old in self._old_cards.items() if n in scene.nodes}
        self._cards = {n: ends for n, ends in cards.items() if ends[0] != ends[1]}
        wires = {
            k: (old, scene.wiring.items[k].points) for k, old in self._old_wires.items() if k in scene.wiring.items
        }
        self._wires = {k: _alike(old, new) for k, (old, new) in wires.items() if old != new and old and new}
        self._old_cards, self._old_wires = {}, {}
        if not self._cards:
            self._wires = {}
            return
        self._show_labels(False)
        self._step(0.0)
        self._animation.start()

    def finish(self) -> None:
        """End the motion now; everything is where it belongs."""
        if self._cards:
            self._animation.stop()
            self._land()

    def _step(self, value: object) -> None:
        t = float(value)  # type: ignore[arg-type]
        scene = self._scene
        for node_id, (old, new) in self._cards.items():
            scene.nodes[node_id].setPos(old[0] + (new[0] - old[0]) * t, old[1] + (new[1] - old[1]) * t)
        for key, (before, after) in self._wires.items():
            points = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in zip(before, after, strict=True)]
            scene.wiring.items[key].setPath(rounded_path(points))

    def _land(self) -> None:
        scene = self._scene
        for node_id, (_, new) in self._cards.items():
            scene.nodes[node_id].setPos(*new)
        for key in self._wires:
            item = scene.wiring.items[key]
            item.setPath(rounded_path(item.points))
        self._show_labels(True)
        self._cards, self._wires = {}, {}

    def _show_labels(self, shown: bool) -> None:
        for key in self._wires:
            label = self._scene.wiring.items[key].label
            if label is not None:
                label.setVisible(shown)


def _alike(old: tuple[Point, ...], new: tuple[Point, ...]) -> tuple[list[Point], list[Point]]:
    """Both polylines with the same number of corners, the last corner of the shorter one repeated."""
    count = max(len(old), len(new))
    return [*old, *[old[-1]] * (count - len(old))], [*new, *[new[-1]] * (count - len(new))]
