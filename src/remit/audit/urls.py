from django.urls import path

from remit.audit.views import history

app_name = "audit"

urlpatterns = [path("history/<slug:kind>/<path:key>/", history.history, name="history")]
