"""Django, for the commands that need the database."""

import os

import django
from django.core.exceptions import ImproperlyConfigured

from remit.web.obstacles import Obstacle


def start_django() -> None:
    """Set Django up; raises `Obstacle` where a setting is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.web.settings")
    try:
        django.setup()
    except (ValueError, ImproperlyConfigured) as error:
        # the settings say in one line what is wrong with a variable
        raise Obstacle(str(error)) from error
