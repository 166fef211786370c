"""Functions of a digital carbon centre: live where the park has what they need, with evidence to hand on."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from parkcarbon_platform import cli
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.budgets import keeping
from parkcarbon_platform.services.budgets.models import BudgetWanted
from parkcarbon_platform.services.exports import signing
from parkcarbon_platform.services.exports.packing import MANIFEST, SIGNATURE
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.national import files, function_pack, functions
from parkcarbon_platform.services.national.functions import FunctionWordsError
from parkcarbon_platform.services.national.models import ParkFunctionWords
from parkcarbon_platform.services.planning import targets
from parkcarbon_platform.services.planning.models import PlanTarget
from parkcarbon_platform.storage import functions as storage

from tests.support.metered import MINUTE, START, MeteredPark, at
from tests.support.stack import Database

NOW = at(START) + timedelta(days=2)
WHO = Actor("operator")


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        made = MeteredPark(database)
        made.write(
            [(code, START + i * 15 * MINUTE, float(i), 0) for i in range(97) for code in ("main", "office")]
        )
        settlement.settle(made.pools, made.id, lambda *_: None, clock=lambda: NOW)
        yield made
        made.close()


def states(park: MeteredPark, after: timedelta = timedelta()) -> dict[str, str]:
    with park.pools.tenant(park.id) as connection:
        return {one.code: one.state for one in functions.functions(connection, NOW + after).functions}


def test_a_function_is_live_by_what_the_park_has_and_no_longer_than_it_has_it(park: MeteredPark) -> None:
    found = states(park)
    assert len(found) == 12
    assert found["energy_query"] == "live"
    # Hours are there, and no output to divide by; nothing was kept as an inventory.
    assert (found["consumption"], found["accounting"]) == ("partly", "partly")
    assert found["budget"] == found["supply_chain"] == found["product_footprint"] == "not_live"
    place = Workplace(park.pools, park.id, lambda *_: None)
    targets.save(place, WHO, [PlanTarget(kind="carbon", year=NOW.year + 1, value=1)], "test")
    assert states(park)["budget"] == "partly"
    with park.pools.tenant(park.id) as connection:
        wanted = BudgetWanted(kind="carbon", year=NOW.year + 1, total=1)
        keeping.save(connection, park.id, WHO, wanted, NOW)
    assert states(park)["budget"] == "live"
    # A month later the meters are silent: a page that shows nothing is not live.
    later = states(park, timedelta(days=40))
    assert (later["energy_query"], later["consumption"]) == ("not_live", "not_live")


def test_every_fact_of_every_function_can_be_asked_for(park: MeteredPark) -> None:
    asked = {fact for one in functions.FUNCTIONS for fact in (*one.needed, *one.more)}
    assert asked == set(storage.EVIDENCE)
    with park.pools.tenant(park.id) as connection:
        for code in asked:
            count, last = storage.sums(connection, code, NOW)
            assert len(storage.rows(connection, code, NOW)) == count
            assert (last is None) == (count == 0)


def test_the_wording_is_the_parks(park: MeteredPark) -> None:
    words = {"budget": ParkFunctionWords(name_zh="用能预算", name_en="Budgets")}
    with park.pools.tenant(park.id) as connection:
        functions.reword(connection, park.id, WHO, words, "local guide")
        found = functions.functions(connection, NOW)
        assert [one.name_zh for one in found.functions if one.code == "budget"] == ["用能预算"]
        assert found.wording is not None
        assert found.wording.note == "local guide"
        with pytest.raises(FunctionWordsError):
            functions.reword(connection, park.id, WHO, {"x": words["budget"]}, "x")


def test_the_evidence_is_signed_and_whole(park: MeteredPark) -> None:
    signer = signing.Signer("s" * 32)
    with park.pools.tenant(park.id) as connection:
        content, manifest = function_pack.build(connection, "metered", NOW, signer, "en")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = archive.read(MANIFEST)
        assert signing.is_genuine(signer.public_key, told, archive.read(SIGNATURE))
        assert json.loads(told) == manifest
        assert set(manifest["files"]) == {*archive.namelist()} - {MANIFEST, SIGNATURE}
        book = load_workbook(io.BytesIO(archive.read("functions.xlsx")))
        assert b"main" in archive.read("evidence/points_with_energy.csv")
    assert {row[1].value for row in book.worksheets[0].iter_rows(min_row=2)} <= set(functions.BY_CODE)


def test_the_workbook_of_a_year_recomputes_its_lines(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        book = load_workbook(io.BytesIO(files.workbook(connection, at(START).year, NOW, "en")))
    lines = list(book["Lines"].iter_rows(min_row=2, values_only=True))
    assert lines
    for line in lines:
        assert str(line[15]).startswith("=ROUND(F")
        assert abs(line[5] * line[13] - line[14]) <= 1
    assert book["Summary"]["B9"].value.startswith("=SUM(B4")


def test_commands_print_both(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", park.owner_url)
    year = str(at(START).year)
    assert cli.main(["zero-carbon", "show", "metered", "--year", year]) == 0
    assert "(provisional)" in capsys.readouterr().out
    assert cli.main(["zero-carbon", "compare", "metered", "--year", year]) == 0
    assert "territorial location" in capsys.readouterr().out
    assert cli.main(["functions", "metered", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["functions"]) == 12
