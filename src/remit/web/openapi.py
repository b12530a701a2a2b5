"""The OpenAPI document: `python -m remit.web.openapi > docs/openapi.json` writes the copy that a test compares."""

import json
import os
import sys

import django


def document() -> str:
    """Return the document as JSON, the same bytes on every machine."""
    from remit.web.api import api  # noqa: PLC0415 - Django must be set up before its models are read

    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.web.settings")
    django.setup()
    sys.stdout.write(document())
