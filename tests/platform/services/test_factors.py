"""Factor sets in the real database."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import psycopg
import pytest
from parkcarbon_platform.factors import loader
from parkcarbon_platform.factors.loader import FactorSetError
from parkcarbon_platform.factors.resolver import FactorMissingError
from parkcarbon_platform.services.ledger import factors

from tests.platform.factors.test_sets import GOOD
from tests.support.stack import Database


def test_sets_load_once_and_answer(database: Database) -> None:
    assert set(factors.load_sets(database.owner_url)) == {
        path.stem.replace("_", "-") for path in loader.files()
    }
    assert factors.load_sets(database.owner_url) == []
    with psycopg.connect(database.app_url) as connection:
        book = factors.book(connection)
        listed = factors.listing(connection)
        shown = factors.show(connection, "grid_electricity", "CN-32")
    found = book.resolve("grid_electricity", "CN-32", date(2026, 5, 1))
    assert (found.version.value, found.version.region, found.fallback) == (Decimal("0.5827"), "CN-JS", True)
    assert book.mg_per_unit(found.version.id, "Wh") == Fraction("582.7")
    assert ("grid_electricity", "CO2", "kg/kWh", "114", "2023") in listed
    assert {row.region for row in shown} == {"CN-JS", "CN-REG-E", "CN"}


def test_what_explains_a_value_may_change_but_not_the_value(database: Database) -> None:
    first = loader.parse(GOOD)
    assert factors.load_sets(database.owner_url, [first]) == ["test-set"]
    better = loader.parse(GOOD.replace(b"a book", b"a better book"))
    assert factors.load_sets(database.owner_url, [better]) == ["test-set"]
    with pytest.raises(FactorSetError, match=r"changes fuel\.test"):
        factors.load_sets(database.owner_url, [loader.parse(GOOD.replace(b'"1.5"', b'"1.6"'))])
    newer = GOOD + b'  - {factor: fuel.test, version: "2", value: "1.6"}\n'
    assert factors.load_sets(database.owner_url, [loader.parse(newer)]) == ["test-set"]
    with psycopg.connect(database.app_url) as connection:
        shown = factors.show(connection, "fuel.test")
    assert [(row.version, row.value, row.citation) for row in shown] == [
        ("1", Decimal("1.5"), "a book"),
        ("2", Decimal("1.6"), "a book"),
    ]


def test_a_missing_factor_is_said(database: Database) -> None:
    with psycopg.connect(database.app_url) as connection:
        with pytest.raises(FactorMissingError):
            factors.show(connection, "fuel.unobtainium")
        with pytest.raises(FactorMissingError):
            factors.book(connection).resolve("grid_electricity", "CN", date(2023, 1, 1))
