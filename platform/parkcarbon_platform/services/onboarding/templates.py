# ruff: noqa: E501  # a table: what a row says in two languages stays on its line
"""What enterprises of a kind usually have: places, meters below each other, and the sources they feed."""

from dataclasses import dataclass
from typing import Literal

from parkcarbon_platform.services.onboarding.meter_kinds import Kind

PlaceKind = Literal["site", "building", "workshop", "line"]
Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Meter:
    """A meter of a template; `parent` is the one above it, `place` where it hangs (None: the site)."""

    code: str
    names: Names
    kind: Kind
    place: str | None = None
    parent: str | None = None


Scene = Literal["energy", "industry", "building", "transport", "infrastructure"]


@dataclass(frozen=True, slots=True)
class Emission:
    """A source of a template: the sum of `plus` without `less`."""

    code: str
    names: Names
    plus: tuple[str, ...]
    scene: Scene
    less: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of enterprise."""

    code: str
    names: Names
    places: tuple[tuple[str, PlaceKind, Names], ...]
    meters: tuple[Meter, ...]
    sources: tuple[Emission, ...]


MAIN = Meter("main", ("总进线", "Main"), "electricity")
GAS = Meter("gas", ("燃气总表", "Gas main"), "natural_gas")


def _below(code: str, names: Names, place: str | None = None, kind: Kind = "electricity") -> Meter:
    return Meter(code, names, kind, place, "main" if kind == "electricity" else None)


TEMPLATES: dict[str, Template] = {
    found.code: found
    for found in (
        Template(
            "factory", ("一般工厂", "Factory"),
            (("workshop", "workshop", ("生产车间", "Workshop")), ("office", "building", ("办公楼", "Office"))),
            (MAIN, _below("workshop", ("生产车间", "Workshop"), "workshop"), _below("office", ("办公楼", "Office"), "office"), GAS),
            (
                Emission("electricity", ("生产用电", "Production electricity"), ("main",), "industry", ("office",)),
                Emission("office-electricity", ("办公用电", "Office electricity"), ("office",), "building"),
                Emission("gas", ("天然气燃烧", "Natural gas burnt"), ("gas",), "industry"),
            ),
        ),
        Template(
            "heavy", ("高耗能工厂", "Energy-intensive plant"),
            (("furnace", "line", ("窑炉", "Furnace")), ("rolling", "workshop", ("主车间", "Main workshop")), ("utilities", "building", ("公辅设施", "Utilities"))),
            (
                MAIN, _below("furnace", ("窑炉系统", "Furnace system"), "furnace"), _below("rolling", ("主车间", "Main workshop"), "rolling"),
                _below("utilities", ("公辅设施", "Utilities"), "utilities"), Meter("gas", ("窑炉燃气", "Furnace gas"), "natural_gas", "furnace"),
            ),
            (
                Emission("electricity", ("外购电力", "Purchased electricity"), ("main",), "industry"),
                Emission("gas", ("窑炉天然气燃烧", "Natural gas in the furnace"), ("gas",), "industry"),
            ),
        ),
        Template(
            "process", ("化工与制药", "Chemicals and pharmaceuticals"),
            (("synthesis", "workshop", ("反应车间", "Synthesis")), ("utilities", "building", ("公用工程", "Utilities"))),
            (
                MAIN, _below("reactors", ("反应装置", "Reactors"), "synthesis"), _below("utilities", ("公用工程", "Utilities"), "utilities"),
                Meter("heat", ("外购蒸汽", "Purchased heat"), "heat", "synthesis"), GAS,
            ),
            (
                Emission("electricity", ("外购电力", "Purchased electricity"), ("main",), "industry"),
                Emission("heat", ("外购热力", "Purchased heat"), ("heat",), "industry"),
                Emission("gas", ("天然气燃烧", "Natural gas burnt"), ("gas",), "industry"),
            ),
        ),
        Template(
            "office", ("办公楼宇", "Office building"),
            (("floors", "building", ("主楼", "Main building")),),
            (MAIN, _below("cooling", ("空调系统", "Air conditioning"), "floors"), _below("charging", ("充电桩", "Charging points"))),
            (
                Emission("electricity", ("楼宇用电", "Electricity of the building"), ("main",), "building", ("charging",)),
                Emission("charging", ("充电用电", "Charging of vehicles"), ("charging",), "transport"),
            ),
        ),
        Template(
            "data_centre", ("数据中心", "Data centre"),
            (("halls", "building", ("机房", "Data halls")), ("cooling", "building", ("制冷站", "Cooling plant"))),
            (MAIN, _below("it", ("IT负载", "IT load"), "halls"), _below("cooling", ("制冷系统", "Cooling"), "cooling")),
            (Emission("electricity", ("外购电力", "Purchased electricity"), ("main",), "infrastructure"),),
        ),
        Template(
            "logistics", ("仓储物流", "Warehouse and logistics"),
            (("hall", "building", ("仓库", "Warehouse")), ("yard", "site", ("堆场与充电", "Yard and charging"))),
            (MAIN, _below("cold", ("冷库", "Cold store"), "hall"), _below("charging", ("车辆充电", "Truck charging"), "yard")),
            (
                Emission("electricity", ("仓库用电", "Warehouse electricity"), ("main",), "building", ("charging",)),
                Emission("charging", ("车辆充电", "Charging of trucks"), ("charging",), "transport"),
            ),
        ),
        Template(
            "energy", ("能源站", "Energy centre"),
            (("boilers", "workshop", ("锅炉房", "Boiler house")),),
            (MAIN, _below("pumps", ("水泵", "Pumps"), "boilers"), Meter("gas", ("锅炉燃气", "Boiler gas"), "natural_gas", "boilers")),
            (
                Emission("electricity", ("外购电力", "Purchased electricity"), ("main",), "energy"),
                Emission("gas", ("锅炉天然气燃烧", "Natural gas in boilers"), ("gas",), "energy"),
            ),
        ),
        Template(
            "simple", ("只有总表", "Main meter only"), (), (MAIN,),
            (Emission("electricity", ("外购电力", "Purchased electricity"), ("main",), "industry"),),
        ),
    )
}  # fmt: skip

# What an enterprise of a park of a kind is, unless somebody says otherwise.
USUAL = {
    "manufacturing": "factory", "heavy_industry": "heavy", "chemical": "process", "technology": "office",
    "logistics": "logistics", "data_centre": "data_centre",
}  # fmt: skip
