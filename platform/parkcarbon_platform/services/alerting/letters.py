"""What is told of an alert: a letter in the receiver's language, and JSON for programs."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from parkcarbon_platform.storage.alert_delivery import Event, Locale
from parkcarbon_platform.storage.alerts import AlertRow
from parkcarbon_platform.storage.live import ParkRow

TEMPLATES: Mapping[str, Mapping[str, str]] = {
    "zh-CN": {
        "no_data": "数据中断", "carbon_rate": "碳排放速率过高", "demand": "需量接近合同值",
        "power_factor": "功率因数偏低", "budget": "预算有风险", "edge_offline": "网关离线",
        "spool": "网关积压", "quarantine": "隔离区增长", "meter_error": "表计错误未处理",
    },
    "en": {
        "no_data": "No data", "carbon_rate": "Carbon rate high", "demand": "Demand close to the contract",
        "power_factor": "Power factor low", "budget": "Budget at risk", "edge_offline": "Gateway away",
        "spool": "Spool filling up", "quarantine": "Quarantine growing", "meter_error": "Meter error open",
    },
}  # fmt: skip
WORDS: Mapping[str, Mapping[str, str]] = {
    "zh-CN": {
        "began": "告警", "resolved": "已恢复", "trial": "测试", "park": "整个园区", "since": "开始于",
        "over": "结束于", "value": "数值", "limit": "限值", "look": "查看",
        "trial_text": "这是一条测试消息：告警将发送到此处。",
    },
    "en": {
        "began": "Alert", "resolved": "Over", "trial": "Trial", "park": "the whole park", "since": "Since",
        "over": "Over at", "value": "Value", "limit": "Limit", "look": "Look at",
        "trial_text": "This is a trial: alerts will come to this address.",
    },
}  # fmt: skip
BUDGETS: Mapping[str, Mapping[str, str]] = {
    "zh-CN": {"carbon": "碳排放预算", "energy": "综合能耗预算", "electricity": "电力预算"},
    "en": {"carbon": "Carbon budget", "energy": "Energy budget", "electricity": "Electricity budget"},
}
# Of these the value is a length of time; the budget has none.
MINUTES = ("no_data", "edge_offline", "meter_error")
UNITS = {"carbon_rate": " t/h", "demand": " %", "power_factor": "", "spool": "", "quarantine": ""}


def letter(
    park: ParkRow, alert: AlertRow | None, event: Event, locale: Locale, public_url: str
) -> tuple[str, str]:
    """Subject and text."""
    words = WORDS[locale]
    park_name = park.name_zh if locale == "zh-CN" else park.name_en
    if alert is None:
        return f"[ParkCarbon] {words['trial']}: {park_name}", f"{words['trial_text']}\n"
    what = alert.rule_name or TEMPLATES[locale][alert.template]
    name = _name(alert, locale)
    lines = [f"{what}: {name}", f"{words['since']}: {_local(alert.began_at, park.timezone)}"]
    if alert.resolved_at is not None:
        lines.append(f"{words['over']}: {_local(alert.resolved_at, park.timezone)}")
    lines += _numbers(alert, words)
    if public_url:
        lines.append(f"{words['look']}: {public_url.rstrip('/')}/p/{park.code}/alerts")
    return _one_line(f"[ParkCarbon] {words[event]}: {what} – {name} ({park_name})"), "\n".join(lines) + "\n"


def body(park: ParkRow, alert: AlertRow | None, event: Event) -> dict[str, object]:
    """The same for programs; times are ISO 8601 in UTC."""
    told: dict[str, object] = {"v": 1, "event": event, "park": park.code, "alert": None}
    if alert is not None:
        told["alert"] = {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in asdict(alert).items()
        }
    return told


def _name(alert: AlertRow, locale: Locale) -> str:
    """What it is about; a budget is stored as carbon/2026, or carbon/2026/mill."""
    named = alert.name_zh if locale == "zh-CN" else alert.name_en
    if alert.subject_kind == "park":
        return WORDS[locale]["park"]
    if alert.subject_kind != "budget":
        return named or alert.subject
    kind, year, *owner = alert.subject.split("/", 2)
    budget = f"{BUDGETS[locale][kind]} {year}"
    return f"{budget} · {named or owner[0]}" if owner else budget


def _numbers(alert: AlertRow, words: Mapping[str, str]) -> list[str]:
    if alert.template in MINUTES and alert.value is not None:
        limit = f"{alert.minutes} min"
        return [f"{words['value']}: {alert.value:.0f} min", f"{words['limit']}: {limit}"]
    unit = UNITS.get(alert.template)
    if unit is None or alert.value is None or alert.threshold is None:
        return []
    value, limit = f"{alert.value:.4g}{unit}", f"{alert.threshold:.4g}{unit}"
    return [f"{words['value']}: {value}", f"{words['limit']}: {limit}"]


def _local(moment: datetime, timezone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(timezone)):%F %H:%M}"


def _one_line(text: str) -> str:
    """A name that somebody entered must not begin another line of the header."""
    return " ".join(text.split())
