"""Whether this Python and this PySide6 can run the window together.

Standard library only, and read from the package's metadata: the answer is needed before PySide6 is imported, because
a bad pair does not fail at import; it ends the process minutes later. Nothing else about the environment belongs here.
"""

from __future__ import annotations

import sys

OLDEST_PYTHON = (3, 11)
OLDEST_PYSIDE = (6, 8, 3)
BROKEN_PYSIDE = ((6, 9, 1), (6, 9, 2))
# From 6.12 on PySide6 drops one reference of None for each call that returns None. Before Python 3.12 None is
# counted: after some 5,000 calls "Fatal Python error: none_dealloc".
FIRST_PYSIDE_FOR_IMMORTAL_NONE = (6, 12)
FIRST_PYTHON_WITH_IMMORTAL_NONE = (3, 12)

_REMEDY = 'install one with: pip install "PySide6-Essentials>=6.8.3,!=6.9.1,!=6.9.2,<6.12"'


def refusal(pyside_version: str | None, python_version: tuple[int, ...] | None = None) -> str | None:
    """One sentence why the window must not start with this pair, or None when it may.

    ``pyside_version`` is the text of the package's metadata (None: not installed), ``python_version`` starts with
    major and minor and defaults to the running one.
    """
    python = tuple(python_version or sys.version_info[:2])[:2]
    python_text = ".".join(map(str, python))
    if python < OLDEST_PYTHON:
        return f"Netwright needs Python 3.11 or newer, and this is Python {python_text}."
    if pyside_version is None:
        return f"The window needs PySide6, which is not installed here; {_REMEDY}"
    pyside = _release(pyside_version)
    if pyside >= FIRST_PYSIDE_FOR_IMMORTAL_NONE and python < FIRST_PYTHON_WITH_IMMORTAL_NONE:
        return (
            f"PySide6 {pyside_version} ends Python {python_text} after a few thousand calls, so the window needs "
            f"a PySide6 before 6.12 or Python 3.12 or newer; {_REMEDY}"
        )
    if pyside < OLDEST_PYSIDE or pyside in BROKEN_PYSIDE:
        return (
            f"The window needs PySide6 6.8.3 or newer other than 6.9.1 and 6.9.2, and found {pyside_version}; {_REMEDY}"
        )
    return None


def installed_pyside() -> str | None:
    """The version of the installed PySide6 from its metadata, without importing it; None when there is none."""
    from importlib.metadata import PackageNotFoundError, version

    for name in ("PySide6_Essentials", "PySide6"):
        try:
            return version(name)
        except PackageNotFoundError:
            continue
    return None


def _release(version: str) -> tuple[int, ...]:
    """The leading whole numbers of a version: "6.12.0a1" is (6, 12, 0)."""
    numbers: list[int] = []
    for part in version.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        numbers.append(int(digits))
        if digits != part:
            break
    return tuple(numbers)
