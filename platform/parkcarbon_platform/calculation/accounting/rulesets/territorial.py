"""The territorial total of a park, as in a provincial inventory: CO2 inside, and bought from outside."""

from parkcarbon_platform.calculation.accounting.rulesets.base import SCOPES, Ruleset, by_scope

RULESET = Ruleset(
    code="territorial",
    place=10,
    name_zh="园区地域口径（省级清单法）",
    name_en="Territorial, as provincial inventories",
    boundaries=frozenset({"park"}),
    gases=frozenset({"CO2"}),
    netting="net",
    bases=("location",),
    fallback="marked",
    heat="full_enthalpy",
    evidence=frozenset(),
    certificate_months=None,
    residual=None,
    has_scope3=False,
    approaches=(),
    groups=SCOPES,
    group=by_scope,
    is_provisional=False,
    note_zh="园区排放 = Σ企业 − 园区内转移 + 未分摊；仅计二氧化碳，外购电按所在电网平均因子，按净购入计。",
    note_en=(
        "park = Σ enterprises − transfers inside + unallocated; CO2 only; net electricity at the "
        "average factor of the grid."
    ),
    citation="省级温室气体清单编制指南（试行）; Wang Zhong et al. 2024, doi 10.16516/j.ceec.2024.5.20",
)
