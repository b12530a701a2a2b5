from remit.accounts.models.api_token import ApiToken
from remit.accounts.models.calendar_feed import CalendarFeed
from remit.accounts.models.one_time_link import OneTimeLink, Purpose
from remit.accounts.models.security_event import SecurityEvent, SecurityKind
from remit.accounts.models.user import Theme, User, UserManager

__all__ = [
    "ApiToken",
    "CalendarFeed",
    "OneTimeLink",
    "Purpose",
    "SecurityEvent",
    "SecurityKind",
    "Theme",
    "User",
    "UserManager",
]
