"""Addresses of a project's status."""

from django.urls import path

from remit.reporting.views import costs, status

app_name = "reporting"

urlpatterns = [
    path("projects/<str:key>/status/", status.status, name="status"),
    path("projects/<str:key>/status/report", status.report_now, name="report_now"),
    path("projects/<str:key>/status/terms/", status.terms, name="terms"),
    path("projects/<str:key>/status/range", status.work_out, name="range"),
    path("projects/<str:key>/status/page.pdf", status.page, name="page"),
    path("projects/<str:key>/status/lights/<str:light>/", status.light, name="light"),
    path("projects/<str:key>/status/lights/<str:light>/answer", status.answer, name="answer_light"),
    path("projects/<str:key>/status/lights/<str:light>/end", status.end, name="end_light"),
    path("projects/<str:key>/status/<int:number>/", status.report, name="report"),
    path("projects/<str:key>/costs/", costs.costs, name="costs"),
]
