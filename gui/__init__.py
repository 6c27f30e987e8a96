"""The window: thin views over :mod:`core`. The only place with PySide6 and Matplotlib."""
