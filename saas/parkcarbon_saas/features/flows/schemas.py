"""The energy flow page; figures are those of the service's models."""

from parkcarbon_platform.services.flows.models import EnergyFlows

__all__ = ["EnergyFlows"]
