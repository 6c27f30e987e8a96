"""Netwright's entry: the window, or with a verb the same work without one.

Neither PySide6 nor Keras is imported here: the window must be up before Keras is, and no verb needs Qt.
"""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run with the given command-line arguments; returns the exit status (0 done, 1 failed, 2 wrong usage)."""
    from core.cli.parser import parse

    options = parse(sys.argv[1:] if arguments is None else arguments)
    if options.verb == "window":
        from core.requirements import installed_pyside, refusal

        reason = refusal(installed_pyside())
        if reason is not None:
            print(reason, file=sys.stderr)
            return 1
        from gui.app import run

        return run(options)
    from core.cli.commands import execute

    return execute(options)


if __name__ == "__main__":
    raise SystemExit(main())
