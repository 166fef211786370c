"""A look at node-opcua's tree: levels, names, likely counters, points, endpoints; the commands for it."""

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from parkcarbon_edge import cli, survey
from parkcarbon_edge.connectors import opcua_browse as look
from parkcarbon_edge.connectors import opcua_pki as pki
from parkcarbon_edge.connectors.base import now_ms
from parkcarbon_edge.connectors.opcua_discovery import discover
from parkcarbon_edge.connectors.opcua_points import try_points
from parkcarbon_edge.connectors.opcua_session import Session, open_session, spoken
from parkcarbon_edge.errors import SourceUnavailableError, UnknownNodeError
from parkcarbon_edge.settings import OpcuaPoint, OpcuaSettings

from tests.support.opcua import running
from tests.support.peer_server import MANY, NAMESPACE, Peer
from tests.support.processes import Proxy

NSU = f"nsu={NAMESPACE};s="


@pytest.fixture
async def session(peer: Peer) -> AsyncIterator[Session]:
    async with open_session(settings(peer), None) as opened:
        yield opened


def settings(peer: Peer, *points: OpcuaPoint) -> OpcuaSettings:
    return OpcuaSettings(name="peer", endpoint=peer.endpoint, timeout_s=20, point=list(points))


def by_name(nodes: list[survey.Node]) -> dict[str, survey.Node]:
    return {node.name: node for node in nodes}


async def test_a_level_shows_everything_of_its_nodes(peer: Peer, session: Session) -> None:
    at = now_ms() - 5000
    await peer.write("energy", 1234.5, at)
    await peer.write("count", 8, at, "BadSensorFailure")
    top = await look.browse(session)
    plant = by_name(top.children)["Plant"]
    assert (plant.node, plant.kind, plant.path) == (NSU + "plant", "object", ["Plant"])
    assert plant.has_children
    middle = await look.browse(session, plant.node)
    assert middle.path == ["Plant"]
    level = await look.browse(session, by_name(middle.children)["Hall 1"].node)
    nodes = by_name(level.children)
    assert set(nodes) == {"energy", "power", "count", "label", "phases"}
    energy = nodes["energy"]
    assert energy.unit == survey.Unit(code="KWH", symbol="kW·h", quantity="energy")
    assert replace(energy, unit=None, server_ms=None) == survey.Node(
        node=NSU + "energy", name="energy", path=["Plant", "Hall 1", "energy"], kind="variable",
        type="Double", description="energy of hall 1", has_history=True, value=1234.5, status="Good",
        quality=0, source_ms=at, score=energy.score,
    )  # fmt: skip
    power = nodes["power"].unit
    assert (nodes["power"].type, power.code if power else None) == ("Float", "KWT")
    assert (nodes["count"].type, nodes["count"].status) == ("UInt32", "BadSensorFailure")
    assert (nodes["label"].type, nodes["label"].value) == ("String", "meter 1")
    assert nodes["phases"].array
    assert nodes["phases"].value == "[1.0, 2.0, 3.0]"
    assert (energy.score or 0) > 60 > 20 > max(nodes[n].score or 0 for n in ("power", "label", "count"))
    assert json.loads(survey.text_of(level))["children"][0]["path"][0] == "Plant"


async def test_a_wide_level_comes_in_parts_and_complete(session: Session) -> None:
    """More children than the server lists in one answer, and more than it allows to ask about at once."""
    found: list[str] = []
    while True:
        level = await look.browse(session, NSU + "many", offset=len(found), limit=15)
        assert [node.value for node in level.children] == list(
            range(level.offset, level.offset + len(level.children))
        )
        found += [node.name for node in level.children]
        if len(found) == level.total:
            break
    assert found == [f"tag {number}" for number in range(MANY)]
    assert session.nodes_per_browse <= 5


async def test_nodes_are_found_by_name_and_by_way(session: Session) -> None:
    found = await look.search(session, "hall ENERGY")
    assert [node.path for node in found.nodes] == [["Plant", "Hall 1", "energy"]]
    assert found.complete
    assert [node.node for node in (await look.search(session, "tag 36")).nodes] == [NSU + "many36"]
    few = await look.search(session, "tag", limit=3)
    assert (len(few.nodes), few.complete) == (3, False)
    assert not (await look.search(session, "tag", max_visited=5)).complete
    assert (await look.search(session, "nowhere")).nodes == []


@pytest.mark.parametrize("how", ["cut", "frozen"])
@pytest.mark.parametrize("what", ["browse", "search", "suggest"])
async def test_a_server_that_vanishes_in_the_middle_of_a_look_is_said_so(
    peer: Peer, how: str, what: str
) -> None:
    """Whether its connection breaks or nothing comes any more: the look ends, in words."""
    proxy = Proxy(peer.port)
    asked = {"browse": look.browse, "search": partial(look.search, text="tag"), "suggest": look.suggest}[what]
    # A cut is noticed at once, a silence after this; but a busy machine must reach the middle of it first.
    timeout_s = 20 if how == "cut" else 8
    here = replace(settings(peer), endpoint=f"opc.tcp://127.0.0.1:{proxy.port}", timeout_s=timeout_s)
    seen: list[survey.Level] = []

    async def look_on() -> None:
        with spoken(here.endpoint):
            async with open_session(here, None) as session:
                seen.append(await look.browse(session))
                if how == "cut":
                    proxy.set_cut(True)
                else:
                    proxy.freeze(True)
                await asked(session)

    try:
        with pytest.raises(SourceUnavailableError) as told:
            await look_on()
        assert seen
        assert here.endpoint in str(told.value)
    finally:
        proxy.freeze(False)
        proxy.close()


async def test_a_counter_is_told_from_gauges_by_watching_it(peer: Peer, session: Session) -> None:
    async def count_up() -> None:
        number = 2000.0
        while True:
            number += 1
            await peer.write("energy", number, now_ms())
            await peer.write("power", 5.0 + number % 2, now_ms())
            await asyncio.sleep(0.02)

    async with running(count_up()):
        found = await look.suggest(session, NSU + "plant", watch_s=1.5)
    first = found[0]
    assert (first.node.node, first.quantity) == (NSU + "energy", "energy")
    assert {reason.code for reason in first.reasons} >= {"unit_counts", "name_counts", "rises", "has_history"}
    assert all(one.node.name != "power" for one in found)
    assert sorted((one.score for one in found), reverse=True) == [one.score for one in found]


async def test_nodes_that_are_not_there_are_named(session: Session) -> None:
    for wrong, words in (
        (NSU + "absent", "is not on the server"),
        ("nsu=urn:nowhere;s=a", "in a namespace"),
        ("nonsense", "no node id"),
    ):
        with pytest.raises(UnknownNodeError, match=words):
            await look.browse(session, wrong)


async def test_each_configured_point_is_tried(peer: Peer) -> None:
    await peer.write("energy", 4321.0, now_ms())
    await peer.write("power", 1e9, now_ms() - 7_200_000)
    names = ("energy", "power", "label", "phases", "absent")
    points = [OpcuaPoint(key=name, node=NSU + name) for name in names]
    points += [
        OpcuaPoint(key="second", node=NSU + "phases", index=1),
        OpcuaPoint(key="away", node="nsu=urn:x;s=a"),
    ]
    found = {one.key: one for one in await try_points(settings(peer, *points), None)}
    assert list(found) == [point.key for point in points]
    codes = {key: {reason.code for reason in one.reasons} for key, one in found.items()}
    assert (found["energy"].value, found["energy"].ok, found["energy"].plausible) == (4321.0, True, True)
    assert found["energy"].unit is not None
    assert (found["second"].value, found["second"].plausible) == (2.0, True)
    assert codes["power"] == {"stale", "float32"}
    assert codes["label"] == {"text"}
    assert codes["phases"] == {"bad", "no_number"}
    assert found["absent"].status == "BadNodeIdUnknown"
    assert codes["away"] == {"no_namespace"}
    assert not any(found[key].plausible for key in ("power", "label", "phases", "absent", "away"))


async def test_what_a_server_offers_is_said_before_any_log_in(peer: Peer, tmp_path: Path) -> None:
    found = await discover(peer.endpoint, str(tmp_path))
    safest = found.endpoints[0]
    assert safest.security_mode == "SignAndEncrypt"
    assert {(e.security, e.security_mode) for e in found.endpoints} == {
        ("none", "None"),
        *(
            (p, m)
            for p in ("Basic256Sha256", "Aes128Sha256RsaOaep", "Aes256Sha256RsaPss")
            for m in ("Sign", "SignAndEncrypt")
        ),
    }
    assert {e.fingerprint for e in found.endpoints} == {pki.fingerprint(peer.certificate)}
    assert {e.trust for e in found.endpoints} == {"unknown"}
    assert safest.log_ins == ["anonymous", "certificate", "username"]
    assert found.application_uri in pki.uris(peer.certificate)
    store = pki.TrustStore(tmp_path)
    store.reject(peer.certificate)
    assert (await discover(peer.endpoint, str(tmp_path))).endpoints[0].trust == "waiting"
    store.trust(pki.fingerprint(peer.certificate))
    assert (await discover(peer.endpoint, str(tmp_path))).endpoints[0].trust == "trusted"


def test_the_commands_print_it(peer: Peer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "edge.toml"
    head = 'park = "demo"\nedge = "plant-a"\npartition = "0a"\n[uplink]\nurl = "mqtt://h"\n'
    head += f'[spool]\npath = "{tmp_path}/s.db"\n'
    part = f'[[connector]]\nname = "o"\ntype = "opcua"\nendpoint = "{peer.endpoint}"\ntimeout_s = 20\n'
    point = f'[[connector.point]]\nkey = "energy"\nnode = "{NSU}energy"\n'
    config.write_text(head + part + point)

    def said(code: int, *arguments: str) -> str:
        assert cli.main(arguments) == code
        shown = capsys.readouterr()
        return shown.out + shown.err

    at = ("--config", str(config))
    assert "Aes256Sha256RsaPss" in said(0, "discover", peer.endpoint)
    assert json.loads(said(0, "discover", peer.endpoint, "--json", *at))["endpoints"]
    assert f"{NSU}plant" in said(0, "browse", *at)
    assert "37 in all; the next with --offset 10" in said(
        0, "browse", "--node", NSU + "many", "--limit", "10", *at
    )
    assert "Plant / Hall 1 / energy" in said(0, "browse", "--search", "energy", *at)
    assert "its unit is" in said(0, "browse", "--counters", "--watch", "0", "--node", NSU + "plant", *at)
    assert json.loads(said(0, "test", "--json", *at))[0]["plausible"]
    assert "energy" in said(0, "test", *at)
    assert "no opcua connector called x" in said(2, "browse", "--connector", "x", *at)
    config.write_text(head + part + 'security = "Basic256Sha256"\n' + point)
    refused = said(1, "test", *at)
    shown = pki.fingerprint(peer.certificate)
    assert f"parkcarbon-edge trust {shown}" in refused
    assert json.loads(said(0, "trust", "--json", *at))[0]["state"] == "rejected"
    assert "trusted" in said(0, "trust", shown[:16], *at)
    peer.trust(pki.load_certificate(tmp_path / "pki" / "own" / "certificate.der"))
    assert said(0, "test", *at)
    assert "rejected" in said(0, "trust", shown, "--withdraw", *at)
    assert "no certificate begins" in said(1, "trust", "00112233", *at).lower()
