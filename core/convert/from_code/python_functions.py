"""Python's own functions on read values: ``len``, ``range``, ``zip``, ``math.sqrt``, ``functools.partial``...

Does not belong here: what code asks about a value (reflection), values known by path (constants), NumPy (arrays), Keras
(functions). Invariants: a fixed table of functions that cannot do any harm; sizes are checked before anything is made.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from typing import Any

from core.convert.from_code.iteration import iterate
from core.convert.from_code.machine import MOST_ITEMS, Machine
from core.convert.from_code.measures import LARGEST_BITS, check_small
from core.convert.from_code.operators import truth
from core.convert.from_code.ops import record_op
from core.convert.from_code.reflection import REFLECTION, TYPES
from core.convert.from_code.shapes import shape_of
from core.convert.from_code.values import (
    Class,
    CountTo,
    Data,
    Foreign,
    Function,
    Instance,
    Layer,
    Partial,
    Path,
    Refused,
    Settings,
    Several,
    Tensor,
    Term,
    Unknown,
)
from core.texts import text

PythonFunction = Callable[[Machine, list[Any], dict[str, Any], int], Any]


def builtin(name: str) -> bool:
    """True for a function or type of Python that is known here."""
    return name in BUILTINS or name in TYPES or name in _SILENT


def _first_unknown(values: list[Any]) -> Unknown | None:
    return next((value for value in values if isinstance(value, Unknown)), None)


def _plain(*values: Any) -> None:
    check_small(*values)


def _len(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    (value,) = args
    if isinstance(value, Data):
        return (
            value.shape[0]
            if value.shape and value.shape[0] is not None
            else m.unknown(text("The size of the data is not known"), line)
        )
    if isinstance(value, (Tensor, Several)):
        return _size(m, shape_of(value), 0, line)
    if isinstance(value, (Unknown, Foreign)):
        return (
            value
            if isinstance(value, Unknown)
            else m.unknown(text("The length of something that is not read here"), line)
        )
    return len(value)


def _size(m: Machine, shape: Any, axis: int, line: int) -> Any:
    size = shape[axis] if shape else None
    return size if size is not None else m.unknown(text("A size of a tensor is not known"), line)


def _range(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    import ast

    if len(args) == 2 and args[0] == 1 and isinstance(args[1], Term):
        stop = args[1].node
        if isinstance(stop, ast.BinOp) and isinstance(stop.op, ast.Add) and isinstance(stop.right, ast.Constant):
            if stop.right.value == 1:
                return CountTo(Term(stop.left))
        raise Refused(text("it depends on a parameter of the block"))
    numbers = [int(value) if isinstance(value, float) and value.is_integer() else value for value in args]
    return range(*numbers)


def _rows(m: Machine, args: list[Any]) -> list[list[Any]]:
    return [list(iterate(m, value)) if not isinstance(value, range) else list(value[:MOST_ITEMS]) for value in args]


def _list(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    return _rows(m, args)[0] if args else []


def _tuple(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    return tuple(_rows(m, args)[0]) if args else ()


def _set(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    return set(_rows(m, args)[0]) if args else set()


def _dict(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    made: dict[Any, Any] = {}
    if args:
        made.update(args[0] if isinstance(args[0], dict) else [tuple(row) for row in _rows(m, args)[0]])
    made.update(kwargs)
    return made


def _str(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    if not args:
        return ""
    value = args[0]
    if isinstance(value, (Tensor, Layer, Function, Class, Instance, Data, Foreign, Several, Settings)):
        raise Refused(text("it is no plain value"))
    if isinstance(value, Path):
        return value.path
    _plain(value)
    return str(value)


def _int(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    if args and isinstance(args[0], Term):
        raise Refused(text("it depends on a parameter of the block"))
    if args and isinstance(args[0], str) and len(args[0]) > 1000:
        raise Refused(text("the number is too large"))
    return int(*args)


def _float(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    return float(*args)


def _bool(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    return truth(args[0]) if args else False


def _extreme(function: Callable[..., Any]) -> PythonFunction:
    def made(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
        items = _rows(m, args)[0] if len(args) == 1 else args
        key = kwargs.get("key")
        if isinstance(found := _first_unknown(items), Unknown):
            return found
        _plain(items)
        if not items and "default" in kwargs:
            return kwargs["default"]
        if key is None:
            return function(items)
        return function(items, key=lambda item: m.apply(key, [item], {}, line))

    return made


def _sum(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    items = _rows(m, args[:1])[0]
    if any(isinstance(item, (Tensor, Several)) for item in items):
        total = items[0]
        for item in items[1:]:
            total = record_op(m, "add", {"x1": total, "x2": item}, line)
        return total
    if isinstance(found := _first_unknown(items), Unknown):
        return found
    start = args[1] if len(args) > 1 else kwargs.get("start", 0)
    if isinstance(start, (list, tuple)) and sum(len(item) for item in items) > MOST_ITEMS:
        raise Refused(text("the list is too long"))
    return sum(items, start)


def _abs(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    if isinstance(args[0], (Tensor, Several)):
        return record_op(m, "absolute", {"x": args[0]}, line)
    return abs(args[0])


def _pow(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    base, power = args[:2]
    if isinstance(base, (Tensor, Several)):
        return record_op(m, "power", {"x1": base, "x2": power}, line)
    if isinstance(base, int) and isinstance(power, int) and max(base.bit_length(), 1) * max(power, 1) > LARGEST_BITS:
        raise Refused(text("the number is too large"))
    return pow(base, power)


def _sorted(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    items = _rows(m, args[:1])[0]
    _plain(items)
    key = kwargs.get("key")
    return sorted(
        items,
        key=None if key is None else lambda item: m.apply(key, [item], {}, line),
        reverse=bool(kwargs.get("reverse", False)),
    )


def _enumerate(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    start = args[1] if len(args) > 1 else kwargs.get("start", 0)
    return list(enumerate(_rows(m, args[:1])[0], start))


def _zip(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    if len(args) > 1 and any(isinstance(row, Unknown) for row in args) and not m.strict:
        # What is known tells how often; the rest stays open, item by item.
        known = [row for row in args if not isinstance(row, Unknown)]
        count = min((len(row) for row in _rows(m, known)), default=1)
        args = [[row] * count if isinstance(row, Unknown) else row for row in args]
    return list(zip(*_rows(m, args), strict=False))


def _reversed(row: Any) -> Any:
    return row if isinstance(row, Unknown) else list(reversed(row))


def _map(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    function, *rows = args
    return [m.apply(function, list(items), {}, line) for items in zip(*_rows(m, rows), strict=False)]


def _filter(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    function, rows = args
    items = _rows(m, [rows])[0]
    return [item for item in items if truth(item if function is None else m.apply(function, [item], {}, line))]


def _reduce(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    function, rows, *start = args
    items = start + _rows(m, [rows])[0]
    total = items[0]
    for item in items[1:]:
        total = m.apply(function, [total, item], {}, line)
    return total


def _partial(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    return Partial(args[0], args[1:], kwargs)


def _wraps(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    return Path("netwright.same")


def _same(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    return args[0] if args else None


def _product(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    rows = _rows(m, args)
    if math.prod(len(row) for row in rows) > MOST_ITEMS:
        raise Refused(text("the list is too long"))
    return list(itertools.product(*rows))


def _chain(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    return [item for row in _rows(m, args) for item in row]


def _slice(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    return slice(*args)


def _nothing(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    return None


def _next(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    items = list(iterate(m, args[0]))
    return items[0] if items else args[1]


def _plainly(function: Callable[..., Any]) -> PythonFunction:
    """A function of plain values, all of which must be small."""

    def made(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
        if isinstance(found := _first_unknown([*args, *kwargs.values()]), Unknown):
            return found
        if any(isinstance(value, (Term, Tensor, Data)) for value in args):
            raise Refused(text("it depends on what is computed"))
        _plain(args)
        return function(*args, **kwargs)

    return made


BUILTINS: Mapping[str, PythonFunction] = {
    **REFLECTION,
    "len": _len, "range": _range, "xrange": _range, "list": _list, "tuple": _tuple, "set": _set, "frozenset": _set, "dict": _dict,
    "str": _str, "repr": _str, "unicode": _str, "int": _int, "float": _float, "bool": _bool, "min": _extreme(min),
    "max": _extreme(max), "sum": _sum, "abs": _abs, "pow": _pow, "sorted": _sorted, "enumerate": _enumerate, "zip": _zip,
    "map": _map, "filter": _filter, "reduce": _reduce, "slice": _slice, "iter": _same, "next": _next,
    "round": _plainly(round), "divmod": _plainly(divmod), "any": _plainly(any), "all": _plainly(all), "ord": _plainly(ord),
    "chr": _plainly(chr), "reversed": _plainly(_reversed), "print": _nothing,
    "staticmethod": _same, "classmethod": _same, "property": _same, "id": _plainly(id),
}  # fmt: skip
_SILENT = frozenset(
    "input open exit quit help dir vars globals locals super memoryview bytearray Exception ValueError TypeError KeyError "
    "ImportError RuntimeError NotImplementedError AssertionError IndexError AttributeError StopIteration OSError IOError "
    "FileNotFoundError ModuleNotFoundError ZeroDivisionError KeyboardInterrupt SystemExit NotImplemented Ellipsis raw_input "
    "eval exec compile __import__ hash format bin hex oct issubclass delattr display get_ipython".split()
)


def _bounded_math(function: Callable[..., Any]) -> PythonFunction:
    def made(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
        if isinstance(found := _first_unknown(args), Unknown):
            return found
        if not all(isinstance(value, (int, float)) and abs(value) < 1e300 for value in args):
            raise Refused(text("its values are no numbers"))
        return function(*args)

    return made


_MATH = "sqrt log log2 log10 exp floor ceil sin cos tan tanh pow fabs atan atan2 hypot degrees radians isnan copysign".split()
MODULES: Mapping[str, PythonFunction] = {
    **{f"math.{name}": _bounded_math(getattr(math, name)) for name in _MATH},
    "math.prod": _plainly(lambda row: math.prod(row) if len(row) < 100 else None),
    "math.gcd": _bounded_math(math.gcd),
    "functools.partial": _partial,
    "functools.reduce": _reduce,
    "functools.wraps": _wraps,
    "functools.lru_cache": _wraps,
    "netwright.same": _same,
    "six.moves.range": _range,
    "six.moves.zip": _zip,
    "six.moves.xrange": _range,
    "builtins.range": _range,
    "itertools.product": _product,
    "itertools.chain": _chain,
    "itertools.zip_longest": _plainly(lambda *rows: list(itertools.zip_longest(*rows))),
    "operator.add": lambda m, args, kwargs, line: record_op(m, "add", {"x1": args[0], "x2": args[1]}, line),
    "collections.OrderedDict": _dict,
    "collections.defaultdict": lambda m, args, kwargs, line: {},
    "copy.copy": _same,
    "copy.deepcopy": _same,
    "os.path.join": _plainly(lambda *parts: "/".join(str(part) for part in parts)),
    "os.path.basename": _plainly(lambda path: str(path).rpartition("/")[2]),
    "builtins.list": _list,
}
