"""A tariff with all five periods, as plain data."""

from typing import Any

WORKDAY = [
    ("00:00", "08:00", "valley"), ("08:00", "11:00", "peak"), ("11:00", "13:00", "flat"),
    ("13:00", "15:15", "peak"), ("15:15", "18:00", "flat"), ("18:00", "20:00", "sharp"),
    ("20:00", "24:00", "flat"),
]  # fmt: skip
FREE = [("00:00", "10:00", "valley"), ("10:00", "14:00", "deep_valley"), ("14:00", "24:00", "flat")]
PRICES = {"sharp": "1.2816", "peak": "1.0680", "flat": "0.6541", "valley": "0.3010", "deep_valley": "0.2093"}


def ranges(rows: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [{"start": start, "end": end, "period": period} for start, end, period in rows]


def version(**more: object) -> dict[str, Any]:
    common = {
        "valid_from": "2020-01-01", "valid_to": None, "source": "A test", "prices": PRICES, "surcharge": "0",
        "schedules": [
            {"months": list(range(1, 13)), "days": ["workday"], "ranges": ranges(WORKDAY)},
            {"months": list(range(1, 13)), "days": ["weekend", "holiday"], "ranges": ranges(FREE)},
        ],
        "holidays": ["2026-10-01"], "workdays": ["2026-10-10"],
        "demand": {"mode": "contract", "price": "40"}, "power_factor": {"reference": "0.90"},
    }  # fmt: skip
    return {**common, **more}


def contract(enterprise: str | None = None, **more: object) -> dict[str, Any]:
    return {"enterprise": enterprise, "valid_from": "2020-01-01", "demand_kw": "1000", **more}


def tariff(*versions: dict[str, Any], **more: object) -> dict[str, Any]:
    common = {
        "code": "two-part", "name_zh": "两部制", "name_en": "Two-part", "currency": "CNY", "example": True,
        "versions": list(versions) or [version()], "contracts": [contract()],
    }  # fmt: skip
    return {**common, **more}
