"""One window takes the place of another over the same document: what the user had before his eyes stays there.

Used when the language changes: every widget is made anew, and everything that is not part of the document - the open block,
the selection, the view, bookmarks, searches, panels, the last run, text that was typed and not taken yet - is handed on here.
Does not belong here: making the windows (shell), what each part keeps of itself (its own ``take_over``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.window import MainWindow


def hand_over(old: MainWindow, new: MainWindow) -> None:
    """Let ``new`` show what ``old`` shows. Both have the same document; nothing of it is changed."""
    new.files.take_over(old.files)
    new.session.take_over(old.session)
    new.scene.wiring.select(old.scene.wiring.selected)
    new.scene.wiring.select_dots(old.scene.wiring.selected_dots)
    new.bookmarks.take_over(old.bookmarks)
    new.training.take_over(old.training)
    new.training_panel.take_over(old.training_panel)
    new.log.text.setPlainText(old.log.text.toPlainText())
    new.code.take_over(old.code)
    new.palette_panel.search.setText(old.palette_panel.search.text())
    new.outline.search.setText(old.outline.search.text())
    # Last: these move the view, or lie over everything.
    new.find_bar.take_over(old.find_bar)
    new.minimap.set_shown(old.minimap.wanted)
    new.restoreState(old.saveState())
    new.panels_before = old.panels_before
    new.view.take_over(old.view)
    new.opening.take_over(old.opening, asking=not old.banner.isHidden())
