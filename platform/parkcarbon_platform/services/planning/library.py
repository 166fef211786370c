"""Measures to begin with, sized in round units: what they save is arithmetic on stated assumptions.

Costs are left empty on purpose: no source of costs was at hand that may be quoted for a park, and a number
without a source would be taken for one. A measure without a cost is shown, and stays out of portfolios.
"""

from typing import Any

from parkcarbon_platform.services.planning.models import PlanMeasure

_LIBRARY: dict[str, dict[str, Any]] = {
    "pv-1mw": {
        "name_zh": "屋顶光伏（每 1 MW）",
        "name_en": "Rooftop photovoltaics (each MW)",
        "kind": "pv",
        "lifetime": 25,
        "saved": {"electricity": 3_960.0},
        "ramp": 0.5,
        "source": "1 MW × 1,100 h × 3.6 GJ/MWh; take the site's yield. 按满发 1,100 h 计，请换成当地数据。",
    },
    "green-power-10gwh": {
        "name_zh": "绿电直购（每 10 GWh/年）",
        "name_en": "Green power contract (each 10 GWh/a)",
        "kind": "green_power",
        "lifetime": 10,
        "saved": {"electricity": 36_000.0},
        "source": "10 GWh × 3.6 TJ/GWh counted without emissions. The power is still paid for: enter its "
        "whole price as yearly cost. 电费仍需支付：运行成本请填绿电的全部电费。",
    },
    "motors-10gwh": {
        "name_zh": "高效电机与变频（每 10 GWh/年用电）",
        "name_en": "Efficient motors and drives (each 10 GWh/a)",
        "kind": "efficiency",
        "lifetime": 15,
        "saved": {"electricity": 3_600.0},
        "ramp": 0.3,
        "source": "10 % of 10 GWh, an assumption; measure the load first. 按节电 10 % 假设，请先实测。",
    },
    "lighting-1gwh": {
        "name_zh": "LED 照明改造（每 1 GWh/年用电）",
        "name_en": "LED lighting (each GWh/a)",
        "kind": "efficiency",
        "lifetime": 10,
        "saved": {"electricity": 1_800.0},
        "source": "Half of 1 GWh, an assumption. 按节电一半假设。",
    },
    "heat-recovery-10tj": {
        "name_zh": "余热回收（每 10 TJ/年）",
        "name_en": "Heat recovery (each 10 TJ/a)",
        "kind": "heat_recovery",
        "lifetime": 15,
        "saved": {"natural_gas": 11_111.0, "electricity": -200.0},
        "whole": True,
        "source": "10 TJ of heat ÷ 0.9 of a boiler; pumps take 2 %. 锅炉效率 0.9，泵耗 2 %。",
    },
    "heat-pump-10tj": {
        "name_zh": "工业热泵替代燃气锅炉（每 10 TJ/年热）",
        "name_en": "Heat pump for a gas boiler (each 10 TJ/a of heat)",
        "kind": "electrification",
        "lifetime": 15,
        "saved": {"natural_gas": 11_111.0, "electricity": -3_333.0},
        "overlaps": {"heat-recovery-10tj": 1.0},
        "source": "10 TJ ÷ 0.9 of a boiler against 10 TJ ÷ COP 3. 锅炉效率 0.9，COP 取 3。",
    },
    "storage-10mwh": {
        "name_zh": "电化学储能（每 10 MWh）",
        "name_en": "Battery storage (each 10 MWh)",
        "kind": "storage",
        "lifetime": 12,
        "saved": {"electricity": -1_544.0},
        "whole": True,
        "source": "330 cycles × 10 MWh × 3.6 GJ/MWh × 13 % losses: it takes energy; enter what it earns as a "
        "negative yearly cost. 储能本身耗电；峰谷价差等收益请填为负的运行成本。",
    },
    "capture-100kt": {
        "name_zh": "碳捕集（每 10 万 t/年）",
        "name_en": "Carbon capture (each 100,000 t/a)",
        "kind": "ccus",
        "lifetime": 25,
        "saved": {"electricity": -72_000.0},
        "other": 100_000.0,
        "first": 2035,
        "whole": True,
        "source": "0.2 MWh of power a tonne, an assumption; heat is extra. 按每吨耗电 0.2 MWh 假设。",
    },
}


def every() -> dict[str, PlanMeasure]:
    """The library by code; a park takes what fits, and corrects it."""
    return {code: PlanMeasure.model_validate(one) for code, one in _LIBRARY.items()}
