"""The parts of a script that read tables (CSV, .npy) and array files (.npz) as a run reads them.

Texts of Python functions and lines, as in data_parts, with the same invariant: nothing of the user's stands in them. What
the project leaves open (delimiter, header, encoding, which arrays) is found out by the script as a run finds it out. Does
not belong here: which parts a project needs (sections).
"""

from __future__ import annotations

# CSV.

DECODE = '''\
def decode(data):
    """The text of the file: UTF-8, UTF-16 by its mark, else GB 18030."""
    encodings = ["utf-16"] if data[:2] in (b"\\xff\\xfe", b"\\xfe\\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    raise ValueError(f"{DATA_FILE} is neither UTF-8 nor GB 18030 text.")
'''
FIND_DELIMITER = '''\
def find_delimiter(text):
    """The character that divides the first lines into the same number of fields."""
    lines = [line for line in text[: 2**20].splitlines() if line.strip()][:50]
    best, best_score = ",", (0.0, 0)
    for candidate in (",", ";", "\\t", "|", " "):
        try:
            reader = csv.reader(lines, delimiter=candidate, skipinitialspace=True)
            counts = [len(row) for row in reader]
        except csv.Error:
            continue
        usual = max(set(counts), key=counts.count) if counts else 1
        score = (counts.count(usual) / len(counts), usual) if usual > 1 else (0.0, 0)
        alike = abs(score[0] - best_score[0]) <= 0.05
        if score[0] > best_score[0] + 0.05 or (alike and score[1] > best_score[1]):
            best, best_score = candidate, score
    return best
'''
HAS_HEADER = '''\
def has_header(rows):
    """True if the first row holds no number and the rows below do, or never repeat what stands in it."""
    first, rest = rows[0], rows[1:51]
    if not rest or len(set(first)) < len(first) or any(cell and number(cell) is not None for cell in first):
        return False
    if any(cell and number(cell) is not None for row in rest for cell in row):
        return True
    return not any(cell == name for row in rest for cell, name in zip(row, first))
'''
COLUMN_NAMES = '''\
def column_names(header):
    """A name for each column: what the header says, made unique."""
    names = []
    for position, cell in enumerate(header, start=1):
        cell = cell if len(cell) <= 40 else cell[:39] + "\\u2026"
        name, count = cell or f"column {position}", 1
        while name in names:
            count += 1
            name = f"{cell or 'column'} ({count})"
        names.append(name)
    return names
'''
NUMBER_HEAD = '''\
def number(cell):
    """The number in a cell: NaN for a gap, None for text."""
'''
DECIMAL_COMMA = 'cell = cell.replace(",", ".")'
NUMBER_BODY = (
    'pattern = r"[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[+-]?inf(inity)?"',
    "if re.fullmatch(pattern, cell, re.IGNORECASE | re.ASCII):\n    return float(cell)",
    'gaps = ("", "na", "n/a", "nan", "null", "none", "?", "#n/a")',
    "return math.nan if cell.lower() in gaps else None",
)
READ_HEAD = '''\
def read_table(path):
    """The names of the columns, and the columns: numbers where each cell is one or a gap, else texts."""
'''
TEXT_AUTO = "text = decode(path.read_bytes())"
TEXT_GIVEN = 'text = path.read_bytes().decode(ENCODING).removeprefix("\\ufeff")'
DELIMITER_AUTO = "delimiter = find_delimiter(text)"
DELIMITER_GIVEN = "delimiter = DELIMITER"
READ_ROWS = (
    'reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)',
    "rows = [[cell.strip() for cell in row] for row in reader]",
    "rows = [row for row in rows if any(row)]",
    'if len({len(row) for row in rows}) != 1:\n    raise ValueError(f"The rows of {DATA_FILE} have different lengths.")',
)
HEADER_AUTO = "header = has_header(rows)"
HEADER_GIVEN = "header = HEADER"
READ_COLUMNS = (
    'names = column_names(rows[0] if header else [""] * len(rows[0]))',
    "columns = []",
    """\
for cells in zip(*(rows[1:] if header else rows)):
    numbers = [number(cell) for cell in cells]
    columns.append(np.array(cells if None in numbers else numbers))""",
    "return names, columns",
)
READ_NPY = '''\
def read_table(path):
    """The names of the columns, and the columns, of a two-dimensional array."""
    array = np.load(path).astype(np.float64)
    names = [f"column {position + 1}" for position in range(array.shape[1])]
    return names, list(array.T)
'''

# Tables: features and a target.

POSITIONS = '''\
def positions(wanted, names):
    """The columns by their names or positions, each once."""
    found = [names.index(item) if isinstance(item, str) else item % len(names) for item in wanted]
    return list(dict.fromkeys(found))
'''
MISSING = '''\
def missing(column):
    """Where a column has no value."""
    return np.isnan(column) if column.dtype.kind == "f" else column == ""
'''
TABLE_HEAD = '''\
def load_data():
    """The features and the target of the table, and the names of the classes."""
    names, columns = read_table(FOLDER / DATA_FILE)
'''
TARGET_LAST = "targets = [len(names) - 1]"
TARGET_GIVEN = "targets = positions(TARGET, names)"
FEATURES_REST = "features = [index for index in range(len(names)) if index not in targets]"
FEATURES_GIVEN = "features = positions(FEATURES, names)"
FILL = {
    "mean": """\
for index in features:
    if columns[index].dtype.kind == "f" and missing(columns[index]).any():
        columns[index] = np.nan_to_num(columns[index], nan=np.nanmean(columns[index]), posinf=np.inf, neginf=-np.inf)""",
    "zero": """\
for index in features:
    if columns[index].dtype.kind == "f":
        columns[index] = np.nan_to_num(columns[index], nan=0.0, posinf=np.inf, neginf=-np.inf)""",
}
GAPS = "gaps = np.any([missing(columns[index]) for index in features + targets], axis=0)"
TARGET_GAPS = "gaps = np.any([missing(columns[index]) for index in targets], axis=0)"
DROP = "columns = [column[~gaps] for column in columns]  # rows with gaps are left out"
REFUSE = 'if gaps.any():\n    raise ValueError(f"{DATA_FILE} has gaps; every cell needs a value.")'
NUMBERS = 'numbers = [columns[index] for index in features if columns[index].dtype.kind == "f"]'
ONLY_NUMBERS = "numbers = [columns[index] for index in features]"
X_NUMBERS = "x = np.stack(numbers, axis=1).astype(np.float32)"
X_SHAPED = "x = x.reshape(-1, *SAMPLE_SHAPE)"
INPUTS_NUMBERS = 'inputs = {"features": np.stack(numbers, axis=1).astype(np.float32)} if numbers else {}'
INPUTS_SHAPED = "inputs = {name: array.reshape(-1, *SAMPLE_SHAPE) for name, array in inputs.items()}"
INPUTS_TEXT = """\
for index in features:
    if columns[index].dtype.kind != "f":
        name = names[index] if names[index] not in inputs else f"{names[index]} (text)"
        inputs[name] = columns[index][:, np.newaxis]"""
X_ORDERED = "x = in_order(inputs, INPUTS)"
X_ONLY = "(x,) = inputs.values()  # the model has one input"
X_AS_LIST = "x = [x]"
Y_ONE = "y, class_names = encode_target(columns[targets[0]])"
Y_STACKED = "y, class_names = encode_target(np.stack([columns[index] for index in targets], axis=1))"

# Array files.

AS_NUMBERS = '''\
def as_numbers(array):
    """The array as a model takes it: float32, or whole numbers as they are."""
    kinds = {"b": np.uint8, "f": np.float32}
    return array.astype(kinds.get(array.dtype.kind, array.dtype.newbyteorder("=")))
'''
FIND_ARRAYS = '''\
def find_arrays(keys):
    """The names of the arrays for training (inputs, targets), and for the test where the file has such."""
    inputs, targets = INPUT_ARRAYS, TARGET_ARRAYS
    if inputs is None and targets is None and {"x_train", "y_train"} <= set(keys):
        test = {"x_test", "y_test"} <= set(keys)
        return ["x_train"], ["y_train"], ["x_test"] if test else [], ["y_test"] if test else []
    if inputs is None:
        usual = ("x", "X", "data", "inputs", "features", "images")
        inputs = [key for key in usual if key in keys and key not in (targets or [])][:1]
    if targets is None:
        usual = ("y", "Y", "target", "targets", "labels")
        targets = [key for key in usual if key in keys and key not in inputs][:1]
    return inputs, targets, [], []
'''
ARRAYS_HEAD = '''\
def load_data():
    """The inputs and targets of the file, the names of the classes, and the file's own test samples (or None)."""
    with np.load(FOLDER / DATA_FILE) as file:
        inputs, targets, test_inputs, test_targets = find_arrays(file.files)
        x, x_test, y, y_test = (
            {key: as_numbers(file[key]) for key in keys}
            for keys in (inputs, test_inputs, targets, test_targets)
        )
'''
ARRAYS_BODY = (
    """\
for arrays in (x, x_test):
    for key, array in arrays.items():
        if array.ndim == 1:  # one feature a sample
            arrays[key] = array.reshape(-1, 1)""",
    "held_out = None",
    "class_names = []",
    """\
for key, test_key in zip(targets, test_targets or targets):
    count = len(y[key])
    # Encoded together, so that a class has one number in both.
    both = np.concatenate([y[key], y_test[test_key]]) if y_test else y[key]
    encoded, class_names = encode_target(both)
    y[key] = encoded[:count]
    if y_test:
        y_test[test_key] = encoded[count:]""",
    "if y_test:\n    held_out = in_order(x_test, INPUTS), in_order(y_test, OUTPUTS)",
    "return in_order(x, INPUTS), in_order(y, OUTPUTS), class_names, held_out",
)

FUNCTIONS = (
    DECODE, FIND_DELIMITER, HAS_HEADER, COLUMN_NAMES, READ_NPY, POSITIONS, MISSING, AS_NUMBERS, FIND_ARRAYS,
)  # fmt: skip
HEADS = (NUMBER_HEAD, READ_HEAD, TABLE_HEAD, ARRAYS_HEAD)
LINES = (
    DECIMAL_COMMA, *NUMBER_BODY, TEXT_AUTO, TEXT_GIVEN, DELIMITER_AUTO, DELIMITER_GIVEN, *READ_ROWS, HEADER_AUTO,
    HEADER_GIVEN, *READ_COLUMNS, TARGET_LAST, TARGET_GIVEN, FEATURES_REST, FEATURES_GIVEN, *FILL.values(), GAPS,
    TARGET_GAPS, DROP, REFUSE, NUMBERS, ONLY_NUMBERS, X_NUMBERS, X_SHAPED, INPUTS_NUMBERS, INPUTS_SHAPED, INPUTS_TEXT,
    X_ORDERED, X_ONLY, X_AS_LIST, Y_ONE, Y_STACKED, *ARRAYS_BODY,
)  # fmt: skip
