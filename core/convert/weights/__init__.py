"""Weights of files from anywhere: read, matched with the layers of a project, converted to Keras 3's layout, and proved.

Does not belong here: reading bytes of a file (core.reading), which weights a project asks for (initial_weights).
"""
