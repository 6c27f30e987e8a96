"""The lines of a script that do the work one after the other: in ``main()`` of a script, in the cells of a notebook.

As in data_parts nothing of the user's stands in them. What a run does and in which order (the runs package) is the measure:
seed, data, model, compile, adapt, fit, best weights, test. Does not belong here: which lines a project needs (sections).
"""

from __future__ import annotations

SCRIPT_FOLDER = "FOLDER = Path(__file__).resolve().parent  # where the data is"
NOTEBOOK_FOLDER = "FOLDER = Path.cwd()  # where the data is"

SEED = "keras.utils.set_random_seed(SEED)"

LOAD = "x, y, class_names = load_data()"
LOAD_ARRAYS = "x, y, class_names, held_out = load_data()"
SPLIT = {
    ("one", "plain"): "training, validation, test = split_samples(len(y), TEST_SPLIT)",
    ("one", "classes"): "training, validation, test = split_samples(len(y), TEST_SPLIT, y)",
    ("one", "one-hot"): "training, validation, test = split_samples(len(y), TEST_SPLIT, y.argmax(axis=1))",
    ("one", "auto"): "classes = class_numbers(y) if class_names else None\n"
    "training, validation, test = split_samples(len(y), TEST_SPLIT, classes)",
    ("lists", "plain"): "training, validation, test = split_samples(len(y[0]), TEST_SPLIT)",
    ("lists", "classes"): "training, validation, test = split_samples(len(y[0]), TEST_SPLIT, y[0])",
    ("lists", "one-hot"): "training, validation, test = split_samples(len(y[0]), TEST_SPLIT, y[0].argmax(axis=1))",
    ("lists", "auto"): "classes = class_numbers(y[0]) if class_names and len(y) == 1 else None\n"
    "training, validation, test = split_samples(len(y[0]), TEST_SPLIT, classes)",
    ("arrays", "plain"): "training, validation, test = split_samples(len(y[0]), 0 if held_out else TEST_SPLIT)",
    ("arrays", "auto"): "classes = class_numbers(y[0]) if class_names and len(y) == 1 else None\n"
    "training, validation, test = split_samples(len(y[0]), 0 if held_out else TEST_SPLIT, classes)",
}
"""By how the arrays are held, and how the samples are drawn."""
ONE_TRAINING = "x_train, y_train = x[training], y[training]"
ONE_VALIDATION = "x_validation, y_validation = x[validation], y[validation]"
ONE_TEST = "x_test, y_test = x[test], y[test]"
SIZES = 'print(f"{len(training)} samples for training, {len(validation)} for validation, {len(test)} for test")'
SIZES_ARRAYS = """\
tested = len(held_out[0][0]) if held_out else len(test)
print(f"{len(training)} samples for training, {len(validation)} for validation, {tested} for test")"""
LIST_TRAINING = "x_train, y_train = take(x, training, model.input), take(y, training, model.output)"
LIST_VALIDATION = "x_validation, y_validation = take(x, validation, model.input), take(y, validation, model.output)"
LIST_TEST = "x_test, y_test = take(x, test, model.input), take(y, test, model.output)"
ARRAYS_TEST = """\
if held_out:
    x, y = held_out
    test = slice(None)"""
ARRAYS_TEST_ONLY = """\
if held_out:
    x_test, y_test = (
        take(held_out[0], slice(None), model.input), take(held_out[1], slice(None), model.output)
    )
    results = model.evaluate(x_test, y_test, batch_size=BATCH_SIZE, verbose=0, return_dict=True)
    for name, value in results.items():
        print(f"test {name}: {value:.8g}")"""

BUILD = "model = build_model()"
COMPILE = "compile_model(model)"
SUMMARY = "model.summary()"
ADAPT = "adapt_layers(model, x_train)"
ADAPT_ARRAY = "adapt_layers(model, x[0][training].astype(model.inputs[0].dtype))"
ADAPT_LISTS = "adapt_layers(model, dict(zip(INPUTS, take(x, training, INPUTS))))"
ADAPT_ARRAYS = """\
adapt_layers(
    model,
    {name: array[training].astype(tensor.dtype) for name, array, tensor in zip(INPUTS, x, model.inputs)},
)"""

START_FROM = '''\
def start_from(model, reference):
    """Give the layers of a model the weights of the reference's layers of the same names and shapes."""
    known = {layer.name: layer for layer in inner_layers(reference)}
    for layer in inner_layers(model):
        weights = known[layer.name].get_weights() if layer.name in known else []
        if weights and [array.shape for array in weights] == [array.shape for array in layer.get_weights()]:
            layer.set_weights(weights)
'''
INNER_LAYERS = '''\
def inner_layers(model):
    """The layers of a model and of the models inside it."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from inner_layers(layer)
        else:
            yield layer
'''
LOAD_WEIGHTS = tuple(
    f"model.load_weights(FOLDER / INITIAL_WEIGHTS[{place}], skip_mismatch=True)" for place in range(10)
)

KEEP_BEST = {
    monitor: f"""\
# Keeps the weights of the best epoch; with this patience it never ends the training.
best = keras.callbacks.EarlyStopping(
    monitor="{monitor}", mode="min", patience=EPOCHS, restore_best_weights=True
)"""
    for monitor in ("loss", "val_loss")
}
WEIGH = {
    ("balanced", "one"): "class_weight = class_weights(class_numbers(y_train))",
    ("balanced", "lists"): "class_weight = class_weights(class_numbers(y[0][training]))",
    ("names", "one"): "class_weight = class_weights(class_names)",
    ("names", "lists"): "class_weight = class_weights(class_names)",
}
FIT = "model.fit(x_train, y_train)"
FIT_KEYWORDS = {
    "batch_size": "BATCH_SIZE",
    "epochs": "EPOCHS",
    "shuffle": "False",
    "validation_data": "(x_validation, y_validation)",
    "class_weight": "class_weight",
    "steps_per_epoch": "STEPS_PER_EPOCH",
    "validation_steps": "VALIDATION_STEPS",
    "validation_batch_size": "VALIDATION_BATCH_SIZE",
    "validation_freq": "VALIDATION_FREQ",
    "callbacks": "[best]",
    "verbose": "2",
}
OWN_CALLBACKS = "[*make_callbacks(), best]"

PLOTS = """\
names = [name for name in history.history if f"val_{name}" in history.history or not name.startswith("val_")]
figure, axes = plt.subplots(1, len(names), figsize=(5 * len(names), 4), squeeze=False)
for axis, name in zip(axes[0], names):
    axis.plot(history.history[name], label="training")
    if f"val_{name}" in history.history:
        axis.plot(history.history[f"val_{name}"], label="validation")
    axis.set(title=name, xlabel="epoch")
    axis.legend()
plt.show()"""

BEST_EPOCH = 'print(f"Best epoch: {best.best_epoch + 1} of {len(history.epoch)}")'
EVALUATE = "results = model.evaluate(x_test, y_test, batch_size=BATCH_SIZE, verbose=0, return_dict=True)"
PRINT = """\
for name, value in results.items():
    print(f"test {name}: {value:.8g}")"""
SAVE = "model.save(MODEL_FILE)"
HISTORY = """\
with open(HISTORY_FILE, "w", encoding="utf-8") as file:
    record = {name: [float(value) for value in values] for name, values in history.history.items()}
    json.dump(record, file, indent=2)"""
SAVED = 'print(f"Saved {MODEL_FILE} and {HISTORY_FILE}")'

MAIN = 'if __name__ == "__main__":\n    main()'
MAIN_DOCSTRING = '"""Train the model, evaluate it and save it."""'

NAMES = frozenset(
    """
    datasets csv io json math re plt Path load_data encode_target encode_rows is_one_hot class_numbers split_samples take
    in_order class_weights decode find_delimiter has_header column_names number read_table positions missing as_numbers
    find_arrays start_from inner_layers make_callbacks x y class_names held_out training validation test tested classes
    class_weight x_train y_train x_validation y_validation x_test y_test history best results names figure axes axis name
    value file record SEED EPOCHS BATCH_SIZE STEPS_PER_EPOCH VALIDATION_STEPS VALIDATION_BATCH_SIZE VALIDATION_FREQ
    VALIDATION_SPLIT TEST_SPLIT DATA_SEED DATA_FILE TASK LABELS TARGET FEATURES SAMPLE_SHAPE ENCODING DELIMITER HEADER
    INPUT_ARRAYS TARGET_ARRAYS INPUTS OUTPUTS INITIAL_WEIGHTS CLASS_WEIGHT MODEL_FILE HISTORY_FILE FOLDER
    """.split()
)
"""What means something at the top of a script or notebook; functions of the model are called otherwise."""

FUNCTIONS = (START_FROM, INNER_LAYERS)
LINES = (
    SCRIPT_FOLDER, NOTEBOOK_FOLDER, SEED, LOAD, LOAD_ARRAYS, *SPLIT.values(), ONE_TRAINING, ONE_VALIDATION, ONE_TEST, SIZES,
    SIZES_ARRAYS, LIST_TRAINING, LIST_VALIDATION, LIST_TEST, ARRAYS_TEST, ARRAYS_TEST_ONLY, BUILD, COMPILE, SUMMARY, ADAPT,
    ADAPT_ARRAY, ADAPT_LISTS, ADAPT_ARRAYS, *LOAD_WEIGHTS, *KEEP_BEST.values(), *WEIGH.values(), PLOTS, BEST_EPOCH,
    EVALUATE, PRINT, SAVE, HISTORY, SAVED, MAIN_DOCSTRING,
)  # fmt: skip
