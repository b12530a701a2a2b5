"""The compiled loops of the engine, and where their compiled code is kept.

Nothing here is imported before it is used: numba takes a third of a second to load.
"""

from remit.engine.kernels.compiling import bare, inlined, kernel

__all__ = ["bare", "inlined", "kernel"]
