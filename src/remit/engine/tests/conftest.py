"""Settings of the property tests: no time limit for one example, since other work may share the machine."""

from hypothesis import settings

settings.register_profile("engine", deadline=None, database=None)
settings.load_profile("engine")
