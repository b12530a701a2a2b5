"""The compiled loops of the engine.

Importing this package, or how arrays are laid out, loads nothing; `compiling`, which every kernel needs, loads numba.
"""
