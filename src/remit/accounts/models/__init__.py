from remit.accounts.models.api_token import ApiToken
from remit.accounts.models.user import User, UserManager

__all__ = ["ApiToken", "User", "UserManager"]
