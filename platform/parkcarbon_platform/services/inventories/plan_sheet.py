"""The data-quality control plan as a table for people, and as plain data."""

from typing import Any, Literal

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.inventories.plan import Finding, Plan, PlanPoint, PlanSource
from parkcarbon_platform.services.tables import table_files

_HEADER = {
    "en": (
        "Enterprise", "Source", "Category", "Carrier", "Scope", "Formula (standard)", "Factor",
        "Factor value", "Factor source", "Meter or report", "Serial", "Sign", "Accuracy class",
        "Largest error [%]", "CT class", "VT class", "Calibration valid to", "Certificate", "Read every [s]",
        "Missing data", "Responsible", "Note", "Findings",
    ),
    "zh-CN": (
        "企业", "排放源", "类别", "能源品种", "范围", "计算公式依据", "排放因子", "因子数值", "因子来源",
        "表计或填报", "出厂编号", "符号", "准确度等级", "最大允许误差[%]", "电流互感器等级",
        "电压互感器等级", "检定有效期至", "检定证书", "采集间隔[s]", "缺失数据处理", "责任人", "备注", "问题",
    ),
}  # fmt: skip
_TITLE = {"en": "Data-quality control plan", "zh-CN": "数据质量控制计划"}
_MISSING = {
    "en": "Gaps up to 2 h linear, longer ones by check meter or like days, scaled to the register; marked",
    "zh-CN": "2小时以内线性插补，更长的缺口按比对表计或同类日曲线并按表码差值缩放；一律标记为估算",
}


def sheet(plan: Plan, language: Literal["zh-CN", "en"], form: Literal["csv", "xlsx"]) -> bytes:
    """The plan as a table: a row for each point of each source."""
    rows = [list(_HEADER[language])]
    for source in plan.sources:
        points: list[PlanPoint | None] = [*source.points] or [None]
        rows += [_row(source, point, language) for point in points]
    if form == "csv":
        return table_files.write_csv([[table_files.plain(cell) for cell in row] for row in rows])
    return table_files.write_rows(_TITLE[language], rows)


def _row(source: PlanSource, point: PlanPoint | None, language: str) -> list[str]:
    row, factor = source.row, source.factor
    name = row.name_zh if language == "zh-CN" else row.name_en
    told = [
        row.enterprise or "", name, row.category, row.carrier, str(row.scope), source.citation, row.factor,
        "" if factor is None else f"{factor.value:f} {factor.unit}",
        "" if factor is None else factor.citation,
    ]  # fmt: skip
    responsible = source.said.get("responsible", "")
    findings = list(source.findings)
    if point is None:
        said = (source.said.get("missing_data", ""), responsible, source.said.get("note", ""))
        return [*told, *[""] * 10, *said, ", ".join(f.rule for f in findings)]
    findings += point.findings
    until = point.row.calibrated_to
    device = point.row.name_zh if language == "zh-CN" else point.row.name_en
    return [
        *told, f"{device} ({point.row.code})", point.row.serial or "", "+" if point.weight > 0 else "-",
        point.accuracy_class or "", point.limit_percent or "", point.said.get("ct_class", ""),
        point.said.get("vt_class", ""), "" if until is None else localtime.from_ms(until).date().isoformat(),
        point.row.certificate or "", str(point.row.expected_period_s),
        point.said.get("missing_data") or source.said.get("missing_data") or _MISSING[language],
        point.said.get("responsible") or responsible, point.said.get("note") or source.said.get("note", ""),
        ", ".join(f.rule for f in findings),
    ]  # fmt: skip


def document(plan: Plan) -> dict[str, Any]:
    """The plan as plain data."""
    return {
        "enterprise": plan.enterprise, "name_zh": plan.name_zh, "name_en": plan.name_en, "said": plan.said,
        "findings": [_finding(f) for f in plan.every()],
        "sources": [_source_data(source) for source in plan.sources],
    }  # fmt: skip


def _finding(found: Finding) -> dict[str, str]:
    return {"rule": found.rule, "subject": found.subject}


def _source_data(source: PlanSource) -> dict[str, Any]:
    row, factor = source.row, source.factor
    return {
        "source": row.code, "name_zh": row.name_zh, "name_en": row.name_en, "enterprise": row.enterprise,
        "category": row.category, "carrier": row.carrier, "scope": row.scope, "formula": row.formula,
        "citation": source.citation, "factor": row.factor,
        "factor_value": None if factor is None else f"{factor.value:f} {factor.unit}",
        "factor_citation": None if factor is None else factor.citation, "said": source.said,
        "points": [_point_data(point) for point in source.points],
    }  # fmt: skip


def _point_data(point: PlanPoint) -> dict[str, Any]:
    row = point.row
    return {
        "point": row.code, "name_zh": row.name_zh, "name_en": row.name_en, "serial": row.serial,
        "kind": row.kind, "weight": point.weight, "accuracy_class": point.accuracy_class,
        "limit_percent": point.limit_percent, "limit_citation": point.limit_citation,
        "multiplier": f"{row.multiplier.normalize():f}", "calibrated_to": row.calibrated_to,
        "certificate": row.certificate, "period_s": row.expected_period_s, "said": point.said,
        "findings": [f.rule for f in point.findings],
    }  # fmt: skip
