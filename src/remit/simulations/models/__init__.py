"""Simulations of plans, and what risks act on."""

from remit.simulations.models.driver import Driver
from remit.simulations.models.simulation import Simulation

__all__ = ["Driver", "Simulation"]
