from datetime import datetime

import numpy as np
import pytest
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import KINDS
from parkcarbon_simulators.truth import report, source_truths

START_S = datetime.fromisoformat("2026-03-18T00:00:00+08:00").timestamp()
END_S = START_S + 86_400


def test_the_incomers_measure_the_mains_and_the_losses_exactly(plant: Plant) -> None:
    from parkcarbon_simulators.truth import meter_amounts

    amounts = meter_amounts(plant, START_S, END_S)
    mains = sum(v for m, v in amounts.items() if m.endswith("-main"))
    incoming = amounts["incomer-1"] + amounts["incomer-2"]
    lost = next(s for s in source_truths(plant, START_S, END_S) if s.source == "unallocated-electricity")
    assert incoming == pytest.approx(mains + lost.quantity, rel=1e-12)
    assert 0.010 < lost.quantity / mains < 0.020


def test_a_source_is_its_quantity_times_its_factor(plant: Plant) -> None:
    sources = source_truths(plant, START_S, END_S)
    assert len(sources) == len(plant.scenario.sources)
    for s in sources:
        assert s.co2_kg == s.quantity * s.factor
        assert s.quantity >= 0.0, s.source


def test_the_park_is_enterprises_less_transfers_plus_unallocated(plant: Plant) -> None:
    found = report(plant, START_S, END_S)
    park = found["park"]
    enterprises = sum(e["co2_kg"] for e in found["enterprises"].values())
    assert park["co2_kg"] == pytest.approx(
        enterprises - park["transfers_kg"] + park["unallocated_kg"], rel=1e-12
    )
    for split in ("scopes", "scenes"):
        assert sum(park[split].values()) == pytest.approx(park["co2_kg"], rel=1e-12)
    assert sum(c["co2_kg"] for c in park["carriers"].values()) == pytest.approx(park["co2_kg"], rel=1e-12)
    assert park["transfers_kg"] > 0.0


def test_an_enterprise_is_the_sum_of_its_carriers_and_of_its_sources(plant: Plant) -> None:
    found = report(plant, START_S, END_S)
    for code, enterprise in found["enterprises"].items():
        carriers = sum(c["co2_kg"] for c in enterprise["carriers"].values())
        sources = sum(s["co2_kg"] for s in found["sources"] if s["enterprise"] == code)
        assert enterprise["co2_kg"] == pytest.approx(carriers, rel=1e-12)
        assert enterprise["co2_kg"] == pytest.approx(sources, rel=1e-12)


def test_hours_add_up_to_their_day(plant: Plant) -> None:
    day = {s.source: s.quantity for s in source_truths(plant, START_S, END_S)}
    hours = [source_truths(plant, START_S + h * 3600, START_S + (h + 1) * 3600) for h in range(24)]
    for i, source in enumerate(day):
        assert sum(hour[i].quantity for hour in hours) == pytest.approx(day[source], rel=1e-9, abs=1e-6)


def test_a_day_read_from_the_meters_is_true_to_a_ten_thousandth(plant: Plant) -> None:
    """What any reader of the registers can reach: the resolution of the displays is the only error."""
    for offset in (0, 31, 185):
        start, end = START_S + offset * 86_400, END_S + offset * 86_400
        codes = {m.code: f"{m.code}-{KINDS[m.kind].register}" for m in plant.scenario.meters.values()}
        shown = plant.served(list(codes.values()), np.array([start, end]))
        read = {
            meter: float(shown[code][1] - shown[code][0]) * plant.points[code].multiplier
            for meter, code in codes.items()
        }
        for truth in source_truths(plant, start, end):
            source = plant.scenario.sources[truth.source]
            quantity = sum(weight * read[meter] for meter, weight in source.meters.items())
            assert quantity == pytest.approx(truth.quantity, rel=1e-4), truth.source


def test_five_scenes_and_both_scopes_emit(plant: Plant) -> None:
    park = report(plant, START_S, END_S)["park"]
    assert set(park["scenes"]) == {"energy", "industry", "building", "transport", "infrastructure"}
    assert min(park["scenes"].values()) > 0.0
    assert min(park["scopes"].values()) > 0.0
    # A park of the size the case study has: hundreds of thousands of tonnes a year.
    assert 5e5 < park["co2_kg"] < 3e6
