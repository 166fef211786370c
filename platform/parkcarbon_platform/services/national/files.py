"""A year of the method as a report: a workbook that recomputes itself, or a PDF of the same figures."""

from datetime import datetime
from typing import Literal

from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.reports import pdf
from parkcarbon_platform.reports.zero_carbon import report
from parkcarbon_platform.reports.zero_carbon import workbook as sheets
from parkcarbon_platform.reports.zero_carbon.figures import Figures
from parkcarbon_platform.services.national import comparing, outlook, settings, showing, years
from parkcarbon_platform.storage import live
from parkcarbon_platform.storage.database import Connection

Language = Literal["zh-CN", "en"]


def workbook(connection: Connection, year: int, now: datetime, language: Language) -> bytes:
    """The year, its differences from the other rulesets, and the settings in force, as xlsx."""
    return sheets.build(figures(connection, year, now), "zh" if language == "zh-CN" else "en")


def figures(connection: Connection, year: int, now: datetime) -> Figures:
    """What the report shows: what the page's parts are sent, and nothing else; raises NotFoundError."""
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    parts = (
        showing.year(connection, years.reader(connection, now).year(year)),
        comparing.comparison(connection, year, now), outlook.outlook(connection, now),
        settings.read(connection),
    )  # fmt: skip
    shown, compared, ahead, decided = (part.model_dump(mode="json") for part in parts)
    return Figures(
        park.code, park.name_zh, park.name_en, now.replace(microsecond=0), shown, compared, ahead, decided
    )


def document(found: Figures, language: Language, font_dir: str) -> bytes:
    """The report as PDF/A; raises FontMissingError where no font has Chinese characters."""
    return pdf.render(report.document(found, "zh" if language == "zh-CN" else "en"), (font_dir,))
