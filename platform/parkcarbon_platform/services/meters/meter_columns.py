"""The columns of a file of meters: what each means, in both languages, and how a row becomes items."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

import msgspec

from parkcarbon_platform.calculation.units import QUANTITIES, REFERENCE_STATES
from parkcarbon_platform.services.parks.park_file import Binding, Device, Direction, Kind, Point
from parkcarbon_platform.services.tables import table_files, tables
from parkcarbon_platform.services.tables.tables import RowError

Of = Literal["device", "point", "binding"]
T = TypeVar("T", Device, Point, Binding)

# Empties a cell that a meter already has; an empty cell leaves it as it is.
CLEAR = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field that it fills, its Chinese name, what to write, and an example."""

    name: str
    of: Of
    field: str
    title_zh: str
    help_zh: str
    help_en: str
    example: str = ""


CODE_ZH, CODE_EN = "小写字母、数字、连字符，2–63 位", "lower-case letters, digits, hyphens; 2 to 63"
NAME_EN_ZH, NAME_EN_EN = "可空，同中文名", "may be empty: as the Chinese name"
COLUMNS = (
    Column("device", "device", "code", "表计编码", CODE_ZH, CODE_EN, "hall-2-main"),
    Column("device_name_zh", "device", "name_zh", "表计名称", "中文名称", "Chinese name", "2号厂房总表"),
    Column("device_name_en", "device", "name_en", "表计英文名", NAME_EN_ZH, NAME_EN_EN, "Hall 2 main"),
    Column("enterprise", "device", "enterprise", "企业编码", "空：园区自有（企业用户：本企业）",
           "empty: the park's own; for an enterprise user theirs", ""),
    Column("node", "device", "node", "位置编码", "已有位置的编码，可空",
           "code of an existing place; may be empty"),
    Column("serial", "device", "serial", "出厂编号", "铭牌上的编号，可空", "on the name plate; may be empty",
           "SN-20260117"),
    Column("point", "point", "code", "测点编码", CODE_ZH, CODE_EN, "hall-2-main-import"),
    Column("name_zh", "point", "name_zh", "测点名称", "中文名称", "Chinese name", "2号厂房 正向有功电量"),
    Column("name_en", "point", "name_en", "测点英文名", NAME_EN_ZH, NAME_EN_EN, "Hall 2 active import"),
    Column("quantity", "point", "quantity", "物理量",
           "energy 电/热量、volume 体积、mass 质量、count 计数；瞬时 power、heat_flow、volume_flow 等",
           "energy, volume, mass, count; rates: power, heat_flow, volume_flow, mass_flow", "energy"),
    Column("carrier", "point", "carrier", "能源品种", "electricity、natural_gas、steam、heat、diesel 等",
           "electricity, natural_gas, steam, heat, diesel …", "electricity"),
    Column("unit", "point", "unit", "单位", "kWh、MWh、GJ、m3、t、kg、L；瞬时 kW、m3/h、GJ/h、kg/h",
           "kWh, MWh, GJ, m3, t, kg, L; rates: kW, m3/h, GJ/h, kg/h", "kWh"),
    Column("kind", "point", "kind", "类型", "register 累计表码、interval 时段量、gauge 瞬时值",
           "register: a running index; interval: an amount each period; gauge: a rate", "register"),
    Column("direction", "point", "direction", "方向",
           "import 受入、export 送出、generation 发电、consumption 消耗、production 产出",
           "import, export, generation, consumption, production", "import"),
    Column("multiplier", "point", "multiplier", "倍率", "CT×PT；表码×倍率即为该单位的量；空：1",
           "CT × PT: index × multiplier is in the unit; empty: 1", "600"),
    Column("digits", "point", "digits", "表码位数", "整数位数，用于判断翻转；可空",
           "digits before the decimal point, for rollover; may be empty", "8"),
    Column("max_rate", "point", "max_rate", "最大小时量", "合理的每小时最大量（已乘倍率）；可空",
           "largest credible amount an hour, after the multiplier; may be empty", "2500"),
    Column("expected_period_s", "point", "expected_period_s", "读数周期（秒）", "两次读数间隔；空：60",
           "seconds between readings; empty: 60", "60"),
    Column("parent", "point", "parent", "上级测点", "上级表的测点编码；可空",
           "point of the meter above; may be empty"),
    Column("reference_state", "point", "reference_state", "气体标况",
           "293.15K_101.325kPa 或 273.15K_101.325kPa；仅气体",
           "293.15K_101.325kPa or 273.15K_101.325kPa; gases only"),
    Column("gateway", "binding", "edge", "网关编码", "由哪个网关上送；可空",
           "gateway that delivers it; may be empty"),
    Column("key", "binding", "key", "上送键", "网关配置中的 key；可空",
           "its key in the gateway's configuration; may be empty"),
)  # fmt: skip
CHOICES = {"quantity": QUANTITIES, "kind": get_args(Kind), "direction": get_args(Direction),
           "reference_state": REFERENCE_STATES}  # fmt: skip
# As the tables know them: cells stay text here, since an empty one leaves a meter as it is.
TABLE = [
    tables.Column(
        c.name, zh=c.title_zh, en=c.name, required=False, help_zh=c.help_zh, help_en=c.help_en,
        example=c.example, choices=CHOICES.get(c.name, ()),
    )
    for c in COLUMNS
]  # fmt: skip
# A row whose first cell begins so is skipped: explanations and examples of the template.
REMARK = "#"
WHOLE = re.compile(r"^-?\d+\.0+$")


def column_of(of: Of, field: str) -> str:
    """The name of the column that fills a field."""
    return next((c.name for c in COLUMNS if c.of == of and c.field == field), of)


def template(form: tables.Format, language: tables.Language) -> bytes:
    """A table to fill in, with what each column means and an example."""
    if form == "xlsx":
        return tables.template(TABLE, form, language)
    zh = language == "zh-CN"
    helps = [c.help_zh if zh else c.help_en for c in COLUMNS]
    rows = [[c.zh if zh else c.en for c in TABLE], helps, [c.example for c in COLUMNS]]
    for remark in rows[1:]:
        remark[0] = f"{REMARK} {remark[0]}"
    return table_files.write_csv(rows)


def fields(cells: Mapping[str, str], of: Of, known: Mapping[str, object]) -> dict[str, object]:
    """The fields of an item: those given, else as `known`; `CLEAR` empties one."""
    found = dict(known)
    for item in COLUMNS:
        text = cells.get(item.name, "").strip()
        if item.of != of or not text:
            continue
        found[item.field] = None if text == CLEAR else WHOLE.sub(lambda m: m[0].partition(".")[0], text)
    for one, other in (("name_en", "name_zh"), ("name_zh", "name_en")):
        if of != "binding" and not found.get(one) and found.get(other):
            found[one] = found[other]
    return found


def convert(row: int, of: Of, given: Mapping[str, object], item: type[T]) -> T | RowError:
    """The item that the fields make, or the first thing wrong with them."""
    try:
        return msgspec.convert(dict(given), item, strict=False)
    except msgspec.ValidationError as error:
        problem, _, path = str(error).partition(" - at ")
        field = path.strip("`").removeprefix("$.")
        if not path and "missing required field" in problem:
            field = problem.rpartition("field ")[2].strip("`")
            return RowError(row, column_of(of, field), "", "needed", f"{column_of(of, field)} is needed.")
        kind = "choice" if "enum" in problem else "format"
        value = str(given.get(field, ""))
        return RowError(row, column_of(of, field), value, kind, f"{problem}.")
