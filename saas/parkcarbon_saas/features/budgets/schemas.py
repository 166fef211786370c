"""Budgets: carbon in t CO2e, energy in tce, electricity in MWh."""

from parkcarbon_platform.services.budgets.models import (
    BudgetDetail,
    BudgetKind,
    BudgetOfPlan,
    BudgetProposal,
    BudgetPushed,
    BudgetsYear,
    BudgetWanted,
)

__all__ = [
    "BudgetDetail", "BudgetKind", "BudgetOfPlan", "BudgetProposal", "BudgetPushed", "BudgetWanted",
    "BudgetsYear",
]  # fmt: skip
