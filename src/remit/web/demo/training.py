"""Training in the demo: for roles and for one programme, of which some have not had all."""

import datetime as dt

from remit.people.models import Role, Scope, Training
from remit.people.operations.training import add_training, add_training_session, note_training
from remit.web.demo.firm import Firm

# subject, material, role, scope by name, sessions, who has had it and when
TRAININGS: tuple[tuple[str, str, str, str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]], ...] = (
    (
        "Forecasting with ranges",
        "https://northlight.example/learn/ranges",
        "project-manager",
        "",
        (("2026-05-12", "Leeds, room 2.1"), ("2026-07-14", "Leeds, room 2.1")),
        (("Nadia Rahman", "2026-05-12"), ("Ben Hartley", "2026-05-12")),
    ),
    (
        "Deskwise in the cloud: what changes for customers",
        "https://northlight.example/learn/deskwise-cloud",
        "",
        "Deskwise cloud rollout to 14 customer sites",
        (("2026-03-03", "Online"), ("2026-07-07", "Online")),
        (
            ("Nadia Rahman", "2026-03-03"),
            ("Amina Yusuf", "2026-03-03"),
            ("Samuel Okafor", "2026-03-03"),
            ("Meera Nair", "2026-03-10"),
        ),
    ),
    (
        "Deskwise Sense: installing it and keeping it alive",
        "https://northlight.example/learn/sense",
        "operations-manager",
        "Deskwise Sense",
        (("2026-07-21", "Leeds, workshop"),),
        (),
    ),
    (
        "Data protection at work",
        "",
        "administrator",
        "",
        (("2026-02-09", "Leeds, room 1.4"),),
        (("Adam Greaves", "2026-02-09"),),
    ),
)


def load_training(firm: Firm) -> None:
    """State who is to be trained in what, and note who was."""
    scopes = {scope.name: scope for scope in Scope.objects.filter(organisation=firm.organisation)}
    roles = {role.code: role for role in Role.objects.filter(organisation=firm.organisation)}
    for subject, material, role, scope, sessions, done in TRAININGS:
        made: Training = add_training(
            firm.organisation,
            subject=subject,
            material=material,
            role=roles.get(role),
            scope=scopes[scope] if scope else None,
            actor=firm.system,
        )
        for day, place in sessions:
            add_training_session(made, held_on=dt.date.fromisoformat(day), place=place, actor=firm.system)
        for name, day in done:
            on = dt.date.fromisoformat(day)
            note_training(made, firm.people[name], done_on=on, actor=firm.system)
