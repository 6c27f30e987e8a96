"""ARCHITECTURE.md, section "Rules of the house", held against every file; and each rule against samples it must catch.

The rules themselves are functions in architecture.py and architecture_texts.py. The order inside core is written down
in architecture.py, once.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from tests import architecture, architecture_texts
from tests.architecture import Module, repository_modules
from tests.environment import REPOSITORY

Rule = Callable[[Module], list[str]]

PROGRAM = ("main.py", "core", "gui")
EVERYTHING = (*PROGRAM, "tests", "tools")

RULES: dict[str, tuple[Rule, tuple[str, ...]]] = {
    "core stays headless": (architecture.core_stays_headless, PROGRAM),
    "core imports downwards": (architecture.core_imports_downwards, PROGRAM),
    "keras only inside functions": (architecture.keras_only_inside_functions, PROGRAM),
    "keras only where allowed": (architecture.keras_only_where_allowed, PROGRAM),
    "only the session uses the gate": (architecture.only_the_session_uses_the_gate, PROGRAM),
    "views do not know each other": (architecture.views_do_not_know_each_other, PROGRAM),
    "no forbidden name": (architecture.no_forbidden_name, EVERYTHING),
    "not too long": (architecture.not_too_long, EVERYTHING),
    "no module state": (architecture.no_module_state, ("core",)),
    "shortcuts only in actions": (architecture_texts.shortcuts_only_in_actions, PROGRAM),
    "colours only in the theme": (architecture_texts.colours_only_in_the_theme, PROGRAM),
    "shown text is translated": (architecture_texts.shown_text_is_translated, PROGRAM),
}

# rule -> (module name, source) that it must report, and the same done right, that it must let pass.
CAUGHT: list[tuple[str, str, str]] = [
    ("core stays headless", "core.graph.model", "import PySide6.QtCore"),
    ("core stays headless", "core.graph.model", "def f():\n    from gui.session import EditorSession"),
    ("core stays headless", "core.convert.to_dot", "import matplotlib.pyplot as plt"),
    ("core imports downwards", "core.graph.model", "from core.storage import schema"),
    ("core imports downwards", "core.graph.model", "from core import storage"),
    ("core imports downwards", "core.graph.model", "from ..analysis.shapes import infer"),
    ("core imports downwards", "core.layout.layered", "import core.catalog"),
    ("core imports downwards", "core.runs.job", "from core.deploy import service"),
    ("core imports downwards", "core.reading.archive", "from core.graph.model import Graph"),
    ("core imports downwards", "core.storage.files", "def f():\n    import core.reading.archive"),
    ("core imports downwards", "core.convert.to_code", "from core.cli import parser"),
    ("core imports downwards", "core.novelty.thing", "x = 1"),
    ("keras only inside functions", "core.convert.to_keras", "import keras"),
    ("keras only inside functions", "core.convert.to_keras", "class A:\n    from keras import layers"),
    ("keras only inside functions", "core.convert.to_keras", "import importlib\nk = importlib.import_module('keras')"),
    ("keras only where allowed", "core.graph.edits", "def f():\n    import keras"),
    ("keras only where allowed", "gui.window", "def f():\n    import tensorflow as tf"),
    ("keras only where allowed", "core.catalog.spec", "def f():\n    from keras.src import layers"),
    ("only the session uses the gate", "gui.canvas.gestures", "self._session.document.apply(edit, label='Add')"),
    ("only the session uses the gate", "gui.panels.code", "document.subscribe(self._changed)"),
    ("views do not know each other", "gui.panels.code", "from gui.canvas.scene import Scene"),
    ("views do not know each other", "gui.canvas.view", "def f():\n    from gui import inspector"),
    ("no forbidden name", "core.graph.utils", ""),
    ("no forbidden name", "gui.common.text", ""),
    ("not too long", "core.graph.edits", "x = 1\n" * 501),
    ("no module state", "core.graph.edits", "cache = {}"),
    ("no module state", "core.graph.edits", "CACHE = {}\ndef f(k):\n    CACHE[k] = 1"),
    ("no module state", "core.graph.edits", "from typing import Final\nC: Final = dict()\ndef f():\n    C.clear()"),
    ("no module state", "core.graph.edits", "from core import x\ndef f(k):\n    x.CACHE[k] = 1"),
    ("no module state", "core.graph.edits", "from collections import defaultdict\nSEEN = defaultdict(list)"),
    ("no module state", "core.graph.edits", "names: list[str] = ['a']"),
    ("no module state", "core.graph.edits", "if True:\n    seen = set()"),
    ("no module state", "core.graph.edits", "import itertools\nIDS = itertools.count()"),
    ("no module state", "core.graph.edits", "n = 0\ndef f():\n    global n\n    n += 1"),
    ("no module state", "core.graph.edits", "NAMES = {'a': 1}\ndef f():\n    NAMES['b'] = 2"),
    ("no module state", "core.graph.edits", "NAMES = ['a']\ndef f():\n    NAMES.append('b')"),
    ("shortcuts only in actions", "gui.window", "QKeySequence('Ctrl+S')"),
    ("shortcuts only in actions", "gui.canvas.view", "tip = 'Undo (Ctrl+Z)'"),
    ("shortcuts only in actions", "gui.canvas.view", "key = 'F5'"),
    ("colours only in the theme", "gui.canvas.node_item", "pen = '#ff8800'"),
    ("colours only in the theme", "gui.window", "w.setStyleSheet('QLabel { color: #333; }')"),
    ("colours only in the theme", "gui.canvas.node_item", "QColor('red')"),
    ("colours only in the theme", "gui.canvas.node_item", "QColor(255, 0, 0)"),
    ("colours only in the theme", "gui.canvas.node_item", "Qt.GlobalColor.red"),
    ("shown text is translated", "gui.window", "label.setText('Ready')"),
    ("shown text is translated", "gui.window", "label.setText(f'{n} layers')"),
    ("shown text is translated", "gui.window", "QLabel('Name')"),
    ("shown text is translated", "gui.window", "QMessageBox.warning(self, tr('Save'), 'It failed')"),
]
LET_PASS: list[tuple[str, str, str]] = [
    ("core stays headless", "gui.window", "import PySide6.QtCore"),
    ("core imports downwards", "core.runs.job", "from core import __version__\nfrom core.data import sources"),
    ("core imports downwards", "core.graph.edits", "from core.graph import model\nfrom . import queries"),
    ("core imports downwards", "core.convert.legacy", "from core.reading.archive import read"),
    ("keras only inside functions", "core.convert.to_keras", "def build():\n    import keras"),
    ("keras only where allowed", "core.analysis.shapes", "def infer():\n    from keras import ops"),
    ("only the session uses the gate", "gui.session", "self.document.apply(edit, label='Add')"),
    ("only the session uses the gate", "core.runs.training", "optimizer.apply(gradients, variables)"),
    ("views do not know each other", "gui.panels.palette", "from gui.canvas.mime import LAYER_MIME"),
    ("views do not know each other", "gui.window", "from gui.canvas.scene import Scene"),
    ("no forbidden name", "core.graph.model", ""),
    ("not too long", "core.graph.edits", "x = 1\n" * 500),
    ("no module state", "core.graph.edits", "NAMES = {'a': 1}\ndef f():\n    names = []\n    names.append(1)"),
    ("no module state", "core.graph.edits", "FIELDS: Shape = {}\nSHAPE: Shape = {'fit': FIELDS}"),
    ("no module state", "core.graph.edits", "ORDER = ('a', 'b')\nfrozen = frozenset({1})\n__all__ = ['x']"),
    ("shortcuts only in actions", "gui.actions", "Action('save', shortcut='Ctrl+S')"),
    ("shortcuts only in actions", "gui.canvas.view", '"""Ctrl+wheel zooms."""\nname = "F1 score"'),
    ("colours only in the theme", "gui.theme", "ACCENT = '#ff8800'"),
    ("colours only in the theme", "gui.canvas.node_item", "QColor(theme.accent)\nQt.GlobalColor.transparent"),
    ("shown text is translated", "gui.window", "label.setText(tr('Ready'))\nlog.warning('lost')\nlabel.setText('')"),
]


@pytest.mark.parametrize("name", RULES)
def test_the_repository_keeps_the_rule(name: str) -> None:
    rule, folders = RULES[name]
    modules = repository_modules(*folders)
    assert modules
    violations = [violation for module in modules for violation in rule(module)]
    assert not violations, f"{name}:\n" + "\n".join(violations)


@pytest.mark.parametrize(("name", "module", "source"), CAUGHT)
def test_a_violation_is_caught(name: str, module: str, source: str) -> None:
    rule, _ = RULES[name]
    assert rule(Module(module, module.replace(".", "/") + ".py", source))


@pytest.mark.parametrize(("name", "module", "source"), LET_PASS)
def test_the_right_way_passes(name: str, module: str, source: str) -> None:
    rule, _ = RULES[name]
    assert not rule(Module(module, module.replace(".", "/") + ".py", source))


def test_every_rule_has_a_sample_it_catches_and_one_it_lets_pass() -> None:
    assert {name for name, _, _ in CAUGHT} == set(RULES) == {name for name, _, _ in LET_PASS}


def test_help_loads_neither_keras_nor_qt() -> None:
    """``python -X importtime main.py --help``: the two cost seconds, and the verbs that need them load them late."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "main.py", "--help"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    loaded = {line.rpartition("|")[2].strip().split(".")[0] for line in done.stderr.splitlines() if "|" in line}
    assert "argparse" in loaded  # the listing is read rightly
    assert not loaded & {"keras", "tensorflow", "PySide6", "shiboken6", "matplotlib", "sklearn"}
