from django import template

from remit.accounts.browsers import browser_in_words
from remit.accounts.queries import hints
from remit.accounts.registries import SignInHint

register = template.Library()
register.filter(browser_in_words)


@register.simple_tag
def sign_in_hints() -> list[SignInHint]:
    """Return the demo's sign-ins for the sign-in page."""
    return hints()
