"""What a damaged page can give back is anything: it is left out, and must not keep the edge from starting."""

import sqlite3
from contextlib import closing
from pathlib import Path
from zlib import crc32

from parkcarbon_edge import wire
from parkcarbon_edge.salvage import Wreck
from parkcarbon_edge.spool import Spool

COLUMNS = "first_ms, last_ms, readings, gaps, content, crc"
CONTENT = wire.encode_content([("k", 1_700_000_000_000, 1.0, 0)], [])


def test_columns_of_another_type_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "wreck.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"CREATE TABLE batch (seq INTEGER PRIMARY KEY AUTOINCREMENT, {COLUMNS})")
        db.execute("CREATE TABLE mark (connector, key, time_ms)")
        for told in ((1, 2, 1, None), (None, 2, 1, None), (1, "x", 1, None), (1, 2, 1, 7)):
            row = (*told, CONTENT, crc32(CONTENT))
            db.execute(f"INSERT INTO batch ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", row)
        db.execute("INSERT INTO mark VALUES ('c', 'a', 5), ('c', 'b', NULL), ('c', 'd', 9e999)")
    wreck = Wreck(path)
    assert [row.seq for row in wreck.rows()] == [1]
    assert wreck.remains() == ({("c", "a"): 5}, False)


def test_a_file_that_cannot_be_read_is_no_older_copy(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db", 1_000_000)
    assert spool.last == 0
    spool.close()
    assert spool.last == wire.MAX_SEQUENCE
