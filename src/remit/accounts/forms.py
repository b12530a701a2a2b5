"""Forms: the shape of what is entered. Those from allauth are bent where Remit's rules are stricter."""

from typing import Any

from allauth.account.forms import AddEmailForm, LoginForm, ResetPasswordForm, default_token_generator
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from remit.accounts.addresses import keep_present
from remit.accounts.feeds import parts_in_order
from remit.accounts.models import SecurityKind, Theme, User
from remit.accounts.security_log import note


class SignInForm(LoginForm):  # type: ignore[misc]  # published without types
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["remember"].label = _("Stay signed in on this device")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs["autofocus"] = True


class AskForResetForm(ResetPasswordForm):  # type: ignore[misc]  # published without types
    """The address for which a forgotten password is to be set anew."""

    def clean_email(self) -> str:
        """Find the user by the address in use; one that waits for its confirmation opens nothing."""
        email: str = super().clean_email()
        self.users: list[User] = [user for user in self.users if user.email == email.lower()]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the link, or to an unknown address the word that there is none, at the same cost."""
        if not self.users:
            default_token_generator.make_token(None)
        note(SecurityKind.RESET_ASKED, request, self.users[0] if self.users else None)
        email: str = super().save(request, **kwargs)
        return email


class ChangeAddressForm(AddEmailForm):  # type: ignore[misc]  # published without types
    """The address that is to replace the present one."""

    def save(self, request: HttpRequest) -> EmailAddress:
        """Send the link to the new address; the present one stays in use until it was followed."""
        keep_present(self.user)
        return super().save(request)


class InvitationForm(forms.Form):
    """The password that somebody invited chooses."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
        help_text=password_validation.password_validators_help_text_html(),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_password(self) -> str:
        """Hold the password to the rules."""
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self._user)
        return password

    def clean_again(self) -> str:
        """Hold the repetition to the password."""
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise ValidationError(_("The two passwords differ: type the same one twice."), code="differs")
        return again


class ProfileForm(forms.Form):
    """How Remit addresses somebody and looks to them."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("Used in e-mails to you. The name that colleagues see stands under People."),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    theme = forms.ChoiceField(label=_("Colours"), choices=Theme.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)  # noqa: S101 - says so to the type checker
        language.choices = [("", _("As the browser asks for")), *settings.LANGUAGES]


LIFETIMES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("One year"))]


class TokenForm(forms.Form):
    """A token for a program."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("For example: nightly export to the data warehouse."),
    )
    may_write = forms.BooleanField(
        label=_("It may also change things"), required=False, help_text=_("Without this it only reads.")
    )
    days = forms.TypedChoiceField(label=_("Ends after"), choices=LIFETIMES, coerce=int, initial="90")


class FeedForm(forms.Form):
    """A calendar feed: for which calendar it is, and what it carries."""

    name = forms.CharField(
        label=_("Which calendar is it for?"),
        max_length=80,
        help_text=_("For example: Outlook at work, or my phone."),
    )
    parts = forms.MultipleChoiceField(label=_("What it shows"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = parts_in_order()
        parts = self.fields["parts"]
        assert isinstance(parts, forms.MultipleChoiceField)  # noqa: S101 - says so to the type checker
        parts.choices = [(each.code, format_lazy("{}: {}", each.label, each.explanation)) for each in offered]
        parts.initial = [each.code for each in offered]
