# ruff: noqa: E501  # a table: what a row says in two languages stays on its line
"""What industries usually emit, by their code of GB/T 4754: sources to begin with, each to be looked at."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Template:
    """A usual source; `activity_*` say what to measure or report for it, in `unit`."""

    key: str
    name_zh: str
    name_en: str
    category: str
    formula: str
    factor: str
    carrier: str
    quantity: str
    unit: str
    scene: str
    activity_zh: str
    activity_en: str
    gas: str = "CO2"
    biogenic: bool = False
    unit_code: str | None = None
    scope3_category: int | None = None
    weight: int = 1

    @property
    def scope(self) -> int:
        """As the category says."""
        return {"purchased_electricity": 2, "purchased_heat": 2, "scope3": 3}.get(self.category, 1)


@dataclass(frozen=True, slots=True)
class Sector:
    """An industry; `prefixes` are those of its codes of GB/T 4754-2017, `templates` keys of its sources."""

    code: str
    name_zh: str
    name_en: str
    prefixes: tuple[str, ...]
    templates: tuple[str, ...]


def _fuel(
    key: str, names: tuple[str, str], fuel: str, unit: str, category: str = "stationary_combustion"
) -> Template:
    scene = "transport" if category == "mobile_combustion" else "energy"
    quantity = "volume" if unit in ("m3", "L") else "mass"
    return Template(
        key, *names, category, "fuel_combustion", f"fuel.{fuel}", fuel, quantity, unit, scene,
        "消耗量（表计、票据或库存平衡）", "amount burnt (meter, bills or stock balance)",
    )  # fmt: skip


def _mass(
    key: str, names: tuple[str, str], method: tuple[str, str, str], activity: tuple[str, str], *,
    carrier: str | None = None, unit: str = "t", scene: str = "industry", gas: str = "CO2",
) -> Template:  # fmt: skip
    """Of a mass; `method`: category, formula, factor."""
    return Template(
        key, *names, *method, carrier or f"product:{key}", "mass", unit, scene, *activity, gas,
    )  # fmt: skip


def _balance(key: str, names: tuple[str, str], material: str, unit_code: str, weight: int) -> Template:
    gas, (zh, en) = material.endswith("gas"), names
    words = ("产出", "that comes out") if weight < 0 else ("投入", "that goes in")
    return Template(
        key, f"{zh}（{words[0]}）", f"{en}, {'output' if weight < 0 else 'input'}", "conversion",
        "carbon_balance", f"carbon.{material}", material, "volume" if gas else "mass", "m3" if gas else "t",
        "energy", f"{words[0]}量", f"amount {words[1]}", unit_code=unit_code, weight=weight,
    )  # fmt: skip


OUTPUT, INPUT = ("产品产量", "amount produced"), ("原料消耗量", "amount consumed")
REFILL = ("补充充注量", "mass refilled")
TEMPLATES: dict[str, Template] = {
    template.key: template
    for template in (
        Template(
            "electricity", "外购电力", "Purchased electricity", "purchased_electricity", "electricity_location",
            "grid_electricity", "electricity", "energy", "kWh", "industry", "进线电表", "meters of the feeders",
        ),
        Template(
            "heat", "外购热力", "Purchased heat", "purchased_heat", "heat_default", "purchased_heat", "heat",
            "energy", "GJ", "industry", "热量表，或由蒸汽量换算", "heat meter, or steam converted to heat",
        ),
        _fuel("natural-gas", ("天然气燃烧", "Natural gas"), "natural_gas", "m3"),
        _fuel("coal", ("烟煤燃烧", "Bituminous coal"), "bituminous", "t"),
        _fuel("anthracite", ("无烟煤燃烧", "Anthracite"), "anthracite", "t"),
        _fuel("petroleum-coke", ("石油焦燃烧", "Petroleum coke"), "petroleum_coke", "t"),
        _fuel("fuel-oil", ("燃料油燃烧", "Fuel oil"), "fuel_oil", "t"),
        _fuel("blast-furnace-gas", ("高炉煤气燃烧", "Blast furnace gas"), "blast_furnace_gas", "m3"),
        _fuel("diesel-standby", ("柴油发电机", "Diesel generators"), "diesel", "t"),
        _fuel("vehicles-diesel", ("厂内柴油车辆", "Diesel vehicles on site"), "diesel", "t", "mobile_combustion"),
        _fuel("vehicles-gasoline", ("公务汽油车辆", "Gasoline cars"), "gasoline", "t", "mobile_combustion"),
        _mass(
            "clinker", ("水泥熟料过程排放", "Cement clinker"), ("process", "process_product", "process.cement_clinker"),
            OUTPUT,
        ),
        _mass("lime", ("石灰过程排放", "Lime"), ("process", "process_product", "process.lime"), OUTPUT),
        *(
            _mass(
                key, (zh, en), ("process", "process_raw_material", f"process.carbonate.{mineral}"), INPUT,
                carrier=key,
            )
            for key, zh, en, mineral in (
                ("limestone", "石灰石分解", "Limestone", "calcium_carbonate"),
                ("dolomite", "白云石分解", "Dolomite", "dolomite"),
                ("soda-ash", "纯碱分解", "Soda ash", "sodium_carbonate"),
            )
        ),
        _mass(
            "electrodes", ("电极消耗", "Graphite electrodes"), ("process", "process_raw_material",
            "process.steel_input.graphite_electrode"), INPUT, carrier="graphite_electrode",
        ),
        _mass(
            "scrap", ("废钢投入", "Scrap steel"), ("process", "process_raw_material", "process.steel_input.scrap_steel"),
            INPUT, carrier="scrap_steel",
        ),
        _balance("coking-coal", ("炼焦洗精煤", "Coking coal"), "washed_coal", "coking", 1),
        _balance("coke", ("焦炭", "Coke"), "coke", "coking", -1),
        _balance("coke-oven-gas", ("焦炉煤气", "Coke oven gas"), "coke_oven_gas", "coking", -1),
        _balance("coal-tar", ("煤焦油", "Coal tar"), "coal_tar", "coking", -1),
        _balance("feed-gas", ("原料天然气", "Natural gas as feedstock"), "natural_gas", "reforming", 1),
        _balance("methanol", ("甲醇", "Methanol"), "methanol", "reforming", -1),
        _mass(
            "nitric-acid", ("硝酸生产 N2O", "Nitric acid, N2O"), ("process", "process_product",
            "process.nitric_acid.high_pressure"), OUTPUT, gas="N2O",
        ),
        _mass(
            "adipic-acid", ("己二酸生产 N2O", "Adipic acid, N2O"), ("process", "process_product",
            "process.adipic_acid"), OUTPUT, gas="N2O",
        ),
        _mass(
            "aluminium-anode", ("铝电解阳极消耗", "Aluminium, anodes"), ("process", "process_product",
            "process.aluminium.anode"), OUTPUT, carrier="product:aluminium",
        ),
        *(
            _mass(
                f"aluminium-{gas.lower()}", (f"铝电解阳极效应 {gas}", f"Aluminium, anode effect, {gas}"), ("process",
                "process_product", "process.aluminium.anode_effect"), OUTPUT, carrier="product:aluminium", gas=gas,
            )
            for gas in ("CF4", "C2F6")
        ),
        _mass(
            "wastewater", ("废水厌氧处理 CH4", "Anaerobic wastewater treatment, CH4"), ("wastewater",
            "wastewater_methane", "wastewater.cod.anaerobic_reactor"), ("去除的 COD 量", "COD removed"),
            carrier="cod", unit="kg", scene="infrastructure", gas="CH4",
        ),
        *(
            _mass(
                f"refrigerant-{gas.lower()}", (f"R-410A 制冷剂泄漏（{gas}）", f"R-410A leaks ({gas})"), ("fugitive",
                "fugitive_release", "fugitive.refill.r410a"), REFILL, carrier="refrigerant:r410a", unit="kg",
                scene="building", gas=gas,
            )
            for gas in ("HFC32", "HFC125")
        ),
        _mass(
            "sf6", ("开关设备 SF6 泄漏", "SF6 of switchgear"), ("fugitive", "fugitive_release", "fugitive.refill"),
            REFILL, carrier="sf6", unit="kg", scene="infrastructure", gas="SF6",
        ),
        *(
            _mass(
                f"process-{gas.lower()}", (f"工艺气体 {gas}", f"Process gas {gas}"), ("fugitive", "fugitive_release",
                "fugitive.refill"), ("未被分解的用量", "amount that is not destroyed"), carrier=gas.lower(),
                unit="kg", gas=gas,
            )
            for gas in ("NF3", "CF4")
        ),
        Template(
            "biomass", "生物质燃烧（另列）", "Biomass, reported apart", "stationary_combustion", "biogenic_combustion",
            "biogenic.wood", "wood", "mass", "t", "energy", "生物质燃料消耗量", "biomass burnt", biogenic=True,
        ),
        Template(
            "freight", "公路货运（范围三）", "Road freight (scope 3)", "scope3", "mobile_distance",
            "freight.road.diesel", "freight", "freight", "t.km", "transport", "货物周转量", "tonne-kilometres",
            gas="CO2e", scope3_category=4,
        ),
        Template(
            "commuting", "员工通勤（范围三）", "Commuting (scope 3)", "scope3", "mobile_distance", "travel.coach",
            "travel", "travel", "p.km", "transport", "旅客周转量", "person-kilometres", gas="CO2e",
            scope3_category=7,
        ),
    )
}  # fmt: skip
COMMON = ("electricity", "heat", "natural-gas", "vehicles-diesel", "vehicles-gasoline", "refrigerant-hfc32",
          "refrigerant-hfc125", "sf6", "freight", "commuting")  # fmt: skip
SECTORS = (
    Sector("cement", "水泥", "Cement", ("3011", "3021"), ("clinker", "coal")),
    Sector("lime", "石灰和石膏", "Lime", ("3012",), ("lime", "anthracite", "coal")),
    Sector(
        "glass", "玻璃", "Glass", ("304", "305"), ("limestone", "dolomite", "soda-ash", "petroleum-coke", "fuel-oil")
    ),
    Sector("ceramics", "陶瓷", "Ceramics", ("307",), ("limestone", "dolomite")),
    Sector(
        "steel", "钢铁", "Iron and steel", ("311", "312", "313", "252"),
        ("coking-coal", "coke", "coke-oven-gas", "coal-tar", "blast-furnace-gas", "limestone", "dolomite",
         "electrodes", "scrap"),
    ),
    Sector(
        "chemicals", "化工", "Chemicals", ("26", "28"),
        ("feed-gas", "methanol", "nitric-acid", "adipic-acid", "coal", "wastewater"),
    ),
    Sector(
        "aluminium", "电解铝", "Aluminium", ("3216",), ("aluminium-anode", "aluminium-cf4", "aluminium-c2f6")
    ),
    Sector("electronics", "电子", "Electronics", ("38", "39"), ("process-nf3", "process-cf4")),
    Sector("food", "食品饮料", "Food and drink", ("13", "14", "15"), ("wastewater", "biomass", "coal")),
    Sector("data-centre", "数据中心", "Data centre", ("64", "65"), ("diesel-standby",)),
    Sector("heat-power", "热电", "Heat and power", ("44",), ("coal", "biomass", "diesel-standby")),
    Sector("general", "一般制造业", "General manufacturing", (), ("coal", "wastewater")),
)  # fmt: skip
GENERAL = SECTORS[-1]


def sector_of(industry: str | None) -> Sector:
    """The sector of a code of GB/T 4754, the longest prefix first; general manufacturing where none has it.

    >>> sector_of("3120").code
    'steel'
    """
    best = max(
        ((len(prefix), sector) for sector in SECTORS for prefix in sector.prefixes
         if industry is not None and industry.startswith(prefix)),
        key=lambda pair: pair[0], default=(0, GENERAL),
    )  # fmt: skip
    return best[1]


def proposed(sector: Sector) -> Iterator[Template]:
    """The usual sources of a sector: its own first, then what everybody has."""
    for key in dict.fromkeys((*sector.templates, *COMMON)):
        yield TEMPLATES[key]
