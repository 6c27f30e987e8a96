"""The error classes whose text is meant for the user.

Every message follows one pattern, as in Keras: what is wrong, what was expected, what was received,
with the user's own names. Anything else that is raised is a bug and goes to the exception hook.
"""

from __future__ import annotations


class NetwrightError(Exception):
    """Base of all errors whose text may be shown to the user as it stands (one clear sentence).

    ``details`` holds what helps an expert (a traceback, Keras's own words); a window folds it away.
    """

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class EditError(NetwrightError):
    """This edit is refused; the document is as it was. Shown as one status line."""


class FileError(NetwrightError):
    """A file could not be read or written; nothing was lost."""


class FileChangedError(FileError):
    """The file on disk is no longer the one that was opened or last saved; ask before overwriting."""


class NewerFormatError(FileError):
    """The file was written by a newer Netwright, in a format this one does not know."""


class DataError(NetwrightError):
    """A data source cannot be used; says which source, what was expected and what was found."""


class ConversionError(NetwrightError):
    """The graph cannot become a Keras model, code, a diagram or a file.

    ``node`` is the id of the node at fault, or None when no single node is.
    """

    def __init__(self, message: str, details: str = "", node: str | None = None) -> None:
        super().__init__(message, details)
        self.node = node


class RunError(NetwrightError):
    """A training run failed; ``node`` is the id of the node at fault where one is known."""

    def __init__(self, message: str, details: str = "", node: str | None = None) -> None:
        super().__init__(message, details)
        self.node = node


def first_line(error: BaseException) -> str:
    """What a library says, cut to one short line."""
    said = " ".join(str(error).split())
    return said[:120] or type(error).__name__
