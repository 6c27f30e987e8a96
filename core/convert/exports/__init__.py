"""Exports that another runtime runs: written in a process of their own, loaded again there, and compared."""
