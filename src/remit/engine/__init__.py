"""The computational engine: a library that knows no Django; import what you need from its packages."""
