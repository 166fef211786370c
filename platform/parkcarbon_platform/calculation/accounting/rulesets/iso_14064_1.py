"""ISO 14064-1:2018: six categories instead of scopes."""

from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets.base import (
    APPROACHES,
    CERTIFICATE_MONTHS,
    RESIDUAL,
    Group,
    Ruleset,
)

GROUPS = (
    Group("1", "类别1：直接排放与清除", "Category 1: direct emissions and removals"),
    Group("2", "类别2：输入能源的间接排放", "Category 2: imported energy"),
    Group("3", "类别3：运输的间接排放", "Category 3: transportation"),
    Group("4", "类别4：使用产品的间接排放", "Category 4: products used by the organization"),
    Group("5", "类别5：产品使用的间接排放", "Category 5: use of products from the organization"),
    Group("6", "类别6：其他间接排放", "Category 6: other sources"),
)
# The fifteen categories of scope 3 by ISO/TR 14069's correspondence: transport and travel; what is bought;
# what is sold, let and invested in.
_OF_SCOPE_3 = {
    **dict.fromkeys((4, 6, 7, 9), "3"),
    **dict.fromkeys((1, 2, 3, 5, 8), "4"),
    **dict.fromkeys((10, 11, 12, 13, 14, 15), "5"),
}


def by_category(item: Item) -> str:
    """The ISO category of an item."""
    if item.scope in (1, 2):
        return str(item.scope)
    return _OF_SCOPE_3.get(item.scope3_category or 0, "6")


RULESET = Ruleset(
    code="iso_14064_1",
    place=40,
    name_zh="ISO 14064-1:2018",
    name_en="ISO 14064-1:2018",
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
    groups=GROUPS,
    group=by_category,
    is_provisional=False,
    note_zh="按六个类别汇总；附录 E 的电力双重核算：基于位置与基于市场并列。",
    note_en="Six categories; electricity by annex E: location- and market-based side by side.",
    citation="ISO 14064-1:2018, 5.2.4 and annex E",
)
