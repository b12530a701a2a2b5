"""What journeys across apps begin with: the fixtures of the apps themselves."""

from remit.conftest import stranger, world

__all__ = ["stranger", "world"]
