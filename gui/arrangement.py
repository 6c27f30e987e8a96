"""Where the parts of the window stand: the canvas in the middle, what belongs to it above, the panels in docks around it.

Does not belong here: making the parts (window), where the keyboard goes (focus). A panel has one line in the table; its name
there is also what the settings remember its place by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QVBoxLayout, QWidget

from gui.i18n import tr
from gui.panels.panel import Panel

if TYPE_CHECKING:
    from gui.window import MainWindow

Area = Qt.DockWidgetArea


def arrange(window: MainWindow) -> dict[str, QDockWidget]:
    """Put the canvas and the panels in their places; returns the docks by name, in the order of their menu."""
    _fill_centre(window)
    window.setDockOptions(QMainWindow.DockOption.AllowTabbedDocks)
    window.setTabPosition(Area.AllDockWidgetAreas, QTabWidget.TabPosition.North)
    window.setCorner(Qt.Corner.BottomLeftCorner, Area.LeftDockWidgetArea)
    window.setCorner(Qt.Corner.BottomRightCorner, Area.RightDockWidgetArea)
    table: tuple[tuple[str, str, QWidget, Area], ...] = (
        ("layers", tr("Layers"), window.palette_panel, Area.LeftDockWidgetArea),
        ("outline", tr("Outline"), window.outline, Area.LeftDockWidgetArea),
        ("inspector", tr("Inspector"), window.inspector, Area.RightDockWidgetArea),
        ("problems", tr("Problems"), window.problems, Area.BottomDockWidgetArea),
        ("training", tr("Training"), window.training_panel, Area.BottomDockWidgetArea),
        ("code", tr("Code"), window.code, Area.BottomDockWidgetArea),
        ("diagram", tr("Diagram"), window.diagram, Area.BottomDockWidgetArea),
        ("data", tr("Data"), window.data, Area.BottomDockWidgetArea),
        ("log", tr("Log"), window.log, Area.BottomDockWidgetArea),
        ("history", tr("History"), window.history, Area.BottomDockWidgetArea),
    )
    docks: dict[str, QDockWidget] = {}
    first: QDockWidget | None = None
    for name, title, widget, area in table:
        dock = QDockWidget(title, window)
        dock.setObjectName(name)
        dock.setWidget(widget)
        if isinstance(widget, Panel):
            dock.visibilityChanged.connect(widget.come_into_view)
        dock.setTitleBarWidget(QWidget(dock))
        window.addDockWidget(area, dock)
        if area == Area.BottomDockWidgetArea:
            if first is not None:
                window.tabifyDockWidget(first, dock)
            first = first or dock
        docks[name] = dock
    window.tabifyDockWidget(docks["layers"], docks["outline"])
    docks["layers"].raise_()
    docks["training"].raise_()
    window.resizeDocks([docks["layers"], docks["inspector"]], [232, 286], Qt.Orientation.Horizontal)
    window.resizeDocks([docks["problems"]], [272], Qt.Orientation.Vertical)
    return docks


def _fill_centre(window: MainWindow) -> None:
    centre = QWidget()
    column = QVBoxLayout(centre)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(window.banner)
    column.addWidget(window.breadcrumb)
    column.addWidget(window.find_bar)
    column.addWidget(window.view, 1)
    window.setCentralWidget(centre)


def toggle_canvas_only(window: MainWindow) -> None:
    """Hide every panel, or show again those that were open."""
    if any(dock.isVisible() for dock in window.docks.values()):
        window.panels_before = window.saveState()
        for dock in window.docks.values():
            dock.hide()
    else:
        window.restoreState(window.panels_before)
