"""The state of a run: it can be read in both themes, by people and by screen readers, and does not jump."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gui.panels.pill import Pill
from gui.theme import DARK, LIGHT


def shown(qtbot: QtBot) -> Pill:
    made = Pill(LIGHT)
    qtbot.addWidget(made)
    made.say("Idle", "muted")
    return made


def test_it_only_grows_and_says_its_word_to_screen_readers(qtbot: QtBot) -> None:
    pill = shown(qtbot)
    first = pill.minimumWidth()
    assert first == pill.sizeHint().width() > 0
    pill.say("Compiling the model", "ok")
    wide = pill.minimumWidth()
    assert wide > first
    pill.say("Done", "ok")
    assert pill.minimumWidth() == wide
    assert pill.text == pill.accessibleName() == "Done"


def test_it_has_the_colour_of_its_state_in_both_themes(qtbot: QtBot) -> None:
    pill = shown(qtbot)
    pill.say("Stopped", "warning")
    pill.resize(pill.sizeHint())
    for theme in (LIGHT, DARK):
        pill.set_theme(theme)
        picture = pill.grab().toImage()
        colours = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
        assert theme.color("warning").name() in colours, theme.name
