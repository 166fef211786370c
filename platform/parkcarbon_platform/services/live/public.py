"""A frame for screens that anybody may look at: enterprises by name only where they agreed, else by sector.

Sectors are the sections of GB/T 4754-2017, coarse on purpose: a finer one would name the only mill of a park.
"""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from parkcarbon_platform.services.live.frames import PUBLIC, EnterpriseSlice, Flow, Frame
from parkcarbon_platform.storage.live import EnterpriseRow


class Sector(NamedTuple):
    """A section of the classification; `last` is its last division."""

    key: str
    last: int
    name_zh: str
    name_en: str


SECTORS = (
    Sector("a", 5, "农、林、牧、渔业", "Agriculture, forestry, fishing"),
    Sector("b", 12, "采矿业", "Mining"),
    Sector("c", 43, "制造业", "Manufacturing"),
    Sector("d", 46, "电力、热力、燃气及水生产和供应业", "Power, heat, gas and water supply"),
    Sector("e", 50, "建筑业", "Construction"),
    Sector("f", 52, "批发和零售业", "Wholesale and retail"),
    Sector("g", 60, "交通运输、仓储和邮政业", "Transport, storage and post"),
    Sector("h", 62, "住宿和餐饮业", "Hotels and catering"),
    Sector("i", 65, "信息传输、软件和信息技术服务业", "Information and software"),
    Sector("j", 69, "金融业", "Finance"),
    Sector("k", 70, "房地产业", "Real estate"),
    Sector("l", 72, "租赁和商务服务业", "Leasing and business services"),
    Sector("m", 75, "科学研究和技术服务业", "Research and technical services"),
    Sector("n", 79, "水利、环境和公共设施管理业", "Water, environment and public facilities"),
    Sector("o", 82, "居民服务、修理和其他服务业", "Services to residents, repair"),
    Sector("p", 83, "教育", "Education"),
    Sector("q", 85, "卫生和社会工作", "Health and social work"),
    Sector("r", 90, "文化、体育和娱乐业", "Culture, sports and entertainment"),
    Sector("s", 96, "公共管理、社会保障和社会组织", "Public administration and organisations"),
    Sector("t", 97, "国际组织", "International organisations"),
)
OTHER = Sector("other", 0, "其他行业", "Other sectors")


def sector(industry: str | None) -> Sector:
    """The section of a code of GB/T 4754.

    >>> sector("3120").name_en, sector("4411").name_en, sector(None).name_en
    ('Manufacturing', 'Power, heat, gas and water supply', 'Other sectors')
    """
    division = (industry or "")[:2]
    if not division.isdecimal() or division == "00":
        return OTHER
    return next((found for found in SECTORS if int(division) <= found.last), OTHER)


def anonymised(frame: Frame, enterprises: Iterable[EnterpriseRow]) -> Frame:
    """The park's frame with the enterprises that did not agree added up by sector; no meter is named."""
    hidden = {e.code: sector(e.industry) for e in enterprises if not e.is_named}
    slices: dict[str, EnterpriseSlice] = {}
    for part in frame.enterprises:
        shown = hidden.get(part.key)
        key, zh, en = (
            (f"sector-{shown.key}", shown.name_zh, shown.name_en)
            if shown
            else (part.key, part.name_zh, part.name_en)
        )
        former = slices[key].value if key in slices else 0
        slices[key] = EnterpriseSlice(key, zh, en, former + part.value)
    flows: dict[tuple[str, str, str | None], int] = {}
    for flow in frame.flows:
        whose = f"sector-{hidden[flow.enterprise].key}" if flow.enterprise in hidden else flow.enterprise
        place = (flow.carrier, flow.scene, whose)
        flows[place] = flows.get(place, 0) + flow.value
    return msgspec.structs.replace(
        frame,
        audience=PUBLIC,
        enterprises=list(slices.values()),
        flows=[
            Flow(*place, value)
            for place, value in sorted(flows.items(), key=lambda f: (*f[0][:2], f[0][2] or ""))
        ],
        meters=msgspec.structs.replace(frame.meters, late=[]),
    )
