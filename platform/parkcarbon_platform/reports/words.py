"""What reports call things, in Chinese and English, and how they write amounts."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files

import yaml

from parkcarbon_platform.reports.document import Language

Words = Mapping[str, tuple[str, str]]

CATEGORIES: Words = {
    "stationary_combustion": ("固定源燃烧", "Stationary combustion"),
    "mobile_combustion": ("移动源燃烧", "Mobile combustion"),
    "conversion": ("能源加工转换", "Energy conversion"),
    "purchased_electricity": ("外购电力", "Purchased electricity"),
    "purchased_heat": ("外购热力", "Purchased heat"),
    "process": ("工业过程", "Industrial process"),
    "fugitive": ("逸散", "Fugitive"),
    "wastewater": ("废水处理", "Wastewater"),
    "waste": ("废弃物", "Waste"),
    "scope3": ("范围三", "Scope 3"),
    "sink": ("碳汇", "Sink"),
}
CARRIERS: Words = {
    "electricity": ("电力", "Electricity"),
    "natural_gas": ("天然气", "Natural gas"),
    "steam": ("蒸汽", "Steam"),
    "heat": ("热力", "Heat"),
    "diesel": ("柴油", "Diesel"),
    "gasoline": ("汽油", "Gasoline"),
}
SCENES: Words = {
    "energy": ("能源", "Energy"),
    "industry": ("工业", "Industry"),
    "building": ("建筑", "Building"),
    "transport": ("交通", "Transport"),
    "infrastructure": ("基础设施", "Infrastructure"),
    "unassigned": ("未分配", "Unassigned"),
}
BASES: Words = {"location": ("基于位置", "Location-based"), "market": ("基于市场", "Market-based")}
LACKS: Words = {
    "no_activity": ("无活动数据", "No activity data"),
    "low_coverage": ("覆盖不足", "Coverage below 95 %"),
    "high_estimate": ("估算占比偏高", "Estimated share above 5 %"),
    "fallback_factor": ("沿用以往年度因子", "Factor of an earlier year"),
    "refused_fallback": ("本方法不允许沿用因子", "Fallback refused by this method"),
    "factor_missing": ("缺少排放因子", "Factor missing"),
    "reference_state": ("气体参比状态不明", "Reference state of gas unknown"),
    "not_calculable": ("无法计算", "Not calculable"),
    "unassigned_scene": ("未分配场景", "Without a scene"),
    "negative_remainder": ("未分摊量为负", "Negative remainder"),
    "pending_differences": ("有待处理的差异", "Differences pending"),
    "provisional_hours": ("含暂估小时", "Provisional hours"),
    "expired_certificate": ("凭证过期或不属当月", "Evidence expired or of another time"),
    "heat_convention": ("热量计算口径不同", "Heat by another convention"),
    "heat_converted": ("热量已换算为本方法口径", "Heat converted to the method's convention"),
    "heat_as_metered": ("热量按表计", "Heat as metered"),
    "share_missing": ("未填写股权比例", "Equity share not stated"),
    "part_counts": ("仅部分计入", "Counts in part"),
    "doubled_records": ("同一批报表计了两次", "The same reports counted twice"),
    "wrong_unit": ("单位不符", "Wrong unit"),
    "negative_amount": ("数量为负", "Negative amount"),
    "overlapping_bills": ("账单时段重叠", "Overlapping bills"),
    "excess_evidence": ("凭证多于购入电量", "More evidence than was bought"),
    "evidence_not_accepted": ("本方法不认可的凭证", "Evidence not taken by this method"),
}
SEVERITIES: Words = {"error": ("须改正", "Error"), "warning": ("注意", "Warning"), "note": ("说明", "Note")}

# The unit in which people read a base unit, and how many of the latter it is.
SHOWN: Mapping[str, tuple[str, int]] = {
    "Wh": ("MWh", 10**6),
    "J": ("GJ", 10**9),
    "mL": ("m³", 10**6),
    "g": ("t", 10**6),
    "varh": ("Mvarh", 10**6),
}
MG_PER_T = 10**9


@cache
def texts(package: str) -> Words:
    """The texts of a report, beside its code: key → Chinese, English."""
    content = yaml.safe_load(files(package).joinpath("texts.yaml").read_text("utf-8"))
    return {key: (zh, en) for key, (zh, en) in content.items()}


def word(words: Words, key: str, language: Language) -> str:
    """A word; a key that has none stands as it is."""
    zh, en = words.get(key, (key, key))
    return zh if language == "zh" else en


def named(name_zh: str, name_en: str, language: Language) -> str:
    """Of two names that of the language."""
    return name_zh if language == "zh" else name_en


def tonnes(mg: int, decimals: int = 3) -> str:
    """Milligrams as tonnes, half to even.

    >>> tonnes(1_234_567_890_123)
    '1,234.568'
    """
    return number(Fraction(mg, MG_PER_T), decimals)


def amount(quantity: int, base: str) -> str:
    """An amount of a base unit with the unit that people read.

    >>> amount(12_345_678_900, "Wh")
    '12,345.679 MWh'
    """
    unit, per = SHOWN.get(base, (base, 1))
    return f"{number(Fraction(quantity, per), 3)} {unit}".strip()


def number(value: Fraction | Decimal, decimals: int) -> str:
    """A number with thousands apart, half to even."""
    step = 10**decimals
    return f"{Decimal(round(Fraction(value) * step)) / step:,.{decimals}f}"


def percent(share: Fraction | float, decimals: int = 1) -> str:
    """A share in percent."""
    return f"{float(share) * 100:.{decimals}f} %"


# A spreadsheet keeps every whole number below this one.
EXACT = 1 << 53


def beyond(named: Iterable[tuple[str, int]]) -> str:
    """The whole numbers that a spreadsheet would round, as text with their names; empty where there is none.

    >>> beyond([("mg", 9_007_199_254_740_993), ("g", 5)])
    'mg 9007199254740993'
    """
    return ", ".join(f"{name} {value}" for name, value in named if abs(value) > EXACT)
