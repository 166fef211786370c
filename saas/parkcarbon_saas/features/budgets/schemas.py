"""Budgets, benchmarks and what-ifs: carbon in t CO2e, energy in tce, electricity in MWh."""

from parkcarbon_platform.services.budgets.benchmark_models import (
    Benchmark,
    NormsTold,
    NormTold,
    NormWanted,
    WhatIf,
    WhatIfAsked,
    WhatIfs,
)
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
    "Benchmark", "BudgetDetail", "BudgetKind", "BudgetOfPlan", "BudgetProposal", "BudgetPushed",
    "BudgetWanted", "BudgetsYear", "NormTold", "NormWanted", "NormsTold", "WhatIf", "WhatIfAsked", "WhatIfs",
]  # fmt: skip
