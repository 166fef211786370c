"""Ports and passwords: made once, kept, private."""

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from parkcarbon_local import layout as layouts
from parkcarbon_local import store
from parkcarbon_local.layout import Layout


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "data").make()


def test_a_port_is_remembered(layout: Layout) -> None:
    assert store.port(layout, "one") == store.port(layout, "one")
    assert store.port(layout, "one") != store.port(layout, "two")


def test_many_at_once_get_one_answer(layout: Layout) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda i: (store.port(layout, f"p{i % 4}"), i % 4), range(32)))
    assert len(set(found)) == 4
    assert len({port for port, _ in found}) == 4


def test_a_block_of_ports_is_free_as_a_whole(layout: Layout) -> None:
    first = store.port(layout, "block", count=8)
    with socket.create_server(("127.0.0.1", first + 5)):
        moved = store.settle_port(layout, "block", count=8)
        assert not set(range(moved, moved + 8)) & {first + 5}
    assert store.port(layout, "block", count=8) == moved


def test_a_free_port_stays(layout: Layout) -> None:
    assert store.settle_port(layout, "one") == store.port(layout, "one")


def test_passwords_differ_and_stay(layout: Layout) -> None:
    assert store.secret(layout, "one") == store.secret(layout, "one")
    assert store.secret(layout, "one") != store.secret(layout, "two")
    assert len(store.secret(layout, "one")) == 48
    assert layout.secrets.stat().st_mode & 0o777 == 0o600


def test_file_is_replaced_whole(tmp_path: Path) -> None:
    store.write_private(tmp_path / "file", "one")
    store.write_private(tmp_path / "file", "two")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "two"


def test_clones_have_folders_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PARKCARBON_DATA_DIR", raising=False)
    monkeypatch.setenv("PARKCARBON_HOME", str(tmp_path))
    one, two = layouts.default_root(Path("/a")), layouts.default_root(Path("/b"))
    assert one != two
    assert one.parent == two.parent == tmp_path
    monkeypatch.setenv("PARKCARBON_DATA_DIR", str(tmp_path / "given"))
    assert layouts.default_root(Path("/a")) == tmp_path / "given"
