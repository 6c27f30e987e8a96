"""A panel behind another tab does no work: no code, no diagram, no NumPy for data that nobody looks at."""

from __future__ import annotations

import subprocess
import sys

from pytestqt.qtbot import QtBot

from gui.panels.panel import is_seen
from gui.window import MainWindow
from tests.environment import REPOSITORY


def test_code_is_generated_only_while_it_is_seen(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not is_seen(window.code))
    window.files.new("mlp-iris")
    qtbot.wait(250)
    assert window.code.editor.toPlainText() == ""
    window.show_panel("code")
    qtbot.waitUntil(
        lambda: (
            "keras.layers.Dense" in window.code.editor.toPlainText()
            or "layers.Dense" in window.code.editor.toPlainText()
        )
    )
    before = window.code.editor.toPlainText()
    window.show_panel("training")
    qtbot.waitUntil(lambda: not is_seen(window.code))
    window.session.add_layer("keras.layers.Dropout", (0.0, 0.0))
    qtbot.wait(250)
    assert window.code.editor.toPlainText() == before
    window.session.undo()


def test_the_diagram_is_drawn_only_while_it_is_seen(window: MainWindow, qtbot: QtBot) -> None:
    labels: list[str] = []
    window.jobs.busy.connect(labels.append)
    window.files.new("mlp-iris")
    qtbot.wait(600)
    assert not any("diagram" in label for label in labels)
    window.show_panel("diagram")
    qtbot.waitUntil(lambda: any("diagram" in label for label in labels))
    qtbot.waitUntil(lambda: bool(window.diagram.picture.scene().items()))


def test_the_first_window_needs_nothing_heavy() -> None:
    """It must be up before NumPy, Matplotlib, Keras and their like, which take seconds."""
    check = (
        "import sys\n"
        "from gui.app import make_application, make_window\n"
        "from gui.settings import Settings\n"
        "app = make_application(['netwright'])\n"
        "window = make_window(app, Settings())\n"
        "window.show()\n"
        "app.processEvents()\n"
        "app.processEvents()\n"
        "heavy = {'numpy', 'matplotlib', 'keras', 'tensorflow', 'sklearn', 'scipy', 'h5py', 'pydot', 'pygraphviz'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        "window.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", check], cwd=REPOSITORY, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
