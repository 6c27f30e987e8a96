"""What tests of charts share: charts on the screen."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gui.plots.curves import Curves
from gui.theme import LIGHT


@pytest.fixture
def curves(qtbot: QtBot) -> Curves:
    """Empty charts that are shown."""
    made = Curves(LIGHT)
    qtbot.addWidget(made)
    made.resize(700, 200)
    with qtbot.waitExposed(made):
        made.show()
    return made
