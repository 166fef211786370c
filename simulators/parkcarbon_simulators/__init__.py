"""Simulated plants and meters that know their own true energy and emissions.

    parkcarbon-simulator describe --dir DIR --opcua-port 4840 --mqtt-url mqtt://127.0.0.1:1883
    parkcarbon-simulator run --dir DIR                        # OPC UA servers and MQTT meters, until SIGTERM
    parkcarbon-simulator truth --dir DIR --from ISO --to ISO  # what the platform should find
    parkcarbon-simulator bench-server --nodes 5000 --port P   # many fast nodes for measurements

`scenarios/` holds parks as data, `plants/` turns one into true rates, amounts and meters, `description/`
writes what the platform and the edges are told, `servers/` speaks the protocols. It imports no other part
of ParkCarbon, so that its truth can be held against the platform's results. See docs/simulators.md.
"""
