"""Addresses of risks and issues: the lists of all, and those of a project below it."""

from django.urls import path

from remit.registers.views import issues, responses, risks

app_name = "registers"

BASE = "projects/<str:key>/"
_RISK, _ISSUE = f"{BASE}risks/<str:risk_key>/", f"{BASE}issues/<str:issue_key>/"

urlpatterns = [
    path("risks/", risks.all_risks, name="all_risks"),
    path("issues/", issues.all_issues, name="all_issues"),
    path(f"{BASE}risks/", risks.of_project, name="risks"),
    path(f"{BASE}risks/matrix/", risks.matrix, name="matrix"),
    path(f"{BASE}risks/questions/", risks.questions_page, name="questions"),
    path(f"{BASE}risks/new/", risks.add, name="add_risk"),
    path(_RISK, risks.risk, name="risk"),
    path(f"{_RISK}edit/", risks.edit, name="edit_risk"),
    path(f"{_RISK}open", risks.take_up, name="open_risk"),
    path(f"{_RISK}assess/", responses.assess, name="assess_risk"),
    path(f"{_RISK}place/", responses.place, name="place_risk"),
    path(f"{_RISK}response/", responses.respond, name="plan_response"),
    path(f"{_RISK}actions/new/", responses.act, name="add_response_action"),
    path(f"{_RISK}review/", responses.review, name="review_risk"),
    path(f"{_RISK}close/", responses.close, name="close_risk"),
    path(f"{_RISK}occurred", responses.occurred, name="risk_occurred"),
    path(f"{BASE}issues/", issues.of_project, name="issues"),
    path(f"{BASE}issues/new/", issues.add, name="add_issue"),
    path(_ISSUE, issues.issue, name="issue"),
    path(f"{_ISSUE}edit/", issues.edit, name="edit_issue"),
    path(f"{_ISSUE}steps/<str:step>/", issues.advance, name="advance_issue"),
    path(f"{_ISSUE}escalate/", issues.escalate, name="escalate_issue"),
]
