from django.urls import path

from remit.core.views import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("palette", pages.palette, name="palette"),
    path("help/", pages.help_page, name="help"),
]
