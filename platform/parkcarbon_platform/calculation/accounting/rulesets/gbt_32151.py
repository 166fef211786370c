"""An enterprise by the Chinese family of accounting standards: CO2, net purchases of electricity and heat."""

from parkcarbon_platform.calculation.accounting.rulesets.base import SCOPES, Ruleset, by_scope

RULESET = Ruleset(
    code="gbt_32151",
    place=20,
    name_zh="GB/T 32151 企业核算",
    name_en="GB/T 32151, enterprises",
    boundaries=frozenset({"enterprise"}),
    gases=frozenset({"CO2"}),
    netting="net",
    bases=("location",),
    fallback="marked",
    heat="less_feed_water",
    evidence=frozenset(),
    certificate_months=None,
    residual=None,
    has_scope3=False,
    approaches=(),
    groups=SCOPES,
    group=by_scope,
    is_provisional=False,
    note_zh="企业边界；仅计二氧化碳；电力与热力按净购入（购入减输出）计。",
    note_en="Enterprise boundary; CO2 only; electricity and heat net of what is delivered on.",
    citation="GB/T 32150-2025; GB/T 32151 family",
)
