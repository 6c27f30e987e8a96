"""The parts of a script that every source of data needs: bundled sets, targets, splits, samples in a model's structure.

Texts of Python functions and of single lines; a script is put together from them word for word, so nothing of the user's
stands in them. They do what a run does (the data package), in the same order and with the same random numbers. Does not
belong here: tables and array files (file_parts), which parts a project needs (sections).
"""

from __future__ import annotations

# Bundled sets. Each ends with x, y and the names of the classes (none for quantities).

DIGITS_HEAD = {
    target: f'''\
def load_data():
    """1,797 handwritten digits of 8 x 8 pixels from 0 to 16, {about}."""
    found = datasets.load_digits()
    images = found.images.astype("float32")
'''
    for target, about in {
        "digit": "and which digit each is",
        "image": "which are what is to be learned, too",
        "ink": "and where each has ink",
    }.items()
}
BUNDLED_HEAD = {
    "iris": '''\
def load_data():
    """150 flowers: 4 measures in cm, and the species of each."""
    found = datasets.load_iris()
''',
    "wine": '''\
def load_data():
    """178 wines: 13 chemical measures, and the cultivar of each."""
    found = datasets.load_wine()
''',
    "breast_cancer": '''\
def load_data():
    """569 tumours: 30 measures, and whether each is malignant or benign."""
    found = datasets.load_breast_cancer()
''',
    "diabetes": '''\
def load_data():
    """442 patients: 10 measures, and the progression of the disease after a year."""
    found = datasets.load_diabetes(scaled=False)
''',
}
DIGITS_VIEWS = {
    "image": "x = images[..., np.newaxis]",
    "sequence": "x = images  # 8 steps (the rows, top first) of 8 pixels",
    "flat": "x = images.reshape(len(images), -1)",
}
STATISTICS = "ink = np.concatenate([images.sum(axis=2), images.sum(axis=1)], axis=1)  # by row and by column"
IMAGE_FIRST = "x = [images[..., np.newaxis], ink]"
INK_FIRST = "x = [ink, images[..., np.newaxis]]"
MEASURES = 'x = found.data.astype("float32")'
DIGITS_TARGETS = {
    "image": "y = images[..., np.newaxis]",
    "ink": 'y = (images[..., np.newaxis] >= 8).astype("float32")  # from half of the darkest on',
}
CLASSES = 'y = found.target.astype("int32")'
ONE_HOT = 'y = np.eye(len(found.target_names), dtype="float32")[found.target]'
QUANTITY = 'y = found.target.astype("float32").reshape(-1, 1)'
CLASS_NAMES = "class_names = [str(name) for name in found.target_names]"
NO_CLASS_NAMES = "class_names = []"
AS_LIST = "y = [y]"
RETURN_DATA = "return x, y, class_names"

# Targets.

ENCODE_HEAD = '''\
def encode_target(array):
    """Classes as numbers from 0 (or one-hot rows), quantities as float32; and the names of the classes."""
'''
ENCODE_SHAPE = (
    "if array.ndim > 1 and array.shape[1:] == (1,):\n    array = array[:, 0]",
    "if array.ndim > 1:\n    return encode_rows(array)",
)
ENCODE_BODY = (
    """\
if array.dtype.kind not in "US":
    whole = array.dtype.kind in "iub" or bool(
        np.all(np.isfinite(array)) and np.all(array == np.round(array)) and np.all(np.abs(array) < 2.0**53)
    )
    if TASK == "regression" or (TASK == "auto" and not whole):
        return array.astype(np.float32).reshape(-1, 1), []
    array = array.astype(np.int64) if whole else array
    different = len(np.unique(array))
    if TASK == "auto" and (different > 100 or len(array) < different * 3):
        return array.astype(np.float32).reshape(-1, 1), []  # too many for classes""",
    "values, numbers = np.unique(array, return_inverse=True)",
    'names = [f"{value:.4g}" if array.dtype.kind == "f" else str(value) for value in values]',
    'if LABELS == "one-hot":\n    return np.eye(len(values), dtype=np.float32)[numbers], names',
    "return numbers.astype(np.int32), names",
)
ENCODE_ROWS = '''\
def encode_rows(array):
    """The same for targets of more dimensions: one-hot rows, a class for each step, or quantities."""
    if TASK != "regression" and is_one_hot(array):
        return array.astype(np.float32), [str(index) for index in range(array.shape[1])]
    if TASK == "classes" and array.dtype.kind in "iub":
        return array.astype(np.int32), [str(index) for index in range(int(array.max()) + 1)]
    return array.astype(np.float32), []
'''
IS_ONE_HOT = '''\
def is_one_hot(array):
    """True for rows of two or more 0s with a single 1."""
    if array.ndim != 2 or array.shape[1] < 2 or array.dtype.kind not in "iufb":
        return False
    return bool(np.all((array == 0) | (array == 1)) and np.all(array.sum(axis=1) == 1))
'''
CLASS_NUMBERS = '''\
def class_numbers(y):
    """The class of each sample as a number, from numbers or one-hot rows; None for any other target."""
    if y.ndim == 1:
        return y
    return y.argmax(axis=1) if is_one_hot(y) else None
'''

# Splits.

SPLIT_SIZES = """\
    left = count - 1
    test = min(left, max(1, round(count * test_split))) if test_split else 0
    validation = min(left - test, max(1, round(count * VALIDATION_SPLIT))) if VALIDATION_SPLIT else 0
"""
SPLIT_IN_ORDER = (
    '''\
def split_samples(count, test_split):
    """The positions of the samples for training, validation and test, in the order of the data."""
'''
    + SPLIT_SIZES
    + """\
    training = count - test - validation
    order = np.arange(count)
    return order[:training], order[training : training + validation], order[training + validation :]
"""
)
SPLIT_SHUFFLED = (
    '''\
def split_samples(count, test_split):
    """The positions of the samples for training, validation and test, drawn at random."""
    generator = np.random.default_rng(DATA_SEED)
'''
    + SPLIT_SIZES
    + """\
    order = generator.permutation(count)
    training = generator.permutation(order[test + validation :])
    return training, order[test : test + validation], order[:test]
"""
)
SPLIT_STRATIFIED = (
    '''\
def split_samples(count, test_split, classes):
    """The positions of the samples for training, validation and test: random, in the proportions of the classes."""
    generator = np.random.default_rng(DATA_SEED)
'''
    + SPLIT_SIZES
    + """\
    if classes is None:
        order = generator.permutation(count)
    else:
        # The samples of each class are spread evenly over [0, 1), then all are sorted.
        places = np.empty(count)
        for value in np.unique(classes):
            members = np.flatnonzero(classes == value)
            offsets = np.arange(len(members)) + generator.random()
            places[generator.permutation(members)] = offsets / len(members)
        order = np.argsort(places, kind="stable")
    training = generator.permutation(order[test + validation :])
    return training, order[test : test + validation], order[:test]
"""
)

# Samples for a model.

TAKE = '''\
def take(arrays, samples, structure):
    """The samples of each array, in the structure (one, list, dict) of a model's inputs or outputs."""
    return keras.tree.pack_sequence_as(structure, [array[samples] for array in arrays])
'''
TAKE_TEXT = '''\
def take(arrays, samples, structure):
    """The samples of each array, texts as tensors, in the structure of a model's inputs or outputs."""
    taken = [array[samples] for array in arrays]
    taken = [
        keras.ops.convert_to_tensor(array, "string") if array.dtype.kind == "U" else array
        for array in taken
    ]
    return keras.tree.pack_sequence_as(structure, taken)
'''
IN_ORDER = '''\
def in_order(arrays, names):
    """The arrays in the order of a model's inputs or outputs: by name where all names agree, else as they come."""
    if len(arrays) != len(names):
        raise ValueError(f"The model takes {len(names)} arrays; the data has {', '.join(arrays)}.")
    return [arrays[name] for name in names] if set(arrays) == set(names) else list(arrays.values())
'''

# Weights of classes.

BALANCED = '''\
def class_weights(classes):
    """Weights by which all classes count alike."""
    counts = np.bincount(classes)
    present = np.flatnonzero(counts)
    return {int(number): float(len(classes) / (len(present) * counts[number])) for number in present}
'''
WEIGHTS_BY_NAME = '''\
def class_weights(class_names):
    """The weights by the number of the class; CLASS_WEIGHT has them by its name or its number as text."""
    return {
        class_names.index(name) if name in class_names else int(name): weight
        for name, weight in CLASS_WEIGHT.items()
    }
'''

FUNCTIONS = (
    ENCODE_ROWS, IS_ONE_HOT, CLASS_NUMBERS, SPLIT_IN_ORDER, SPLIT_SHUFFLED, SPLIT_STRATIFIED, TAKE, TAKE_TEXT, IN_ORDER,
    BALANCED, WEIGHTS_BY_NAME,
)  # fmt: skip
HEADS = (*DIGITS_HEAD.values(), *BUNDLED_HEAD.values(), ENCODE_HEAD)
"""Functions whose further lines are chosen among :data:`LINES`."""
LINES = (
    *DIGITS_VIEWS.values(), *DIGITS_TARGETS.values(), STATISTICS, IMAGE_FIRST, INK_FIRST, MEASURES, CLASSES, ONE_HOT,
    QUANTITY, CLASS_NAMES, NO_CLASS_NAMES, AS_LIST, RETURN_DATA, *ENCODE_SHAPE, *ENCODE_BODY,
)  # fmt: skip
