from remit.accounts import links
from remit.accounts.models import Purpose, User


class ResetTokens:
    """The tokens of password reset as allauth asks for them: random, kept as a hash, good once."""

    def make_token(self, user: User | None) -> str:
        """Return a new token for `user`; for nobody one that opens nothing, at the same cost."""
        return links.issue(Purpose.RESET, user)

    def check_token(self, user: User | None, token: str) -> bool:
        """Return whether `token` still lets somebody set the password of `user`."""
        link = links.find(Purpose.RESET, token)
        return link is not None and user is not None and link.user_id == user.pk
