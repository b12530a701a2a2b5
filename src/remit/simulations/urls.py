"""Addresses of simulations, below their project."""

from django.urls import path

from remit.simulations.views import simulations

app_name = "simulations"

BASE = "projects/<str:key>/simulation/"

urlpatterns = [
    path(BASE, simulations.simulations, name="simulations"),
    path(f"{BASE}drivers/", simulations.drivers, name="drivers"),
    path(f"{BASE}drivers/<str:risk_key>/", simulations.driver, name="driver"),
    path(f"{BASE}<str:simulation_key>/", simulations.simulation, name="simulation"),
]
