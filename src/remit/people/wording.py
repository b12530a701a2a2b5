"""What people read where the record names a field or an operation of sign-ins, people and roles."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FIELDS = {
    "administrator": _("administrator"),
    "assignments": _("role assignments"),
    "email": _("e-mail address"),
    "ended_at": _("ended"),
    "from_date": _("from"),
    "head": _("head"),
    "import": _("import"),
    "invitation": _("invitation"),
    "invited": _("invited"),
    "is_active": _("active"),
    "joined_on": _("joined"),
    "left_on": _("left"),
    "line_manager": _("line manager"),
    "password": _("password"),
    "person": _("person"),
    "role": _("role"),
    "second_factor": _("second factor"),
    "sign_in": _("sign-in"),
    "title": _("title"),
    "token": _("token"),
    "unit": _("unit"),
}

OPERATIONS = {
    "accounts.accept_invitation": _("accepted the invitation"),
    "accounts.change_email": _("changed the e-mail address"),
    "accounts.change_password": _("changed the password"),
    "accounts.change_profile": _("changed the profile"),
    "accounts.change_second_factor": _("changed the second factor"),
    "accounts.create_token": _("made a token"),
    "accounts.disable_user": _("disabled the sign-in"),
    "accounts.enable_user": _("enabled the sign-in"),
    "accounts.invite_user": pgettext_lazy("somebody did this", "invited"),
    "accounts.resend_invitation": _("sent the invitation again"),
    "accounts.reset_password": _("reset the password"),
    "accounts.revoke_token": _("revoked a token"),
    "people.add_person": _("added the person"),
    "people.assign_role": _("gave the role"),
    "people.change_person": _("changed the person"),
    "people.create_organisation": _("made the organisation"),
    "people.create_programme": _("began the programme"),
    "people.create_unit": _("made the unit"),
    "people.end_assignment": _("ended the role"),
    "people.give_sign_in": _("gave a sign-in"),
    "people.invite_person": pgettext_lazy("somebody did this", "invited"),
    "people.name_head": _("named the head"),
}
