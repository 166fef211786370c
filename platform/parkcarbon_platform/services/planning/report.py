"""A plan as a spreadsheet, in Chinese or English: result, inputs, and what it is bound to."""

import io
from collections.abc import Sequence
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from parkcarbon_platform.errors import ConflictError
from parkcarbon_platform.services.planning.models import PathwayResult, PlanInputs, PortfolioResult
from parkcarbon_platform.storage.planning import PlanRow

Language = Literal["zh-CN", "en"]
Row = Sequence[object]

WORDS = {
    "about": ("说明", "About"),
    "plan": ("方案", "Plan"),
    "author": ("编制人", "Author"),
    "made": ("编制时间（UTC）", "Made (UTC)"),
    "hash": ("输入指纹（SHA-256）", "Fingerprint of inputs (SHA-256)"),
    "not": (
        "情景不是预测：它只说明在所列假设成立时会怎样。",
        "A scenario is not a prediction: it says what follows if its assumptions hold.",
    ),
    "draws": ("抽样次数", "Draws"),
    "seed": ("随机种子", "Seed"),
    "ledger": ("台账时段与读取时刻（毫秒）", "Ledger span and time of reading (ms)"),
    "paths": ("路径", "Paths"),
    "year": ("年份", "Year"),
    "total": ("排放 tCO2", "Emissions t CO2"),
    "net": ("净排放 tCO2", "Net of removals t CO2"),
    "energy": ("能源 GJ", "Energy GJ"),
    "share": ("电力占比", "Electricity's share"),
    "wedges": ("减排楔形", "Wedges"),
    "peaks": ("达峰年份", "Peak years"),
    "none": ("期末前未达峰", "No peak before the horizon"),
    "inputs": ("输入", "Inputs"),
    "lever": ("杠杆", "Lever"),
    "item": ("对象", "Of"),
    "start": ("起始年", "From"),
    "end": ("结束年", "To"),
    "target": ("目标值", "Target"),
    "shape": ("形状", "Shape"),
    "scenario": ("情景", "Scenario"),
    "portfolio": ("措施组合", "Portfolio"),
    "built": ("当年建成份额", "Part built"),
    "measure": ("措施", "Measure"),
    "baseline": ("情景排放 tCO2", "Scenario t CO2"),
    "left": ("实施后排放 tCO2", "With measures t CO2"),
    "cap": ("上限 tCO2", "Cap t CO2"),
    "capital": ("投资 元", "Capital yuan"),
    "yearly": ("年化成本 元", "Cost of the year yuan"),
    "status": ("求解状态", "Status"),
    "gap": ("已证明的最优间隙", "Proven gap"),
    "missed": ("未满足的约束", "Limits missed"),
    "amount": ("缺口", "By"),
    "cost": ("现值成本 元", "Present cost yuan"),
    "industrial_structure": ("产业结构", "Industrial structure"),
    "energy_structure": ("能源结构", "Energy structure"),
    "policy_system": ("政策体系", "Policy system"),
    "platform_construction": ("平台建设", "Platform construction"),
}


def xlsx(plan: PlanRow, language: Language) -> bytes:
    """The workbook; raises ConflictError for a plan without a result."""
    if plan.result is None:
        raise ConflictError("This plan has no result yet.", plan=plan.id)
    words = {key: pair[0 if language == "zh-CN" else 1] for key, pair in WORDS.items()}
    made_of = PlanInputs.model_validate(plan.request["inputs"])
    pairs = [(code, one.name_zh, one.name_en) for code, one in made_of.scenarios.items()]
    pairs += [(code, one.name_zh, one.name_en) for code, one in made_of.measures.items()]
    names = {code: zh if language == "zh-CN" else en for code, zh, en in pairs}
    book = Workbook()
    _sheet(book, words["about"], _about(plan, made_of, words), header=False)
    if plan.kind == "pathway":
        _pathway(book, PathwayResult.model_validate(plan.result), words, names)
    else:
        _portfolio(book, PortfolioResult.model_validate(plan.result), words, names)
    _sheet(book, words["inputs"], _inputs(made_of, words, names))
    book.remove(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _about(plan: PlanRow, made_of: PlanInputs, words: dict[str, str]) -> list[Row]:
    rows: list[Row] = [
        (words["plan"], f"{plan.id} {plan.name}"), (words["author"], plan.author),
        (words["made"], f"{plan.created_at:%F %T}"), (words["hash"], plan.request_sha256.hex()),
        (words["not"],),
    ]  # fmt: skip
    asked = plan.request["asked"]
    rows += [(words[key], asked[key]) for key in ("draws", "seed") if key in asked]
    ledger = made_of.base.ledger if made_of.base else None
    if ledger is not None:
        rows.append((words["ledger"], ledger.start, ledger.end, ledger.known_at))
    return rows


def _pathway(book: Workbook, found: PathwayResult, words: dict[str, str], names: dict[str, str]) -> None:
    percent = [f"{words['total']} {p} %" for p in found.percentiles]
    heads = [words[key] for key in ("scenario", "year", "total", "net", "energy", "share")]
    rows: list[Row] = [[*heads, *percent]]
    peaks: list[Row] = [[words["scenario"], words["year"], "%"]]
    for path in found.paths:
        name = names.get(path.scenario, path.scenario)
        for i, year in enumerate(found.years):
            figures = (path.total[i], path.net[i], path.energy[i], path.electricity_share[i])
            rows.append([name, year, *figures, *(band[i] for band in path.bands)])
        peaks += [[name, year, 100 * share] for year, share in sorted(path.peaks.items())]
        peaks.append([name, words["none"], 100 * path.no_peak])
    _sheet(book, words["paths"], rows)
    _sheet(book, words["peaks"], peaks)
    wedges: list[Row] = []
    for wedge in found.wedges:
        aspects = list(wedge.by_aspect)
        title = f"{names.get(wedge.before)} → {names.get(wedge.after)}"
        wedges.append([title, *(words[aspect] for aspect in aspects)])
        wedges += [
            [year, *(wedge.by_aspect[aspect][i] for aspect in aspects)] for i, year in enumerate(found.years)
        ]
    if wedges:
        _sheet(book, words["wedges"], wedges)


def _portfolio(book: Workbook, found: PortfolioResult, words: dict[str, str], names: dict[str, str]) -> None:
    _sheet(
        book,
        words["plan"],
        [(words["status"], found.status), (words["gap"], found.gap), (words["cost"], found.cost)],
        header=False,
    )
    heads = ("year", "baseline", "left", "cap", "capital", "yearly")
    columns = (found.years, found.baseline, found.emissions, found.cap, found.capital, found.yearly)
    _sheet(book, words["paths"], [[words[key] for key in heads], *zip(*columns, strict=True)])
    rows: list[Row] = [[words["measure"], words["year"], words["built"]]]
    rows += [[names.get(one.measure, one.measure), one.year, one.share] for one in found.built]
    _sheet(book, words["portfolio"], rows)
    if found.missed:
        lacking: list[Row] = [[words["missed"], words["year"], words["amount"]]]
        lacking += [[one.kind, one.year, one.amount] for one in found.missed]
        _sheet(book, words["missed"], lacking)


def _inputs(made_of: PlanInputs, words: dict[str, str], names: dict[str, str]) -> list[Row]:
    heads = ("scenario", "lever", "item", "start", "end", "target", "shape")
    rows: list[Row] = [[words[key] for key in heads]]
    for code, scenario in made_of.scenarios.items():
        rows += [
            [names[code], one.driver, one.item, one.start, one.end, one.target, one.shape]
            for one in scenario.levers
        ]
    return rows


def _sheet(book: Workbook, title: str, rows: Sequence[Row], *, header: bool = True) -> None:
    sheet: Any = book.create_sheet(title)
    for row in rows:
        sheet.append([_safe(cell) for cell in row])
    if header:
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", start_color="E8F0EC")
        sheet.freeze_panes = "A2"
    for number in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 20


def _safe(cell: object) -> object:
    # A name is text even where it begins like a formula.
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@" else cell
