from django.urls import include, path

from remit.web.api import api
from remit.web.api_docs import api_docs

urlpatterns = [
    path("api/v1/docs", api_docs, name="api_docs"),
    path("api/v1/", api.urls),
    path("", include("remit.core.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("remit.accounts.urls")),
    path("", include("remit.audit.urls")),
    path("", include("remit.people.urls")),
    path("", include("remit.jobs.urls")),
    path("", include("remit.products.urls")),
    path("", include("remit.documents.urls")),
    path("", include("remit.projects.urls")),
    path("", include("remit.comments.urls")),
    path("", include("remit.meetings.urls")),
    path("", include("remit.planning.urls")),
    path("", include("remit.closure.urls")),
    path("", include("remit.changes.urls")),
    path("", include("remit.registers.urls")),
    path("", include("remit.benefits.urls")),
    path("", include("remit.costs.urls")),
    path("", include("remit.earned_value.urls")),
    path("", include("remit.scenarios.urls")),
    path("", include("remit.simulations.urls")),
    path("", include("remit.resourcing.urls")),
    path("", include("remit.timesheets.urls")),
    path("", include("remit.interchange.urls")),
    path("", include("remit.reporting.urls")),
]

handler400 = "remit.core.views.errors.bad_request"
handler403 = "remit.core.views.errors.forbidden"
handler404 = "remit.core.views.errors.not_found"
handler500 = "remit.core.views.errors.server_error"
