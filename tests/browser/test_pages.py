"""Every page that each persona reaches: no barrier by axe, nothing wider than the screen, no complaints."""

import pytest

from remit.web.demo.sign_ins import SIGN_INS
from tests.browser.conftest import CHROMIUM, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
]
# The two widths are looked at by two processes, each with a server of its own.
WIDE = pytest.mark.xdist_group("wide")
NARROW = pytest.mark.xdist_group("narrow")

BY_PERSONA = {each.persona: each.email for each in SIGN_INS}
OUTSIDE = ("/accounts/login/", "/accounts/password/reset/")
MANAGER = (
    "/",
    "/help/",
    "/projects/",
    "/projects/?q=nothing-like-this",
    "/projects/P-1/",
    "/projects/P-1/edit/",
    "/projects/P-1/life/",
    "/projects/P-1/life/gates/3/",
    "/projects/P-1/life/method/",
    "/projects/P-1/life/tailor/",
    "/methods/",
    "/methods/hybrid/",
    "/projects/P-1/life/charter/",
    "/projects/P-1/people/",
    "/projects/P-1/plan/",
    "/projects/P-1/plan/?activity=T-80",
    "/projects/P-1/plan/print/",
    "/projects/P-1/plan/log/",
    "/projects/P-1/plan/baselines/",
    "/projects/P-1/plan/resources/",
    "/projects/P-1/plan/resources/R-1/",
    "/projects/P-1/plan/calendars/",
    "/projects/P-1/plan/settings/",
    "/projects/P-1/plan/calendars/C-1/",
    "/projects/P-1/plan/activities/T-80/",
    "/projects/P-1/imports/",
    "/responsibilities/",
    "/responsibilities/P-1/",
    "/responsibilities/P-1/versions/",
    "/responsibilities/P-1/versions/1/",
    "/projects/P-999/",
    "/people/",
    "/assignments/",
    "/assignments/A-23/charter/",
    "/people/U-29/remit/",
    "/people/U-3/remit/",
    "/people/U-29/growth/",
    "/people/U-29/growth/?role=portfolio-manager",
    "/growth/reviews/RV-1/",
    "/growth/actions/GA-1/",
    "/expectations/",
    "/projects/P-1/requirements/",
    "/import/requirements/P-1/",
    "/projects/P-1/plan/off-deliverable/",
    "/projects/P-1/requirements/new/",
    "/projects/P-1/requirements/RQ-1/",
    "/projects/P-1/requirements/RQ-1/edit/",
    "/projects/P-1/requirements/matrix/",
    "/projects/P-1/requirements/measures/",
    "/projects/P-1/requirements/needs/",
    "/projects/P-1/requirements/sessions/",
    "/projects/P-1/requirements/sessions/SE-1/",
    "/projects/P-1/deliverables/",
    "/projects/P-1/deliverables/new/",
    "/projects/P-1/deliverables/DL-1/",
    "/projects/P-1/deliverables/DL-1/edit/",
    "/products/",
    "/products/PR-1/",
    "/holidays/",
    "/projects/P-1/status/",
    "/projects/P-1/status/lights/budget/",
    "/projects/P-1/costs/",
    "/projects/P-3/status/1/",
    "/projects/P-1/closure/",
    "/projects/P-1/closure/record/",
    "/risks/",
    "/issues/",
    "/projects/P-1/risks/",
    "/projects/P-1/risks/matrix/",
    "/projects/P-1/risks/questions/",
    "/projects/P-1/risks/new/",
    "/projects/P-1/risks/RK-1/",
    "/projects/P-1/risks/RK-1/edit/",
    "/projects/P-1/risks/RK-1/assess/",
    "/projects/P-1/risks/RK-1/response/",
    "/projects/P-1/risks/RK-1/place/",
    "/projects/P-1/risks/RK-1/close/",
    "/projects/P-1/issues/",
    "/projects/P-1/issues/new/",
    "/projects/P-1/issues/IS-1/",
    "/projects/P-1/issues/IS-1/steps/assess/",
    "/projects/P-1/issues/IS-1/escalate/",
    "/changes/",
    "/projects/P-1/changes/",
    "/projects/P-1/changes/new/",
    "/projects/P-1/changes/CR-1/",
    "/projects/P-4/changes/scope/",
    "/benefits/",
    "/benefits/BE-1/",
    "/benefits/BE-1/edit/",
    "/benefits/BE-1/owner/",
    "/benefits/BE-1/reviews/new/",
    "/benefits/BE-1/reviews/2/move/",
    "/projects/P-1/budget/",
    "/projects/P-1/budget/moves/",
    "/projects/P-1/budget/move/",
    "/projects/P-1/budget/accounts/new/",
    "/projects/P-1/budget/accounts/CA-1/",
    "/projects/P-1/budget/accounts/CA-1/edit/",
    "/projects/P-1/budget/costs/",
    "/projects/P-1/budget/costs/new/",
    "/projects/P-1/budget/costs/CX-1/",
    "/projects/P-1/budget/costs/CX-1/reverse/",
    "/projects/P-1/value/",
    "/projects/P-1/value/rules/",
    "/projects/P-1/value/rules/T-2/",
    "/projects/P-1/value/settings/",
    "/projects/P-1/value/record/",
    "/projects/P-1/value/kept/",
    "/projects/P-1/value/kept/SS-1/",
    "/projects/P-1/benefits/",
    "/projects/P-1/benefits/new/",
    "/projects/P-1/service-handover/",
    "/projects/P-1/service-handover/edit/",
    "/closing-list/",
    "/projects/P-1/documents/",
    "/projects/P-1/documents/new/",
    "/projects/P-1/documents/DO-1/",
    "/projects/P-1/documents/DO-1/edit/",
    "/projects/P-1/documents/DO-1/compare/",
    "/projects/P-1/documents/DO-1/versions/new/",
    "/document-templates/",
    "/document-templates/DT-1/",
    "/projects/P-1/comments/",
    "/projects/P-1/comments/new/",
    "/projects/P-1/comments/CO-1/",
    "/projects/P-1/meetings/",
    "/projects/P-1/meetings/new/",
    "/projects/P-1/meetings/MT-1/",
    "/projects/P-1/meetings/MT-3/edit/",
    "/projects/P-1/meetings/MT-1/minutes/",
    "/projects/P-1/meetings/MT-1/minutes/1/",
    "/projects/P-1/actions/",
    "/projects/P-1/actions/new/",
    "/projects/P-1/actions/AC-1/",
    "/projects/P-1/decisions/",
    "/projects/P-1/decisions/new/",
    "/projects/P-1/decisions/DN-1/",
    "/projects/P-1/archives/",
    "/archives/",
    "/archives/verify/",
    "/lessons/",
    "/lessons/?q=tested+interfaces",
    "/lessons/LE-3/",
    "/projects/P-1/lessons/",
    "/projects/P-1/lessons/new/",
    "/projects/P-1/stakeholders/",
    "/projects/P-1/stakeholders/new/",
    "/projects/P-1/stakeholders/grid/",
    "/projects/P-1/stakeholders/communication/",
    "/projects/P-1/stakeholders/SH-1/",
    "/projects/P-1/stakeholders/SH-1/edit/",
    "/projects/P-1/plan/network/",
    "/projects/P-1/plan/month/",
    "/projects/P-1/plan/month/?by=week",
    "/projects/P-1/plan/estimates/",
    "/projects/P-1/plan/estimates/T-3/",
    "/projects/P-1/plan/levelling/",
    "/projects/P-1/simulation/",
    "/projects/P-1/simulation/drivers/",
    "/projects/P-1/simulation/drivers/RK-1/",
    "/projects/P-1/plan/scenarios/",
    "/projects/P-1/plan/scenarios/WI-1/",
    "/projects/P-1/plan/scenarios/WI-1/chart/",
    "/training/",
    "/training/TR-2/",
    "/training/new/",
    "/expectations/EX-1/",
    "/roles/sponsor/skills/",
    "/roles/compare/?role=project-manager&role=portfolio-manager",
    "/decisions/",
    "/decisions/new/",
    "/handovers/",
    "/responsibilities/P-1/holders/",
    "/map/",
    "/commitments/",
    "/commitments/new/",
    "/people/absences/",
    "/time/weeks/2026-06-22/",
    "/time/approvals/",
    "/projects/P-1/time/",
    "/time/sheets/",
    "/capacity/",
    "/capacity/U-21/",
    "/requests/",
    "/requests/RR-1/",
    "/projects/P-1/requests/",
    "/projects/P-1/requests/new/",
    "/pool/",
    "/pool/new/",
    "/pool/PL-1/",
    "/pool/PL-1/edit/",
    "/projects/P-2/capacity/",
    "/people/absences/new/",
    "/roles/",
    "/roles/sponsor/",
    "/glossary/",
    "/glossary/?q=nothing-like-this",
    "/glossary/critical-path/",
    "/roles/sponsor/versions/",
    "/roles/?area=cost",
    "/roles/compare/",
    "/roles/compare/?role=product-manager&role=project-manager&role=sponsor",
    "/roles/ask/?q=approve+a+change+of+the+budget",
    "/history/project/P-1/",
    "/account/",
    "/account/tokens/",
    "/account/feeds/",
    "/jobs/",
    "/accounts/sessions/",
    "/api/v1/docs",
)
ADMINISTRATOR = (
    "/time/sheets/TS-1/",
    "/organisation/",
    "/organisation/chart/",
    "/organisation/chart/?view=lines&q=engineer",
    "/import/people/",
    "/organisation/units/new/",
    "/organisation/units/N-1/",
    "/people/sign-ins/",
    "/people/sign-ins/second-factor/",
    "/people/",
    "/roles/new/",
    "/expectations/new/",
    "/roles/project-manager/skills/",
    "/roles/project-leader/edit/",
    "/security/",
    "/security/?q=nothing-like-this",
)
PORTFOLIO = (
    "/",
    "/products/new/",
    "/products/PR-2/edit/",
    "/assignments/new/",
    "/assignments/new/?scope=P-6",
    "/assignments/A-1/",
    "/map/",
    "/advisor/",
    "/advisor/1/",
    "/advisor/2/edit/",
    "/advisor/rules/",
    "/organisation/thresholds/",
    "/advisor/kind/",
    "/decisions/",
    "/people/skills/",
    "/people/certificates/",
    "/organisation/positions/",
    "/organisation/structures/",
    "/organisation/structures/TB-1/",
    "/organisation/chart/?structure=TB-1",
    "/projects/",
    "/projects/new/",
    "/projects/P-8/life/",
    "/projects/P-8/life/feasibility/",
    "/projects/P-8/life/charter/",
    "/projects/P-7/closure/",
    "/projects/P-7/closure/record/",
    "/projects/P-7/service-handover/",
    "/projects/P-7/archives/",
    "/archives/AR-1/",
    "/import/",
    "/glossary/new/",
    "/glossary/float/edit/",
    "/responsibilities/",
    "/responsibilities/?show=overlap",
    "/responsibilities/P-4/",
    "/responsibilities/P-5/",
    "/responsibilities/P-5/activate/",
    "/responsibilities/P-5/columns/",
    "/responsibilities/P-5/paste/",
    "/responsibilities/P-5/rows/new/",
    "/responsibilities/O-1/",
    "/responsibilities/G-1/",
)


def _look(visitor: Visitor, paths: tuple[str, ...], name: str) -> list[str]:
    """Return what is wrong with pages, wide in both colours, on a phone in the dark: width changes no colour."""
    found = []
    for path in paths:
        visitor.go(path)
        shot = f"{name}-{path.strip('/').replace('/', '_').replace('?', '_') or 'home'}"
        if name.startswith("phone"):
            found += visitor.barriers_in_the_dark()
            visitor.shot(f"{shot}-dark")
        else:
            visitor.shot(f"{shot}-light")
            found += visitor.barriers(dark_shot=f"{shot}-dark")
        width = visitor.page.evaluate("document.documentElement.scrollWidth")
        if width > visitor.page.viewport_size["width"]:  # type: ignore[index]  # a viewport is always set here
            found.append(f"{path}: {width} pixels wide")
    return found


@WIDE
@pytest.mark.parametrize(
    ("persona", "paths"),
    [("Project manager", MANAGER), ("Administrator", ADMINISTRATOR), ("Portfolio manager", PORTFOLIO)],
)
def test_pages_hold_no_barrier_on_a_wide_screen(
    visitor: Visitor, persona: str, paths: tuple[str, ...]
) -> None:
    found = _look(visitor, OUTSIDE, "wide") if persona == "Project manager" else []
    visitor.sign_in(BY_PERSONA[persona])
    assert "\n".join(found + _look(visitor, paths, f"wide-{persona.split(maxsplit=1)[0].lower()}")) == ""


@NARROW
@pytest.mark.parametrize(
    ("persona", "paths"),
    [("Project manager", MANAGER), ("Administrator", ADMINISTRATOR), ("Portfolio manager", PORTFOLIO)],
)
def test_pages_hold_no_barrier_on_a_phone(on_a_phone: Visitor, persona: str, paths: tuple[str, ...]) -> None:
    found = _look(on_a_phone, OUTSIDE, "phone") if persona == "Project manager" else []
    on_a_phone.sign_in(BY_PERSONA[persona])
    assert "\n".join(found + _look(on_a_phone, paths, f"phone-{persona.split(maxsplit=1)[0].lower()}")) == ""


@WIDE
def test_paper_is_light_whatever_the_screen_is(visitor: Visitor) -> None:
    visitor.page.emulate_media(color_scheme="dark")
    visitor.go("/accounts/login/")
    colours = "['--surface', '--text'].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name))"
    on_screen = visitor.page.evaluate(colours)
    visitor.page.emulate_media(media="print", color_scheme="dark")
    on_paper = visitor.page.evaluate(colours)
    visitor.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    chosen = visitor.page.evaluate(colours)
    visitor.page.emulate_media(media="screen", color_scheme="light")
    visitor.page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert on_paper == chosen == visitor.page.evaluate(colours) != on_screen
