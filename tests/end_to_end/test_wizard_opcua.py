"""Meters behind an edge, in a real Chromium: from nothing to their first energy, with what fails on the way.

The OPC UA server is node-opcua with security on and a certificate that nobody knows; the Modbus device is
modbus_tk. Gateway and meters belong to an enterprise.

The meters stay in the demo as further main meters: the file runs after those that look at the demo's own.
"""

import base64
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from playwright.sync_api import BrowserContext, Page, expect

from tests.end_to_end.conftest import Demo, sign_in
from tests.end_to_end.test_live_page import violations
from tests.support.modbus_peer import ModbusPeer
from tests.support.peer_server import NAMESPACE, Peer, running_peer
from tests.support.processes import free_port, wait_until

AGENT = str(Path(sys.executable).parent / "parkcarbon-edge")
MINUTE_MS = 60_000
POWER = {
    "code": "hall1-power", "name_zh": "一车间功率", "name_en": "Hall 1 power", "quantity": "power",
    "carrier": "electricity", "unit": "kW", "kind": "gauge", "direction": "import",
    "expected_period_s": 5, "max_rate": "500",
}  # fmt: skip
ENERGY = {
    "code": "hall1-energy", "name_zh": "一车间电量", "name_en": "Hall 1 energy", "quantity": "energy",
    "carrier": "electricity", "unit": "MWh", "kind": "register", "direction": "import",
    "expected_period_s": 5,
}  # fmt: skip
PRESS = {
    "code": "press-energy", "name_zh": "冲压机电量", "name_en": "Press energy", "quantity": "energy",
    "carrier": "electricity", "unit": "kWh", "kind": "register", "direction": "import",
    "expected_period_s": 5,
}  # fmt: skip


class Plant:
    """Meters that count while the browser is walked: one in the OPC UA server, one on Modbus."""

    def __init__(self, peer: Peer, bus: ModbusPeer) -> None:
        self.peer, self.bus = peer, bus
        self.guard = threading.Lock()
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._count, daemon=True)

    def _tell(self, name: str, value: float, at_ms: int) -> None:
        self.peer._tell({"name": name, "value": value, "at": at_ms, "status": "Good"})

    def remember(self) -> None:
        """Some minutes that the server has kept before anybody asks."""
        now = time.time_ns() // 1_000_000
        for minutes in range(9, 0, -1):
            self._tell("energy", 1000.0 + (10 - minutes) * 2, now - minutes * MINUTE_MS)

    def _count(self) -> None:
        begun, raw = time.time(), 12_345_678
        while not self.ended.wait(1.0):
            grown = time.time() - begun
            with self.guard:
                self._tell("energy", 1020.0 + grown / 30, time.time_ns() // 1_000_000)
                self._tell("power", 120.0, time.time_ns() // 1_000_000)
            content = raw + round(grown * 10)
            self.bus.show(3, "holding", 70, [content & 0xFFFF, content >> 16])  # uint32, words exchanged

    def trust(self, pem: bytes) -> None:
        with self.guard:
            self.peer.trust(x509.load_pem_x509_certificate(pem))


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    folder = tmp_path / "peer"
    folder.mkdir()
    bus = ModbusPeer()
    bus.show(3, "holding", 70, [0x614E, 0x00BC])
    bus.start()
    with running_peer(folder) as peer:
        made = Plant(peer, bus)
        made.remember()
        made.thread.start()
        try:
            yield made
        finally:
            made.ended.set()
            made.thread.join()
            bus.stop()


@pytest.fixture
def page(context: BrowserContext, demo: Demo) -> Page:
    page = context.new_page()
    page.add_init_script("localStorage.setItem('pc.language', 'en')")
    sign_in(page, demo, "enterprise")
    return page


@contextmanager
def running(commands: list[str], folder: Path) -> Iterator[None]:
    """The gateway, enrolled as the page says, until the end of the block."""
    _, enrol, url, token = commands[1].split()
    subprocess.run([AGENT, enrol, url, token, "--dir", str(folder)], check=True, capture_output=True)
    log = (folder / "agent.log").open("wb")
    with log, subprocess.Popen([AGENT, "run", "--config", str(folder / "edge.toml")], stderr=log) as agent:
        try:
            yield
        finally:
            agent.terminate()


def make(client: httpx.Client, code: str, *points: dict[str, object]) -> None:
    body = {"code": code, "name_zh": code, "name_en": code, "points": list(points)}
    answer = client.post("/api/v1/parks/demo/devices", json=body)
    assert answer.status_code == 201, answer.text


def settled(client: httpx.Client, point: str) -> Callable[[], bool]:
    """Whether energy of the point is settled."""

    def found() -> bool:
        now = time.time_ns() // 1_000_000
        span = {"from": now - 3_600_000, "to": now + 900_000}
        answer = client.get(f"/api/v1/parks/demo/points/{point}/intervals", params=span)
        assert answer.status_code == 200, answer.text
        return any(int(interval["quantity"]) > 0 for interval in answer.json()["intervals"])

    return found


def test_meters_behind_an_edge_are_connected_until_their_first_energy(
    page: Page, demo: Demo, plant: Plant, tmp_path: Path
) -> None:
    with closing(demo.client("enterprise")) as client:
        walk(page, client, demo, plant, tmp_path / "gateway")


def walk(page: Page, client: httpx.Client, demo: Demo, plant: Plant, folder: Path) -> None:
    make(client, "hall1-meter", ENERGY, POWER)
    make(client, "press-meter", PRESS)
    base = f"{demo.url}/p/demo/connect"
    page.goto(f"{base}?how=opcua&device=hall1-meter&step=source")
    page.get_by_test_id("source-add-edge").click()
    page.locator("#edge-code").fill("hall-gateway")
    page.locator("#edge-code").press("Enter")
    ladder = page.get_by_test_id("edge-ladder")
    expect(ladder).to_have_attribute("data-online", "false")
    with running(page.locator(".edges-command pre").all_inner_texts(), folder):
        expect(ladder).to_have_attribute("data-online", "true")
        page.get_by_test_id("edge-use").click()
        opcua(page, plant)
        wait_until(settled(client, "hall1-energy"), "the first energy over OPC UA", timeout_s=600, every_s=2)
        page.goto(f"{base}?how=modbus&device=press-meter&step=source")
        page.locator('[data-testid="source-edge"][data-edge="hall-gateway"] input').check()
        modbus(page, plant)
        wait_until(settled(client, "press-energy"), "the first energy over Modbus", timeout_s=600, every_s=2)
        edge = client.get("/api/v1/parks/demo/edges/hall-gateway").json()
        assert abs(edge["state"]["clock_offset_ms"]) < 120_000  # one machine; a message may wait for a while


def opcua(page: Page, plant: Plant) -> None:
    """Whom to trust, as whom, which tag; then what fails, and how it is put right."""
    page.get_by_test_id("opcua-url").fill(f"opc.tcp://127.0.0.1:{free_port()}")
    page.get_by_test_id("opcua-discover").click()
    expect(page.get_by_test_id("look-problem")).to_have_attribute("data-fault", "source_unavailable")
    page.get_by_test_id("opcua-url").fill(plant.peer.endpoint)
    page.get_by_test_id("opcua-discover").click()
    certificate = page.get_by_test_id("opcua-certificate")
    expect(certificate).to_have_attribute("data-trusted", "false")
    first = page.get_by_test_id("opcua-endpoint").first
    expect(first).to_have_attribute("data-mode", "SignAndEncrypt")
    expect(first.locator("input")).to_be_checked()
    expect(page.get_by_test_id("opcua-connect")).to_be_disabled()
    assert violations(page) == []
    page.get_by_test_id("opcua-trust").check()
    page.get_by_test_id("opcua-connect").click()
    expect(page.get_by_test_id("look-problem")).to_have_attribute("data-fault", "own_certificate_refused")
    own = page.get_by_test_id("opcua-own-download").get_attribute("href") or ""
    plant.trust(base64.b64decode(own.partition("base64,")[2]))
    page.get_by_test_id("opcua-connect").click()
    expect(page.get_by_test_id("opcua-connected")).to_be_visible()
    tags(page)
    save(page)


def tags(page: Page) -> None:
    """A suggested counter in a unit that is not the point's, and a gauge from the tree."""
    energy = page.locator('[data-testid="source-point"][data-point="hall1-energy"]')
    power = page.locator('[data-testid="source-point"][data-point="hall1-power"]')
    likely = page.get_by_test_id("tag").first
    expect(likely).to_have_attribute("data-node", f"nsu={NAMESPACE};s=energy")
    likely.get_by_test_id("tag-choose").click()
    judged = energy.get_by_test_id("judged")
    expect(judged).to_have_attribute("data-code", "unit_guess")
    before = energy.get_by_test_id("live-value").get_attribute("data-value")
    energy.get_by_test_id("take-factor").click()
    expect(energy.get_by_test_id("scale")).to_have_value("0.001")
    expect(judged).to_have_attribute("data-code", "ok")
    expect(energy.get_by_test_id("live-value")).not_to_have_attribute("data-value", str(before))
    expect(power).to_have_attribute("data-active", "true")
    page.get_by_role("button", name="Tree", exact=True).click()
    for name in ("plant", "hall1"):
        node = page.locator(f'[data-testid="tree-node"][data-node="nsu={NAMESPACE};s={name}"]')
        expect(node).to_be_visible()
        row = page.locator(".ant-tree-treenode").filter(has=node)
        row.locator(".ant-tree-switcher").click()
    leaf = page.locator(f'[data-testid="tree-node"][data-node="nsu={NAMESPACE};s=power"]')
    leaf.click()
    expect(power.get_by_test_id("judged")).to_have_attribute("data-code", "ok")
    assert violations(page) == []


def modbus(page: Page, plant: Plant) -> None:
    """Every meaning of the registers is shown; the display's figure finds type, word order and scale."""
    page.get_by_test_id("line-host").fill("127.0.0.1")
    page.get_by_test_id("line-port").fill(str(plant.bus.port))
    page.get_by_test_id("modbus-unit").fill("3")
    page.get_by_test_id("modbus-address").fill("40500")
    page.get_by_test_id("modbus-decode").click()
    expect(page.get_by_test_id("look-problem")).to_have_attribute("data-fault", "line_unreachable")
    page.get_by_test_id("modbus-address").fill("40071")
    page.locator("input[type=number][max='20']").fill("2")
    page.get_by_test_id("modbus-display").fill("123460")
    page.get_by_test_id("modbus-decode").click()
    best = page.get_by_test_id("decoding").first
    expect(best).to_have_attribute("data-type", "uint32")
    expect(best).to_have_attribute("data-order", "CDAB")
    assert violations(page) == []
    best.get_by_test_id("decoding-take").click()
    press = page.locator('[data-testid="source-point"][data-point="press-energy"]')
    expect(press.get_by_test_id("scale")).to_have_value("0.01")
    expect(press.get_by_test_id("judged")).to_have_attribute("data-code", "ok")
    save(page)


def save(page: Page) -> None:
    """Tried as it will be saved, saved, and in force: the next step opens by itself."""
    page.get_by_test_id("source-test").click()
    rows = page.get_by_test_id("tried").locator("tbody tr")
    expect(rows.first).to_have_attribute("data-ok", "true")
    page.get_by_test_id("source-save").click()
    expect(page.get_by_test_id("connect-title")).to_have_attribute("data-step", "confirm")
