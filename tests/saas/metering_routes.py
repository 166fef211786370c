"""The routes of meters, their events and corrections, for the table of all routes."""

import time

from tests.saas.routes import DAY_MS, LOOKED_AT, Call, span

# It touches no amounts, so that the park stays as it is.
CALIBRATION: dict[str, object] = {
    "kind": "calibration", "time": int(time.time() * 1000) - DAY_MS, "reason": "test",
    "details": {"accuracy_class": "0.5S", "certificate": "JL-1"},
}  # fmt: skip
METERING = {
    ("GET", "/points/{point}/events"): Call(),
    ("POST", "/points/{point}/events"): Call(body=CALIBRATION, forbidden=LOOKED_AT, done=201),
    ("POST", "/points/{point}/events/preview"): Call(body=CALIBRATION, forbidden=LOOKED_AT),
    ("POST", "/points/{point}/events/{item}/undo"): Call(
        body={"reason": "test"}, forbidden=LOOKED_AT, done=404
    ),
    ("POST", "/points/{point}/events/{item}/undo/preview"): Call(forbidden=LOOKED_AT, done=404),
    ("GET", "/points/{point}/corrections"): Call(),
    # Long before the park's first reading: there is nothing to shape.
    ("POST", "/points/{point}/corrections"): Call(
        body={"kind": "substitute", "from": 946_684_800_000, "to": 946_688_400_000, "reason": "test"},
        forbidden=LOOKED_AT,
        done=201,
    ),
    ("POST", "/points/{point}/corrections/preview"): Call(
        body={
            "kind": "edit",
            "from": 946_684_800_000,
            "to": 946_688_400_000,
            "amount": "1.5",
            "reason": "test",
        },
        forbidden=LOOKED_AT,
    ),
    ("POST", "/points/{point}/corrections/{item}/undo"): Call(
        body={"reason": "test"}, forbidden=LOOKED_AT, done=404
    ),
    ("POST", "/points/{point}/corrections/{item}/undo/preview"): Call(forbidden=LOOKED_AT, done=404),
    ("GET", "/virtual-points"): Call(),
    ("GET", "/virtual-points/{code}"): Call(done=404),
    ("PUT", "/virtual-points/{code}"): Call(
        body={
            "name_zh": "双倍",
            "name_en": "Twice",
            "enterprise": "steel",
            "quantity": "energy",
            "carrier": "electricity",
            "unit": "kWh",
            "expression": "2 * a",
            "inputs": {"a": "steel-main"},
        },
        forbidden=LOOKED_AT,
    ),
    # Nothing ends in the future, so that the order of the calls does not matter.
    ("POST", "/virtual-points/{code}/end"): Call(
        body={"time": 4_102_444_800_000, "reason": "test"}, forbidden=LOOKED_AT, done=422
    ),
    ("POST", "/virtual-points/check"): Call(body={"expression": "a", "inputs": {"a": "steel-main"}}),
    ("POST", "/virtual-points/evaluate"): Call(
        body={
            "expression": "a / b",
            "inputs": {"a": "steel-gas", "b": "steel-main"},
            "from": 946_684_800_000,
            "to": 4_000_000_000_000,
        },
    ),
    ("GET", "/conversions"): Call(),
    ("GET", "/conversions/{code}"): Call(done=404),
    ("PUT", "/conversions/{code}"): Call(
        body={
            "kind": "accounting_heat",
            "name_zh": "热",
            "name_en": "Heat",
            "enterprise": "steel",
            "carrier": "steam",
            "unit": "GJ",
            "amount": "steel-main",
            "basis": "full",
            "enthalpy_kj_per_kg": "2777",
        },
        forbidden=LOOKED_AT,
        done=422,
    ),
    ("POST", "/conversions/{code}/preview"): Call(
        body={
            "kind": "accounting_heat",
            "name_zh": "热",
            "name_en": "Heat",
            "enterprise": "steel",
            "carrier": "steam",
            "unit": "GJ",
            "amount": "steel-main",
            "basis": "full",
            "enthalpy_kj_per_kg": "2777",
        },
        forbidden=LOOKED_AT,
        done=422,
    ),
    ("POST", "/conversions/{code}/end"): Call(
        body={"time": 4_102_444_800_000, "reason": "test"}, forbidden=LOOKED_AT, done=422
    ),
    ("GET", "/record-points"): Call(),
    ("GET", "/record-points/{code}"): Call(done=404),
    ("PUT", "/record-points/{code}"): Call(
        body={
            "records": "bills",
            "item": "diesel",
            "name_zh": "车队柴油",
            "name_en": "Fleet diesel",
            "enterprise": "steel",
            "quantity": "mass",
            "carrier": "diesel",
            "unit": "kWh",
        },
        forbidden=LOOKED_AT,
        done=422,
    ),
    ("POST", "/record-points/{code}/preview"): Call(
        body={
            "records": "bills",
            "item": "diesel",
            "name_zh": "车队柴油",
            "name_en": "Fleet diesel",
            "enterprise": "steel",
            "quantity": "mass",
            "carrier": "diesel",
            "unit": "kWh",
        },
        forbidden=LOOKED_AT,
        done=422,
    ),
    ("POST", "/record-points/{code}/end"): Call(
        body={"time": 4_102_444_800_000, "reason": "test"}, forbidden=LOOKED_AT, done=422
    ),
    ("GET", "/points/{point}/records"): Call(span()),
    ("GET", "/allocations"): Call(forbidden=("enterprise",)),
    ("POST", "/allocations"): Call(
        body={
            "point": "nowhere",
            "method": "share",
            "valid_from": 946_684_800_000,
            "reason": "test",
            "shares": [{"enterprise": "steel", "weight": "1"}],
        },
        forbidden=("enterprise", "verifier"),
        done=404,
    ),
    ("POST", "/allocations/preview"): Call(
        body={
            "point": "nowhere",
            "method": "share",
            "valid_from": 946_684_800_000,
            "reason": "test",
            "shares": [{"enterprise": "steel", "weight": "1"}],
        },
        forbidden=("enterprise", "verifier"),
        done=404,
    ),
    ("POST", "/allocations/{item}/end"): Call(
        body={"time": 946_684_800_000, "reason": "test"}, forbidden=("enterprise", "verifier"), done=404
    ),
    ("GET", "/locks"): Call(forbidden=("enterprise",)),
    # Long before the park's first reading: nothing is held.
    ("POST", "/locks"): Call(
        body={"from": 946_684_800_000, "to": 946_771_200_000, "reason": "test"},
        forbidden=("enterprise", "verifier"),
        done=201,
    ),
    ("POST", "/locks/{item}/release"): Call(
        body={"reason": "test"}, forbidden=("enterprise", "verifier"), done=404
    ),
    ("GET", "/differences"): Call(forbidden=("enterprise",)),
    ("POST", "/differences/accept"): Call(
        body={"lock": 999999, "note": "test", "seen": ["x"]}, forbidden=("enterprise", "verifier"), done=404
    ),
    ("POST", "/differences/dismiss"): Call(
        body={"lock": 999999, "note": "test", "seen": ["x"]}, forbidden=("enterprise", "verifier"), done=404
    ),
}
