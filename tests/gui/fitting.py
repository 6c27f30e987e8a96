"""Finds text that is cut: what a widget shows and has no room for, unless it ends in an ellipsis that a tooltip explains.

    cut(window) -> one line for each text that does not fit

Looks at every visible label, button, tab, header section, combo box, placeholder and item of a view below a widget. What
is painted by hand (cards, the rows of the palette) is the business of its own tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QDockWidget,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenuBar,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)

from gui.elided_button import ElidedButton
from gui.elided_label import ElidedLabel

# A line may break between Chinese characters as between words.
_WORD = re.compile(r"[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+")
PADDING = 6
"""Pixels of an item's own height that no text needs."""
SLACK = 1
"""Pixels that rounding may take."""


def cut(root: QWidget) -> list[str]:
    """One line for each visible text below ``root`` that has no room."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if not widget.isVisible() or widget.window() is not root.window() or _is_behind(widget):
            continue
        found += [f"{_place(widget)}: {said}" for said in _cut(widget)]
    return found


def _is_behind(widget: QWidget) -> bool:
    """In a dock whose tab is not the current one: Qt only moves it away."""
    holder: QWidget | None = widget
    while holder is not None and not isinstance(holder, QDockWidget):
        holder = holder.parentWidget()
    return holder is not None and holder.visibleRegion().isEmpty()


def _cut(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QTabBar):
        yield from _tabs(widget)
    elif isinstance(widget, QComboBox):
        yield from _combo(widget)
    elif isinstance(widget, QHeaderView):
        yield from _header(widget)
    elif isinstance(widget, QAbstractButton):
        yield from _button(widget)
    elif isinstance(widget, QLineEdit):
        yield from _line(widget)
    elif isinstance(widget, QAbstractSpinBox):
        line = widget.findChild(QLineEdit)
        # 2 pixels each side are Qt's own in every line edit.
        if line is not None and _width(line.fontMetrics(), line.text()) > line.width() - 4 + SLACK:
            yield f"{line.text()!r} needs {_width(line.fontMetrics(), line.text())}, has {line.width() - 4}"
    elif isinstance(widget, QMenuBar):
        extension = widget.findChild(QWidget, "qt_menubar_ext_button")
        if extension is not None and extension.isVisible():
            yield "menus that have no room"
    elif isinstance(widget, QAbstractItemView):
        yield from _items(widget)


def _label(label: QLabel) -> Iterator[str]:
    text = label.text()
    if not text.strip():
        return
    room = label.contentsRect()
    if label.wordWrap():
        if label.heightForWidth(label.width()) > label.height() + SLACK:
            yield f"{text!r} needs {label.heightForWidth(label.width())} of height, has {label.height()}"
        longest = max(_width(label.fontMetrics(), word) for word in _WORD.findall(_plain(label)) or [""])
        if longest > room.width() + SLACK:
            yield f"a word of {text!r} needs {longest}, has {room.width()}"
    elif isinstance(label, ElidedLabel):
        if label.shown != text and not _explained(label, text):
            yield f"{text!r} is elided without a tooltip"
    elif label.sizeHint().width() > label.width() + SLACK or label.sizeHint().height() > label.height() + SLACK:
        yield _lacks(text, label.sizeHint().width(), label.width(), label.sizeHint().height(), label.height())
    yield from _hidden(label, text)


def _button(button: QAbstractButton) -> Iterator[str]:
    text = button.text().replace("&", "")
    hint = button.sizeHint()
    if not text.strip() or not _shows_text(button):
        return
    if isinstance(button, ElidedButton):
        if button.shown != button.text() and not _explained(button, button.text()):
            yield f"{text!r} is elided without a tooltip"
    elif hint.width() > button.width() + SLACK or hint.height() > button.height() + SLACK:
        yield _lacks(text, hint.width(), button.width(), hint.height(), button.height())
    yield from _hidden(button, text)


def _shows_text(button: QAbstractButton) -> bool:
    chosen = getattr(button, "toolButtonStyle", None)
    return chosen is None or chosen() != Qt.ToolButtonStyle.ToolButtonIconOnly or button.icon().isNull()


def _tabs(bar: QTabBar) -> Iterator[str]:
    for index in range(bar.count()):
        text = bar.tabText(index)
        need = _width(bar.fontMetrics(), text.replace("&&", "&")) + bar.iconSize().width() * (
            not bar.tabIcon(index).isNull()
        )
        box = bar.tabRect(index)
        # 28 is the padding of the style sheet; a tab without it is cut by its neighbour.
        if need + 28 > box.width() + SLACK and not bar.tabToolTip(index):
            yield f"the tab {text!r} needs {need + 28}, has {box.width()}"
        if not bar.rect().contains(box):
            yield f"the tab {text!r} is out of sight"


def _combo(box: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    field = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    shown = box.currentText() if box.currentIndex() >= 0 else box.placeholderText()
    if _width(box.fontMetrics(), shown) > field.width() + SLACK and not _explained(box, shown):
        yield f"{shown!r} needs {_width(box.fontMetrics(), shown)}, has {field.width()}"
    yield from _hidden(box, shown)


def _header(header: QHeaderView) -> Iterator[str]:
    if header.orientation() != Qt.Orientation.Horizontal:
        return
    model = header.model()
    for section in range(header.count()):
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "") if model is not None else ""
        need = header.sectionSizeHint(section)
        if text and not header.isSectionHidden(section) and need > header.sectionSize(section) + SLACK:
            yield f"the column {text!r} needs {need}, has {header.sectionSize(section)}"


def _line(line: QLineEdit) -> Iterator[str]:
    if isinstance(line.parentWidget(), QAbstractSpinBox | QComboBox):
        return
    shown = line.placeholderText() if not line.text() else ""
    room = line.contentsRect().width() - 2 * 8 - line.textMargins().left() - line.textMargins().right()
    if shown and _width(line.fontMetrics(), shown) > room + SLACK and not _explained(line, shown):
        yield f"the placeholder {shown!r} needs {_width(line.fontMetrics(), shown)}, has {room}"


def _items(view: QAbstractItemView) -> Iterator[str]:
    if type(view.itemDelegate()).__module__.startswith("gui") or not isinstance(
        view, QListView | QTreeView | QTableView
    ):
        return
    for index in _shown(view):
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        if not text or text in str(index.data(Qt.ItemDataRole.ToolTipRole) or ""):
            continue
        box = view.visualRect(index)
        option = QStyleOptionViewItem()
        view.initViewItemOption(option)
        option.rect = box
        delegate = view.itemDelegateForIndex(index)
        assert isinstance(delegate, QStyledItemDelegate)
        need = delegate.sizeHint(option, index)
        # What is wider than the view can be scrolled to, if there is a bar to do so; what wraps needs its height.
        if view.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            box.setRight(min(box.right(), view.viewport().width()))
        if need.width() > box.width() + SLACK or need.height() - PADDING > box.height() + SLACK:
            yield f"the item {_lacks(text, need.width(), box.width(), need.height(), box.height())}"


def _shown(view: QListView | QTreeView | QTableView) -> Iterator[QModelIndex]:
    """The indexes whose place is in sight."""
    model = view.model()
    parents = [view.rootIndex()]
    while parents and model is not None:
        parent = parents.pop()
        for row in range(model.rowCount(parent)):
            first = model.index(row, 0, parent)
            if isinstance(view, QTreeView) and view.isExpanded(first):
                parents.append(first)
            for column in range(1 if isinstance(view, QListView) else model.columnCount(parent)):
                index = model.index(row, column, parent)
                if view.visualRect(index).intersects(view.viewport().rect()):
                    yield index


def _hidden(widget: QWidget, text: str) -> Iterator[str]:
    """A widget that sticks out of what holds it, where nobody can scroll to it."""
    box, inner = widget.rect(), widget
    while (parent := inner.parentWidget()) is not None and not inner.isWindow():
        box = QRect(inner.mapTo(parent, box.topLeft()), box.size())
        area = parent.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
            if isinstance(area, QScrollArea):
                box = QRect(box.left(), 0, box.width(), 1)  # one can scroll down, not aside
            else:
                return
        if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(box):
            yield f"{text!r} sticks out of {_place(parent)}: {_box(box)} in {_box(parent.rect())}"
            return
        inner = parent


def _explained(widget: QWidget, text: str) -> bool:
    """Its tooltip has the whole text."""
    return bool(text) and text in widget.toolTip()


def _plain(label: QLabel) -> str:
    if "</" in label.text() and label.textFormat() != Qt.TextFormat.PlainText:
        document = QTextDocument()
        document.setHtml(label.text())
        return document.toPlainText()
    return label.text()


def _width(metrics: QFontMetrics, text: str) -> int:
    return max((metrics.horizontalAdvance(line) for line in text.split("\n")), default=0)


def _lacks(text: str, width: int, has_width: int, height: int, has_height: int) -> str:
    return f"{text!r} needs {width} x {height}, has {has_width} x {has_height}"


def _box(box: QRect) -> str:
    return f"{box.left()},{box.top()} {box.width()}x{box.height()}"


def _place(widget: QWidget) -> str:
    """Where it stands: the nearest of our own classes, and its own."""
    holder: QWidget | None = widget
    while holder is not None and not type(holder).__module__.startswith("gui"):
        holder = holder.parentWidget()
    name = widget.objectName() or type(widget).__name__
    return f"{type(holder).__name__}/{name}" if holder is not None and holder is not widget else name
