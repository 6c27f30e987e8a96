"""How things are drawn: pictures equal drawing, every glyph shows something, contrast of text on cards in both themes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsScene, QStyleOptionGraphicsItem, QWidget
from pytestqt.qtbot import QtBot

from core.catalog.catalog import Catalog
from core.graph.model import Graph
from gui.canvas.card import Badge, Card
from gui.canvas.card_texts import two_lines
from gui.canvas.glyphs import FAMILIES, family_icon, glyph
from gui.canvas.node_item import NodeItem
from gui.canvas.pictures import Frame, Pictures
from gui.canvas.style import CanvasStyle
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from gui.theme import DARK, LIGHT, Theme
from tests.gui.canvas.networks import residual

Show = Callable[[Graph], CanvasView]


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(color: QColor) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_text_on_every_card_and_block_can_be_read(qtbot: QtBot, catalog: Catalog, theme: Theme) -> None:
    style = CanvasStyle(theme)
    for family in {spec.family for spec in catalog.layers} | {"block", "unknown"}:
        look = style.family(family)
        assert contrast(style.text, look.tint.color()) >= 4.5, family
        assert contrast(style.muted, look.tint.color()) >= 4.5, family
        assert contrast(look.on_color, look.block.color()) >= 3.0, family  # an icon, not text
    for severity in ("error", "silent", "advice"):
        face, sign = style.severity(severity)
        assert contrast(sign, face) >= 3.0
    assert contrast(style.muted, style.canvas) >= 4.5


def test_every_family_of_the_catalogue_has_a_glyph_of_its_own(catalog: Catalog) -> None:
    families = {spec.family for spec in (*catalog.layers, *catalog.ops)}
    assert families <= set(FAMILIES)
    layers = {spec.family for spec in catalog.layers}
    assert len({str(glyph(family)) for family in layers}) == len(layers)
    assert glyph("no such family") == glyph("unknown")
    for family in FAMILIES:
        box = glyph(family).boundingRect()
        assert QRectF(0, 0, 16, 16).contains(box) and box.width() > 5


@pytest.mark.parametrize("size", [16, 20, 32, 60])
def test_family_icons_are_drawn_in_their_colour_at_every_size(qtbot: QtBot, size: int) -> None:
    image = family_icon("convolution", LIGHT).pixmap(QSize(size, size)).toImage()
    wanted = LIGHT.family("convolution")
    close = 0
    for x in range(image.width()):
        for y in range(image.height()):
            color = image.pixelColor(x, y)
            close += color.alpha() > 200 and abs(color.green() - wanted.green()) < 12
    assert close > size


def drawn(item: NodeItem, zoom: float) -> QImage:
    image = QImage(600, 300, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.translate(300, 150)
    painter.scale(zoom, zoom)
    item._paint(painter, zoom)
    painter.end()
    return image


def plain(item: NodeItem) -> None:
    pass


STATES: dict[str, tuple[Card, Callable[[NodeItem], object]]] = {
    "plain": (Card("conv", "Conv2D", "convolution", ("32", "3×3"), "320"), plain),
    "faulty, shared, frozen": (
        Card("conv", "Conv2D", "convolution", ("32",), "320", Badge("error", "wrong", 1), 2, True),
        plain,
    ),
    "bypassed": (Card("drop", "Dropout", "regularization", ("0.5",), bypassed=True), plain),
    "collapsed": (Card("norm", "BatchNormalization", "normalization", collapsed=True), plain),
    "selected": (Card("conv", "Conv2D", "convolution"), lambda item: item.set_selected(True)),
    "hovered": (Card("conv", "Conv2D", "convolution"), lambda item: item.set_hovered(True)),
    "with a grown port": (Card("conv", "Conv2D", "convolution"), lambda item: item.set_gesture(frozenset((-1,)))),
    "added": (Card("conv", "Conv2D", "convolution"), lambda item: item.set_change("added")),
    "untrained": (Card("conv", "Conv2D", "convolution"), lambda item: item.set_untrained(True)),
}


@pytest.mark.parametrize("zoom", [0.5, 1.0, 1.21, 2.0])
def test_a_picture_is_what_drawing_gives(qtbot: QtBot, zoom: float) -> None:
    """Whatever state a card is in; the cards share their pictures, as those of a scene do."""
    pictures, style, widget = Pictures(), CanvasStyle(LIGHT), QWidget()
    qtbot.addWidget(widget)
    pictures.frame = Frame(zoom, 300.0, 150.0, 1.0)
    items = []  # kept, as a scene keeps them: pictures go by identity
    for name, (card, change) in STATES.items():
        item = NodeItem("n1", card, style, "TB")
        item.set_ports([], [0.0], "TB")
        item.pictures = pictures
        change(item)
        items.append(item)
        image = QImage(600, 300, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor("#808080"))
        painter = QPainter(image)
        item.paint(painter, QStyleOptionGraphicsItem(), widget)
        painter.end()
        direct = drawn(item, zoom)
        different = sum(
            abs(image.pixelColor(x, y).lightness() - direct.pixelColor(x, y).lightness()) > 40
            for x in range(600)
            for y in range(300)
        )
        assert different < 20, name  # text is blended a little differently on a transparent ground


def test_nothing_is_painted_outside_the_bounds(qtbot: QtBot) -> None:
    card = Card("n" * 80, "C" * 80, "merging", ("part" * 9,) * 5, "999 M", Badge("silent", "wrong", 1), 2, True)
    item = NodeItem("n1", card, CanvasStyle(DARK), "TB")
    item.set_ports([], [0.0, 30.0], "TB")
    item.set_gesture(frozenset((-1,)))
    image = drawn(item, 1.0)
    inner = item.boundingRect().translated(300, 150).toAlignedRect()
    for x in range(image.width()):
        for y in range(image.height()):
            assert inner.contains(x, y) or image.pixelColor(x, y) == QColor("#808080")
    texts = item._texts
    assert texts is not None
    for text, room in ((texts.name, 200), (texts.line, 200), (texts.overview[0], 200)):
        assert text is not None and text.size().width() <= room and "…" in text.text()


def test_a_long_name_seen_from_afar_has_two_lines_not_half_a_name(qtbot: QtBot) -> None:
    metrics = CanvasStyle(LIGHT).overview_metrics
    room = metrics.horizontalAdvance("conv2_block1_x")
    assert two_lines(metrics, "stem", room) == ["stem"]
    assert two_lines(metrics, "conv2_block1_1_conv", room) == ["conv2_block1_", "1_conv"]
    assert two_lines(metrics, "MyOwnAttentionBlock", room)[0] in ("MyOwn", "MyOwnAttention")
    assert two_lines(metrics, "n" * 40, room) == ["n" * 40]


def test_old_pictures_go_first_and_changed_ones_at_once(qtbot: QtBot) -> None:
    pictures = Pictures(limit=40_000)
    image = QImage(10, 10, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    frame = Frame(1.0, 0.0, 0.0, 1.0)
    made: list[int] = []
    for owner in (1, 2, 3, 1, 4, 5, 1, 2):
        pictures.draw(
            painter, frame, owner, 0, 0, QRectF(0, 0, 45, 45), lambda p, zoom, owner=owner: made.append(owner)
        )
    assert made == [1, 2, 3, 4, 5, 2] and len(pictures) == 4
    pictures.forget(1)
    assert len(pictures) == 3
    pictures.draw(painter, frame, 1, 0, 0, QRectF(0, 0, 45, 45), lambda p, zoom: made.append(1))
    assert made[-1] == 1
    pictures.clear()
    assert len(pictures) == 0
    painter.end()


def test_zooming_there_and_back_comes_by_the_same_pictures(qtbot: QtBot) -> None:
    pictures = Pictures()
    image = QImage(10, 10, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    made: list[float] = []
    zoom = 1.0
    for factor in (1.1, 1.1, 1.1, 1 / 1.1, 1 / 1.1, 1 / 1.1):
        zoom *= factor
        frame = Frame(zoom, 0.0, 0.0, 1.0)
        pictures.draw(painter, frame, 1, 0, 0, QRectF(0, 0, 45, 45), lambda p, zoom: made.append(zoom))
    painter.end()
    assert made == pytest.approx([1.1, 1.21, 1.331, 1.0])


def test_a_scene_is_drawn_as_vectors_when_it_is_exported(open_view: Show, session: EditorSession) -> None:
    scene: QGraphicsScene = open_view(residual()).canvas
    image = QImage(400, 800, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    scene.render(painter)
    painter.end()
    assert len(scene.pictures) == 0 or scene.pictures.frame is None  # type: ignore[attr-defined]
    assert any(image.pixelColor(200, y) != QColor("white") for y in range(800))
