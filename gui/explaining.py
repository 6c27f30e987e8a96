"""What the window says about parameters, inputs and shapes: Keras's own help, or in Chinese the program's explanations.

Does not belong here: the texts (core.catalog.explanations, core.catalog.spec), the pages and tooltips that show them.
Invariant: an explanation that is missing never stops anything; Keras's own words are shown.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from html import escape

from core.catalog import explanations
from core.catalog.explanations import Explanations
from core.catalog.spec import LayerSpec, ObjectSpec, ParamSpec, PortSpec
from core.errors import FileError
from gui.i18n import is_chinese, shown

log = logging.getLogger(__name__)

_CODE = re.compile(r"`+([^`]+)`+")


@cache
def _known() -> Explanations:
    try:
        return explanations.load()
    except FileError:
        log.exception("The explanations cannot be read; help stays English.")
        return Explanations()


def about_parameter(owner: str, param: ParamSpec) -> str:
    """What a parameter does; ``owner`` is the public path of what has it, "" for settings of the program's own."""
    found = _known().parameter(owner, param.name) if owner and is_chinese() else ""
    return found or shown(param.help)


def about_input(owner: str, port: PortSpec) -> str:
    """What an input takes."""
    found = _known().input(owner, port.name) if is_chinese() else ""
    return found or port.help


def about_choice(spec: LayerSpec | ObjectSpec) -> str:
    """What a class or function is, in a line: for objects that are chosen from a list."""
    if is_chinese():
        summary = spec.summary_zh if isinstance(spec, LayerSpec) else ""
        return summary or spec.title_zh or spec.summary
    return spec.summary


def about_requirement(spec: LayerSpec) -> str:
    """What a layer needs before it can be built, or ""."""
    if not spec.requires:
        return ""
    return (_known().requirement(spec.type) if is_chinese() else "") or spec.requires


def about_shapes(spec: LayerSpec) -> tuple[str, ...]:
    """The shapes that a layer takes and returns, a line each; none where they are not known."""
    return _known().shape(spec.type, chinese=is_chinese())


def rich(text: str) -> str:
    """Plain help as rich text: what stands between backticks is code."""
    return _CODE.sub(r"<code>\1</code>", escape(text, quote=False))
