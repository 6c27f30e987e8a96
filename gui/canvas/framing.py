"""Commands on frames and notes: make them, colour them, change their text, keep them around what they hold.

Each is one undo step. Does not belong here: what the mouse does (gestures.decorate), how they look (frame_item, note_item).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from core.graph import edits
from core.graph.model import Frame, Graph, Note
from core.graph.naming import new_id
from gui.canvas.decorations import box_of, content
from gui.canvas.frame_item import LEAST_HEIGHT, LEAST_WIDTH, TITLE_HEIGHT, FrameItem
from gui.canvas.routing import Point
from gui.canvas.style import CARD_HEIGHT, CARD_WIDTH
from gui.canvas.text_overlay import TextOverlay
from gui.i18n import tr
from gui.session import EditorSession

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

MARGIN = 28.0
"""How far a frame reaches beyond the cards that it is put around."""
SIZE_STEP = 16.0
"""How far (scene units) one press of a key moves an edge."""
_EMPTY = (420.0, 260.0)
_NEAR = 500.0
"""How far (scene units) a card may be from a note that follows it in a new layout."""


def add_frame(session: EditorSession, view: CanvasView) -> str | None:
    """A frame around what is selected, or an empty one at the pointer; its title is edited at once."""
    boxes = [QRectF(*_size(view.canvas.nodes[n].box())) for n in session.selected_nodes() if n in view.canvas.nodes]
    boxes += [view.canvas.decorations.box(d) for d in session.selection if d in view.canvas.decorations.items]
    if boxes:
        around = boxes[0]
        for box in boxes[1:]:
            around = around.united(box)
        around = around.adjusted(-MARGIN, -MARGIN - TITLE_HEIGHT / 2, MARGIN, MARGIN)
    else:
        x, y = view.wanted_place()
        around = QRectF(x - _EMPTY[0] / 2, y - TITLE_HEIGHT / 2, *_EMPTY)
    made = new_id({**session.graph.layout.frames, **session.graph.layout.notes}, "d")
    frame = Frame(made, tr("Comment"), *_whole(around))
    unsaved = view.canvas.unsaved_places() if boxes else {}

    def edit(graph: Graph) -> Graph:
        return edits.put_frame(edits.move_nodes(graph, unsaved), frame)

    if not session.apply(edit, tr("Add frame")):
        return None
    session.select((made,))
    edit_text(view, made)
    return made


def add_note(session: EditorSession, view: CanvasView) -> str | None:
    """An empty note at the pointer; its text is edited at once."""
    x, y = view.wanted_place()
    made = new_id({**session.graph.layout.frames, **session.graph.layout.notes}, "d")
    note = Note(made, "", x, y)
    if not session.apply(lambda graph: edits.put_note(graph, note), tr("Add note")):
        return None
    session.select((made,))
    edit_text(view, made)
    return made


def set_text(session: EditorSession, item_id: str, text: str) -> bool:
    """Give a frame another title, or a note another text."""
    layout = session.graph.layout
    if item_id in layout.frames:
        frame = replace(layout.frames[item_id], title=" ".join(text.split()))
        if frame == layout.frames[item_id]:
            return False
        return session.apply(lambda graph: edits.put_frame(graph, frame), tr("Rename the frame"))
    if item_id in layout.notes:
        note = replace(layout.notes[item_id], text=text.rstrip())
        if note == layout.notes[item_id]:
            return False
        return session.apply(lambda graph: edits.put_note(graph, note), tr("Edit note"))
    return False


def set_color(session: EditorSession, color: str) -> bool:
    """Give the selected frames and notes a colour of the theme ("" for none)."""

    def edit(graph: Graph) -> Graph:
        for item_id in sorted(selected(session)):
            frame, note = graph.layout.frames.get(item_id), graph.layout.notes.get(item_id)
            if frame is not None and frame.color != color:
                graph = edits.put_frame(graph, replace(frame, color=color))
            if note is not None and note.color != color:
                graph = edits.put_note(graph, replace(note, color=color))
        return graph

    return session.apply(edit, tr("Change the colour"))


def resize(session: EditorSession, dx: float, dy: float) -> bool:
    """Move the right and bottom edges of the selected frames and notes; steps that follow each other are one undo step."""
    chosen = sorted(selected(session))

    def edit(graph: Graph) -> Graph:
        for item_id in chosen:
            value = graph.layout.frames.get(item_id) or graph.layout.notes.get(item_id)
            if value is None:
                continue
            # What is smaller already, from another program's file, does not jump to the least size.
            width = max(value.width + dx, min(LEAST_WIDTH, value.width))
            height = max(value.height + dy, min(LEAST_HEIGHT, value.height))
            if (width, height) == (value.width, value.height):
                continue
            made = replace(value, width=width, height=height)
            graph = edits.put_frame(graph, made) if isinstance(made, Frame) else edits.put_note(graph, made)
        return graph

    label = tr("Resize frame") if any(key in session.graph.layout.frames for key in chosen) else tr("Resize note")
    return session.apply(edit, label, merge_key=("resize", frozenset(chosen)))


def color_titles() -> dict[str, str]:
    """The colours that frames and notes may have, and what they are called."""
    return {
        "": tr("Grey"),
        "blue": tr("Blue"),
        "green": tr("Green"),
        "amber": tr("Amber"),
        "red": tr("Red"),
        "pink": tr("Pink"),
    }


def selected(session: EditorSession) -> frozenset[str]:
    """The selected frames and notes."""
    layout = session.graph.layout
    return frozenset(key for key in session.selection if key in layout.frames or key in layout.notes)


def with_content(view: CanvasView, nodes: list[str], decorations: frozenset[str]) -> tuple[list[str], frozenset[str]]:
    """These layers, frames and notes, and all that those frames hold."""
    layout = view.canvas.session.graph.layout
    frames = [layout.frames[key] for key in decorations if key in layout.frames]
    if not frames:
        return nodes, decorations
    centres = {node_id: view.canvas.centre(node_id) for node_id in view.canvas.nodes}
    held_nodes, held = set(nodes), set(decorations)
    for frame in frames:
        inner, others = content(layout, frame, centres)
        held_nodes |= inner
        held |= others
    return sorted(held_nodes), frozenset(held)


def moved(graph: Graph, ids: Iterable[str], dx: float, dy: float) -> Graph:
    """The graph with these frames and notes moved."""
    for item_id in ids:
        frame, note = graph.layout.frames.get(item_id), graph.layout.notes.get(item_id)
        if frame is not None:
            graph = edits.put_frame(graph, replace(frame, x=frame.x + dx, y=frame.y + dy))
        if note is not None:
            graph = edits.put_note(graph, replace(note, x=note.x + dx, y=note.y + dy))
    return graph


def arranged(graph: Graph, before: Mapping[str, Point], after: Mapping[str, Point]) -> Graph:
    """The graph with nodes at new places, each frame around what it held, each note beside the card it was next to.

    ``before`` has the centre of every card, ``after`` those of the cards that move (scene units).
    """
    layout = graph.layout
    now = {**before, **after}
    graph = edits.move_nodes(graph, after)
    shifts: dict[str, Point] = {}
    for frame in layout.frames.values():
        nodes, inner = content(layout, frame, before)
        if nodes and any(before[node_id] != now[node_id] for node_id in nodes):
            around = _around(frame, nodes, before, now)
            x, y, width, height = around["x"], around["y"], around["width"], around["height"]
            graph = edits.put_frame(graph, replace(frame, x=x, y=y, width=width, height=height))
            for note_id in inner & set(layout.notes):
                shifts.setdefault(note_id, (around["x"] - frame.x, around["y"] - frame.y))
    for note in layout.notes.values():
        shift = shifts.get(note.id) or _shift_of_nearest(note, before, now)
        if shift != (0.0, 0.0):
            graph = moved(graph, (note.id,), *shift)
    return graph


def _around(
    frame: Frame, nodes: Iterable[str], before: Mapping[str, Point], now: Mapping[str, Point]
) -> dict[str, float]:
    """The frame with the margins it had around these cards, not less than the usual ones."""
    old, new = _hull(before[node_id] for node_id in nodes), _hull(now[node_id] for node_id in nodes)
    box = box_of(frame)
    left = min(max(old.left() - box.left(), MARGIN), 3 * MARGIN)
    top = min(max(old.top() - box.top(), MARGIN + TITLE_HEIGHT / 2), 4 * MARGIN)
    right = min(max(box.right() - old.right(), MARGIN), 3 * MARGIN)
    bottom = min(max(box.bottom() - old.bottom(), MARGIN), 3 * MARGIN)
    x, y, width, height = _whole(new.adjusted(-left, -top, right, bottom))
    return {"x": x, "y": y, "width": width, "height": height}


def _hull(centres: Iterable[Point]) -> QRectF:
    points = list(centres)
    left, top = min(x for x, _ in points) - CARD_WIDTH / 2, min(y for _, y in points) - CARD_HEIGHT / 2
    right, bottom = max(x for x, _ in points) + CARD_WIDTH / 2, max(y for _, y in points) + CARD_HEIGHT / 2
    return QRectF(left, top, right - left, bottom - top)


def _shift_of_nearest(note: Note, before: Mapping[str, Point], now: Mapping[str, Point]) -> Point:
    if not before:
        return 0.0, 0.0
    middle = box_of(note).center()

    def distance(node_id: str) -> float:
        x, y = before[node_id]
        return abs(x - middle.x()) + abs(y - middle.y())

    nearest = min(before, key=distance)
    if distance(nearest) > _NEAR:
        return 0.0, 0.0
    return now[nearest][0] - before[nearest][0], now[nearest][1] - before[nearest][1]


def _size(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return box[0], box[1], box[2] - box[0], box[3] - box[1]


def _whole(box: QRectF) -> tuple[float, float, float, float]:
    return float(round(box.x())), float(round(box.y())), float(round(box.width())), float(round(box.height()))


def edit_text(view: CanvasView, item_id: str) -> TextOverlay | None:
    """Let the user change the title of a frame or the text of a note, where it stands."""
    session, item = view.canvas.session, view.canvas.decorations.items.get(item_id)
    if item is None:
        return None
    is_frame = isinstance(item, FrameItem)
    overlay = TextOverlay(
        view.viewport(),
        item.value.title if isinstance(item, FrameItem) else item.value.text,
        one_line=is_frame,
        name=tr("Title of the frame") if is_frame else tr("Text of the note"),
        keep=lambda text: set_text(session, item_id, text),
        closed=lambda: view.setFocus(),
    )
    view.horizontalScrollBar().valueChanged.connect(overlay.leave)
    view.verticalScrollBar().valueChanged.connect(overlay.leave)
    view.zoom_changed.connect(overlay.leave)
    session.graph_reset.connect(overlay.drop)
    box = view.viewportTransform().mapRect(item.text_box())
    overlay.open_at(box.toAlignedRect(), view.canvas.look.frame_font if is_frame else view.canvas.look.note_font)
    return overlay
