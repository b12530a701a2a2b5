from allauth.account.models import EmailAddress

from remit.accounts.models import User


def keep_present(user: User) -> None:
    """Mark the address with which `user` signs in as the one in use.

    allauth takes an unverified row for an earlier wish to change and removes it, and the address with it.
    """
    EmailAddress.objects.filter(user=user, email=user.email).update(verified=True, primary=True)
