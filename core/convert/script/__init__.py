"""Complete training scripts and notebooks: data, model, training and evaluation as plain Keras code."""
