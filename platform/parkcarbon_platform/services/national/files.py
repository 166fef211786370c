"""A year of the method as a workbook."""

from datetime import datetime

from parkcarbon_platform.services.national import comparing, settings, sheets, showing, years
from parkcarbon_platform.services.national.sheets import Language
from parkcarbon_platform.storage.database import Connection


def workbook(connection: Connection, year: int, now: datetime, language: Language) -> bytes:
    """The year, its differences from the other rulesets, and the settings in force, as xlsx."""
    found = showing.year(connection, years.reader(connection, now).year(year))
    compared = comparing.comparison(connection, year, now)
    return sheets.of_year(found, compared, settings.read(connection), language)
