"""A Python file with the user's own layers: read and looked at without running any of it, and, once trusted, imported.

Such a file's layers have the types ``stem>Class`` (``my_layers>Scale``). Does not belong here: who trusts what
(storage.trust), the limited process in which a file is tried first (custom_check), specs of its classes (introspect).
Invariant: :func:`read_custom_file` runs nothing; only :func:`import_module` does.
"""

from __future__ import annotations

import ast
import keyword
import linecache
import os
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from core.errors import FileError
from core.storage.files import read_file
from core.storage.trust import digest
from core.texts import text

SUFFIX = ".py"
SEPARATOR = ">"
MAX_BYTES = 1 << 20
MAX_PRINTED = 64 << 10
"""Bytes that code of the user may print in this process; the rest is dropped."""

_MARK = "__netwright_digest__"


@dataclass(frozen=True, slots=True)
class CustomFile:
    """A readable file of layers. ``classes`` are the classes at its top level, by syntax alone."""

    path: Path
    text: str
    digest: str
    classes: tuple[str, ...]

    @property
    def stem(self) -> str:
        """The module's name, by which types and generated code know it."""
        return self.path.stem


def custom_type(stem: str, class_name: str) -> str:
    """``my_layers>Scale``."""
    return f"{stem}{SEPARATOR}{class_name}"


def split_type(type_name: str) -> tuple[str, str] | None:
    """The module and the class of a custom type; None for any other type."""
    stem, separator, class_name = type_name.partition(SEPARATOR)
    return (stem, class_name) if separator and is_plain(stem) and is_plain(class_name) else None


def is_plain(name: str) -> bool:
    """True for what may stand in ``from STEM import CLASS``."""
    return name.isascii() and name.isidentifier() and not keyword.iskeyword(name)


def stem_of(path: str) -> str:
    """The stem of a path as a project holds it, with either kind of slash."""
    return path.replace("\\", "/").rpartition("/")[2].removesuffix(SUFFIX)


def read_custom_file(path: str | Path) -> CustomFile:
    """Read a file of layers without running it; FileError, in one sentence, says why it cannot be one."""
    shown = os.path.basename(os.fspath(path)) or os.fspath(path)
    if os.fspath(path).startswith(("\\\\", "//")):
        # Merely touching such a path would introduce the user to a stranger's server.
        raise FileError(text("{file!r} is on another machine; copy it here to use its layers.", file=shown))
    path = Path(path)
    if path.suffix != SUFFIX or not is_plain(path.stem):
        raise FileError(
            text(
                "A file of layers needs a name that Python can import, such as my_layers.py. Received: {file!r}",
                file=shown,
            )
        )
    if _is_taken(path.stem, path):
        raise FileError(
            text(
                "{file!r} has the name of a module that is installed already; give the file another "
                "name, such as my_{stem}.py.",
                file=shown,
                stem=path.stem,
            )
        )
    data = read_file(path)
    if len(data) > MAX_BYTES:
        raise FileError(
            text(
                "A file of layers holds at most {most} MiB. Received: {file!r} with {size:.1f} MiB.",
                most=MAX_BYTES >> 20,
                file=shown,
                size=len(data) / 2**20,
            )
        )
    try:
        source = data.decode("utf-8-sig")
        tree = ast.parse(source)
    except UnicodeDecodeError as error:
        raise FileError(text("{file!r} is not text in UTF-8.", file=shown)) from error
    except SyntaxError as error:
        raise FileError(
            text(
                "{file!r} is not valid Python: line {line}: {reason}.", file=shown, line=error.lineno, reason=error.msg
            ),
            str(error),
        ) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise FileError(
            text(
                "{file!r} is not Python that can be read: {reason}.",
                file=shown,
                reason=str(error) or type(error).__name__,
            )
        ) from error
    classes = tuple(dict.fromkeys(node.name for node in tree.body if isinstance(node, ast.ClassDef)))
    return CustomFile(path, source, digest(source), classes)


def _is_taken(stem: str, path: Path) -> bool:
    """True if importing the name would bring something else than the file."""
    loaded = sys.modules.get(stem)
    if loaded is not None and hasattr(loaded, _MARK):
        return False
    if stem in sys.stdlib_module_names:
        return True
    try:
        found = find_spec(stem)
    except (ImportError, ValueError, AttributeError):
        return True
    if found is None or (found.origin is None and loaded is None):
        return False  # A folder without code would give way to the file.
    return found.origin is None or Path(found.origin).resolve() != path.resolve()


def import_module(file: CustomFile) -> types.ModuleType:
    """Run the file as a module of its name; whatever it raises passes through. Only for files that are trusted.

    A module made of the same text before is given again; one of another text is replaced.
    """
    known = sys.modules.get(file.stem)
    if known is not None and getattr(known, _MARK, None) == file.digest:
        return known
    module = types.ModuleType(file.stem)
    name = str(file.path)
    module.__dict__.update({"__file__": name, _MARK: file.digest, "print": limited_print()})
    # So that tracebacks and inspect show the text that runs, whatever happens to the file.
    linecache.cache[name] = (len(file.text), None, file.text.splitlines(keepends=True), name)
    sys.modules[file.stem] = module
    try:
        exec(compile(file.text, name, "exec", dont_inherit=True), module.__dict__)
    except BaseException:
        if known is not None:
            sys.modules[file.stem] = known
        else:
            sys.modules.pop(file.stem, None)
        raise
    return module


def limited_print() -> Callable[..., None]:
    """A ``print`` for code of the user: to standard error, so that results on standard output stay clean, and not for ever."""
    left = MAX_PRINTED

    def limited(*values: object, **options: object) -> None:
        nonlocal left
        if options.get("file") is not None:
            print(*values, **options)  # type: ignore[call-overload]
        elif left > 0:
            separator, end = options.get("sep"), options.get("end")
            text = (" " if separator is None else str(separator)).join(map(str, values))
            text += "\n" if end is None else str(end)
            sys.stderr.write(text[:left])
            left -= len(text)

    return limited
