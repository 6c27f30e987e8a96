"""Netwright without a window: the graph document, its analysis, conversion and training.

Nothing in here imports PySide6, Matplotlib or ``gui``; ``tests/test_architecture.py`` proves it.
"""
