"""The GHG Protocol: all gases, gross purchases, location- and market-based side by side."""

from parkcarbon_platform.calculation.accounting.rulesets.base import (
    APPROACHES,
    CERTIFICATE_MONTHS,
    RESIDUAL,
    SCOPE_3,
    SCOPES,
    Ruleset,
    by_scope,
)

RULESET = Ruleset(
    code="ghg_protocol",
    place=30,
    name_zh="温室气体核算体系（GHG Protocol）",
    name_en="GHG Protocol",
    boundaries=frozenset({"park", "enterprise"}),
    gases=None,
    netting="gross",
    bases=("location", "market"),
    fallback="marked",
    heat="full_enthalpy",
    evidence=frozenset({"direct_supply", "green_power", "certificate"}),
    certificate_months=CERTIFICATE_MONTHS,
    residual=RESIDUAL,
    has_scope3=True,
    approaches=APPROACHES,
    groups=(*SCOPES, SCOPE_3),
    group=by_scope,
    is_provisional=False,
    note_zh="外购电按总购入计，基于位置与基于市场并列，两者不相加；范围三与生物质排放单列。",
    note_en=(
        "Gross purchases; location- and market-based side by side, never added; scope 3 and biogenic apart."
    ),
    citation="GHG Protocol Corporate Standard (2004); Scope 2 Guidance (2015)",
)
