"""Flows as CSV for spreadsheets: the links of the diagram, or the balance of the carriers."""

import csv
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

from parkcarbon_platform.reports import words
from parkcarbon_platform.reports.document import Language
from parkcarbon_platform.reports.inventory.workbook import plain

Table = Literal["links", "balance"]
Row = Mapping[str, Any]
UNITS = {"GJ": ("joules", 9), "tce": ("coal_g", 6), "t CO2": ("co2_mg", 9)}
SORTS: words.Words = {
    "bought": ("购入", "Bought"), "inside": ("园区内转入", "From neighbours in the park"),
    "generated": ("自产（光、风、水）", "Generated (sun, wind, water)"), "recovered": ("回收", "Recovered"),
    "difference": ("计量差额（用大于供）", "More measured than supplied"),
    "conversion_gain": ("转换差额（出大于入）", "More got out than put in"),
    "process": ("工业过程", "Industrial process"), "conversion": ("加工转换", "Conversion"),
    "network": ("输送分配", "Distribution"), "enterprise": ("使用", "Used by"),
    "own": ("使用（未分表）", "Used, not divided"), "meter": ("分表", "Sub-meter"),
    "unmetered": ("未计量", "Unmetered"), "delivered": ("园区内转出", "To neighbours in the park"),
    "left": ("外供（出园区）", "Leaves the park"), "network_loss": ("损失与未计量", "Losses and unmetered"),
    "conversion_loss": ("转换损失", "Conversion loss"), "converted": ("转换产出", "From conversion"),
    "to_conversion": ("转换投入", "Put into conversion"), "used": ("最终使用", "Used"),
    "lost": ("损失与未计量", "Losses and unmetered"), "from": ("从", "From"), "to": ("到", "To"),
    "carrier": ("能源品种", "Carrier"), "rule": ("由来", "Made as"), "total": ("合计", "Total"),
    "sum": ("计量相加", "sum of what is measured"), "share": ("按份额", "share of what is measured"),
    "left_over": ("差额", "what the others leave"), "item": ("项目", "Item"),
}  # fmt: skip


def build(found: Row, wanted: Table, told: Language) -> bytes:
    """`found` is what the page is sent (`GET /flows`). UTF-8 with a mark: spreadsheets take it as such."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    rows = _links(found, told) if wanted == "links" else _balance(found, told)
    writer.writerows([plain(v) if isinstance(v, str) else v for v in row] for row in rows)
    return made.getvalue().encode("utf-8-sig")


def _links(found: Row, told: Language) -> Iterable[list[object]]:
    def word(key: str) -> str:
        return words.word(SORTS, key, told)

    nodes = {node["key"]: node for node in found["nodes"]}
    yield [word("from"), word("to"), word("carrier"), *UNITS, word("rule"), "J", "g ce", "mg CO2"]
    for link in found["links"]:
        amount = link["amount"]
        rule = word("left_over" if link["rule"] == "difference" else link["rule"])
        yield [
            node_name(nodes[link["start"]], told), node_name(nodes[link["end"]], told),
            words.word(words.CARRIERS, link["carrier"], told), *_shown(amount), rule,
            *(amount[name] for name, _ in UNITS.values()),
        ]  # fmt: skip


def _balance(found: Row, told: Language) -> Iterable[list[object]]:
    names = [name for name in found["total"] if name != "carrier"]
    yield [
        words.word(SORTS, "carrier", told),
        *(f"{words.word(SORTS, name, told)} [{unit}]" for name in names for unit in UNITS),
    ]
    for row in [*found["rows"], found["total"]]:
        carrier = words.word(words.CARRIERS, row["carrier"], told) or words.word(SORTS, "total", told)
        yield [carrier, *(value for name in names for value in _shown(row[name]))]


def node_name(node: Row, told: Language) -> str:
    """What a node is called."""
    sort = words.word(SORTS, node["sort"], told)
    subject = words.named(node["name_zh"], node["name_en"], told)
    carrier: Mapping[str, tuple[str, str]] = words.CARRIERS
    subject = words.word(carrier, node["subject"], told) if node["subject"] in carrier else subject
    return f"{sort} · {subject}" if subject else sort


def _shown(found: Row) -> list[str]:
    """In the units that people read, exact."""
    return [f"{Decimal(found[name]).scaleb(-places):f}" for name, places in UNITS.values()]
