"""Keras code as a project, read from the syntax tree."""
