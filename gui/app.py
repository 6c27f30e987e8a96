"""The composition root: makes the application, its theme and the window, and catches what nobody else caught.

Keras is imported only after the window is painted, by the analysis thread.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from core.catalog import catalog
from core.errors import NetwrightError
from core.graph.document import Document
from core.storage import library
from gui import collector, i18n, theme
from gui.i18n import shown
from gui.later import later
from gui.layouts import ask
from gui.session import EditorSession
from gui.settings import Settings
from gui.shell import Shell
from gui.window import MainWindow

LONGEST_WAIT_MS = 2000
TIDY_MS = 1000
"""After a tab was closed: the moment that tidying up takes falls into a pause."""
log = logging.getLogger(__name__)


def make_application(arguments: list[str]) -> QApplication:
    """The one QApplication, named so that settings and window managers know it."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(arguments)
    app.setApplicationName("Netwright")
    app.setApplicationDisplayName("Netwright")
    app.setDesktopFileName("netwright")
    return app


def chosen_theme(settings: Settings) -> theme.Theme:
    """The theme that the settings ask for."""
    return theme.THEMES.get(settings.theme) or theme.system_theme()


def make_window(app: QApplication, settings: Settings) -> MainWindow:
    """The window with an empty document, dressed and in the user's language."""
    i18n.set_language(settings.language)
    return _window(app, settings, None)


def make_shell(app: QApplication, settings: Settings) -> Shell:
    """The window with tabs, of which one is open with an empty document."""
    i18n.set_language(settings.language)
    return Shell(lambda document: _window(app, settings, document), settings)


def _window(app: QApplication, settings: Settings, document: Document | None) -> MainWindow:
    look = chosen_theme(settings)
    theme.apply(app, look)
    session = EditorSession(catalog.load(), document=document)
    session.set_library(library.load_blocks())
    return MainWindow(session, settings, look)


def install_exception_hook(window: Shell) -> None:
    """Log what nobody caught, save a recovery copy, and show a report that can be copied.

    While a report is shown, further errors are only logged: what fails in a timer fails again and again.
    """
    is_shown = False

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        log.error("An unexpected error:\n%s", text)
        nonlocal is_shown
        if is_shown:
            return
        window.save_recovery_copies()
        is_shown = True
        box = QMessageBox(window)
        box.setIcon(QMessageBox.Icon.Critical)
        box.setWindowTitle(i18n.tr("Unexpected error"))
        box.setText(
            i18n.tr(
                "Netwright made a mistake ({kind}). Your work is kept; a recovery copy was saved.", kind=kind.__name__
            )
        )
        box.setDetailedText(text)
        copy = box.addButton(i18n.tr("Copy report"), QMessageBox.ButtonRole.ActionRole)
        box.addButton(QMessageBox.StandardButton.Close)
        ask(box)
        is_shown = False
        if box.clickedButton() is copy:
            QApplication.clipboard().setText(text)

    sys.excepthook = hook


def close_on_interrupt(window: QWidget) -> None:
    """Let Ctrl+C in the terminal close the window, as its button does.

    Python looks at signals only when it runs, and in Qt's event loop it may not run for long: a byte wakes it.
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGINT, lambda *_: QTimer.singleShot(0, window, window.close))
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read, window)
    # Both ends live as long as the window: its notifier's slot holds the one, and with it the other.
    notifier.activated.connect(lambda *_: (writer, reader.recv(64)))


class _FirstPaint(QObject):
    """Waits for a widget to be painted."""

    def __init__(self, widget: QWidget, then: Callable[[], object]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._then: Callable[[], object] | None = then
        widget.installEventFilter(self)
        # A window that opens minimized is not painted; the work begins all the same.
        later(self, self._go, LONGEST_WAIT_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._then is not None:
            later(self, self._go)
        return False

    def _go(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            self._widget.removeEventFilter(self)
            then()


def after_first_paint(widget: QWidget, then: Callable[[], object]) -> None:
    """Call ``then`` once the widget is on the screen: a thread that imports Keras must not hold up the first picture."""
    _FirstPaint(widget, then)


def run(options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed; returns the exit status."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    app = make_application(sys.argv[:1])
    window = make_shell(app, Settings())
    install_exception_hook(window)
    close_on_interrupt(window)
    window.current.session.keras_ready.connect(collector.spare)
    window.let_go.connect(lambda: later(window, collector.renew, TIDY_MS))
    after_first_paint(window.current.view.viewport(), window.start)
    window.show()
    # Inside the event loop: a message about the file keeps nothing else waiting, and closing the window ends the program.
    later(window, lambda: _open_first(window.current, options))
    status = app.exec()
    # A daemon thread may still be inside TensorFlow; ending at once is what a closed window promises.
    logging.shutdown()
    sys.stdout.flush()
    os._exit(status)


def _open_first(window: MainWindow, options: argparse.Namespace) -> None:
    """Open what the command line names."""
    try:
        if options.project:
            window.opening.open(Path(options.project))
        elif options.template:
            window.files.new(options.template)
    except NetwrightError as error:
        window.session.status.emit(shown(error.message), "error")
