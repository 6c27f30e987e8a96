"""The command line: the same work as the window's, without one. The topmost layer of the core."""
