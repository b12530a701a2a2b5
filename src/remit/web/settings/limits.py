import re
from collections.abc import Mapping

from remit.core.limits import Limit

_SECONDS = {"s": 1, "m": 60, "h": 3600}
DEFAULTS = {
    "export": ("REMIT_LIMIT_EXPORT", "60/10m"),
    "search": ("REMIT_LIMIT_SEARCH", "300/1m"),
    "feed": ("REMIT_LIMIT_FEED", "60/10m"),
    "import": ("REMIT_LIMIT_IMPORT", "30/10m"),
}


def limits_from(environment: Mapping[str, str]) -> dict[str, Limit]:
    """Return how often one person may do what is limited; an action that is off is left out."""
    stated = {action: environment.get(name) or usual for action, (name, usual) in DEFAULTS.items()}
    return {
        action: _limit(DEFAULTS[action][0], text) for action, text in stated.items() if text.lower() != "off"
    }


def _limit(name: str, text: str) -> Limit:
    found = re.fullmatch(r"([1-9]\d{0,5})/(\d{0,4})([smh])", text.strip().lower())
    if found is None or found[2].strip("0") == "" != found[2]:
        msg = f"{name} must look like 60/10m (60 in ten minutes), with s, m or h; or be off."
        raise ValueError(msg)
    return Limit(int(found[1]), int(found[2] or 1) * _SECONDS[found[3]])
