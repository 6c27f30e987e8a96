"""Values outside of the code that are known by their path: ``math.pi``, ``numpy.newaxis``, ``keras.__version__``.

Does not belong here: functions (python_functions, functions). Invariant: each is a plain value of Python.
"""

from __future__ import annotations

import math
import string
from collections.abc import Mapping
from typing import Any

_LETTERS = (
    "ascii_letters",
    "ascii_lowercase",
    "ascii_uppercase",
    "digits",
    "hexdigits",
    "octdigits",
    "printable",
    "punctuation",
    "whitespace",
)

CONSTANTS: Mapping[str, Any] = {
    "math.pi": math.pi,
    "math.e": math.e,
    "math.inf": math.inf,
    "math.nan": math.nan,
    "numpy.pi": math.pi,
    "numpy.e": math.e,
    "numpy.inf": math.inf,
    "numpy.nan": math.nan,
    "numpy.newaxis": None,
    "tensorflow.newaxis": None,
    **{f"string.{name}": getattr(string, name) for name in _LETTERS},
    "keras.__version__": "3.15.1",
    "tensorflow.__version__": "2.21.0",
    "sys.version_info": (3, 11, 0),
    "sys.argv": ["program.py"],
    "sys.maxsize": 2**63 - 1,
}
