"""A tour of the program that prints every text that is cut: all panels and dialogs, in one language.

    python -m tests.gui.fitting_tour zh_CN 1280x800 1600x1000

A process of its own, so that QT_SCALE_FACTOR can be chosen; the caller gives it an environment and a home.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QTabWidget, QWidget

from core.convert.imported import Imported, Placeholder, Upgrade
from core.graph import edits
from gui.app import make_application, make_shell
from gui.application_dialog import ApplicationDialog
from gui.command_palette import CommandPalette
from gui.compare_dialog import CompareDialog
from gui.custom_dialog import TrustDialog
from gui.data_dialog import DataDialog
from gui.dialogs import about_box, shortcut_sheet
from gui.export_dialog import ExportDialog, WeightsChoice
from gui.import_report import ImportReport
from gui.layer_docs import LayerDocs
from gui.settings import Settings
from gui.settings_dialog import SettingsDialog
from gui.shell import Shell
from gui.window import MainWindow
from tests.gui.fitting import cut

LAYERS = (
    "InputLayer", "Conv2D", "SeparableConv2D", "BatchNormalization", "MultiHeadAttention", "Bidirectional", "LSTM",
    "Embedding", "TextVectorization", "RandomCrop", "Lambda", "TimeDistributed", "SpectralNormalization",
)  # fmt: skip
LONG = "a_name_that_is_much_longer_than_any_panel_has_room_for_but_that_somebody_will_choose_all_the_same"


def settle(seconds: float = 0.03) -> None:
    """Let everything be laid out; the GIL is left to the analysis in between."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not done():
        assert time.monotonic() < end, "the analysis does not come to an end"
        settle()


def look(place: str, widget: QWidget) -> None:
    """Print what is cut there and stays so: a text that has just changed may wait for its layout."""
    settle()
    found = cut(widget)
    for _ in range(10):
        if not found:
            return
        settle(0.1)
        now = cut(widget)
        found = [line for line in found if line in now]
    for line in found:
        print(f"CUT {place}: {line}", flush=True)


def panels(window: MainWindow, place: str) -> None:
    assert window.host is not None
    for name in window.docks:
        window.show_panel(name)
        look(f"{place}, {name}", window.host)


def dialogs(window: MainWindow) -> Iterator[tuple[str, QDialog]]:
    """Every dialog, one after the other."""
    project = window.session.project
    yield "settings", SettingsDialog(window)
    yield "keys", shortcut_sheet(window, window.settings.keys)
    yield "commands", CommandPalette(window)
    yield "about", about_box(window)
    weights = (WeightsChoice(f"{LONG}.weights.h5", "file", Path(f"{LONG}.weights.h5")), WeightsChoice("new", "new"))
    yield "export", ExportDialog(window, window.look, folder=Path("/"), stem="untitled", weights=weights)
    yield "application", ApplicationDialog(window, behind=LONG, shape=(224, 224, 3))
    yield "data", DataDialog(window, window.jobs, window.session.catalog, Path("/"))
    spec = window.session.catalog.get("keras.layers.MultiHeadAttention")
    assert spec is not None
    yield "help", LayerDocs(spec, window.look, window)
    yield "trust", TrustDialog(f"Run {LONG}?", [("Layer", LONG)], "def f(x):\n    return x\n", window.look, window)
    imported = Imported(
        project,
        placeholders=(Placeholder(LONG, LONG, "Keras has no such layer."),),
        notes=("The optimizer was not kept.",),
        upgraded=(Upgrade("conv", "Convolution2D", "Conv2D"),),
    )
    yield "import", ImportReport(window, imported, Path(f"{LONG}.h5"))
    older = replace(project, graph=edits.add_node(project.graph, "keras.layers.Dense", node_id="other"))
    yield "compare", CompareDialog(window, window.session.catalog, window.look, ("older", older), ("newer", project))


def show_dialogs(window: MainWindow, place: str) -> None:
    for name, dialog in dialogs(window):
        dialog.show()
        tabs = dialog.findChild(QTabWidget)
        steps = tabs.count() if tabs is not None else 1
        if isinstance(dialog, ExportDialog):
            steps = dialog.list.count()
        for step in range(steps):
            if isinstance(dialog, ExportDialog):
                dialog.list.setCurrentRow(step)
            elif tabs is not None:
                tabs.setCurrentIndex(step)
            look(f"{place}, {name} {step}", dialog)
        dialog.close()
        dialog.deleteLater()


def overlays(window: MainWindow, place: str) -> None:
    """What lies over the canvas or above it: the search, the popup that adds, a question, a message."""
    assert window.host is not None
    window.find_bar.open()
    window.find_bar.field.setText("is:error type:conv")
    look(f"{place}, find", window.host)
    window.find_bar.close_bar()
    window.adding.request((0.0, 0.0), None)
    look(f"{place}, quick add", window.host)
    window.adding.popup.search.setText("conv")
    look(f"{place}, quick add with text", window.host)
    window.adding.popup.close_popup()
    window.banner.ask(f"Netwright ended without saving {LONG}. Restore it?", [("Restore", int), ("Discard", int)])
    look(f"{place}, banner", window.host)
    window.banner.hide()


def inspect(window: MainWindow, place: str) -> None:
    """Forms of many kinds of layers, one of them with a very long name."""
    assert window.host is not None
    for number, name in enumerate(LAYERS):
        node = f"fit{number}"
        if node not in window.session.graph.nodes:
            window.session.apply(
                lambda graph, name=name, node=node: edits.add_node(graph, f"keras.layers.{name}", node_id=node), "add"
            )
        window.session.select((node,))
        look(f"{place}, {name}", window.host)
    window.session.select(())


def tour(shell: Shell, sizes: list[str]) -> None:
    window = shell.current
    for theme in ("light", "dark"):
        window.choose_theme(theme)
        for size in sizes:
            shell.resize(*map(int, size.split("x")))
            panels(window, f"{theme} {size}, empty")
    window.files.new("residual-digits")
    shell.start()
    until(lambda: window.session.analysis is not None and window.session.is_analysis_current())
    window.session.apply(lambda graph: edits.rename(graph, next(iter(graph.layers)), LONG), "rename")
    for theme in ("dark", "light"):
        window.choose_theme(theme)
        for size in sizes:
            shell.resize(*map(int, size.split("x")))
            panels(window, f"{theme} {size}")
            overlays(window, f"{theme} {size}")
        inspect(window, theme)
        show_dialogs(window, theme)


def main(language: str, sizes: list[str]) -> None:
    settings = Settings()
    settings.theme, settings.language, settings.folder = "light", language, Path.home()
    settings.flush()
    shell = make_shell(make_application(["netwright"]), Settings())
    shell.show()
    tour(shell, sizes)
    print(f"seen at {shell.devicePixelRatio():g}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
    os._exit(0)  # a thread may still be inside TensorFlow
