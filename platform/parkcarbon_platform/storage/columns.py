"""Columns of numbers between PostgreSQL arrays and numpy, without an object a number.

Lists cost 0.5 µs a number in psycopg; a year of a thousand meters has 35 million quarter hours.
"""

import struct
from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt
from psycopg import Cursor, postgres
from psycopg.abc import Buffer, PyFormat
from psycopg.adapt import Dumper, Loader
from psycopg.pq import Format
from psycopg.rows import TupleRow

from parkcarbon_platform.storage.database import Connection

Int64 = npt.NDArray[np.int64]
Array = npt.NDArray[Any]

# Of the binary form: dimensions, flags, element type, and of each dimension size and first index.
_HEADER = np.dtype(
    [("dimensions", ">i4"), ("nulls", ">i4"), ("type", ">u4"), ("size", ">i4"), ("first", ">i4")]
)
_BEGINNING = struct.Struct(">ii")
# The same of the second dimension.
_SIZE = struct.Struct(">ii")
# Sums of what is below this in floats fit 64 bits.
_SAFE = float(1 << 61)
_POSTGRES_EPOCH_US = 946_684_800_000_000
_TYPES = {"h": "int2", "i": "int4", "l": "int8", "d": "float8"}
_ELEMENTS = {"bool": "?", "int2": ">i2", "int4": ">i4", "int8": ">i8", "float8": ">f8", "timestamptz": ">i8"}


def _packed(kind: str) -> np.dtype[Any]:
    """Each element of an array follows its length [bytes]."""
    return np.dtype([("length", ">i4"), ("value", kind)])


class _Loader(Loader):
    """An array without NULL of one dimension or two."""

    format = Format.BINARY
    packed: ClassVar[np.dtype[Any]]
    native: ClassVar[np.dtype[Any]]

    def load(self, data: Buffer) -> Array:
        """The numbers in the machine's own form."""
        dimensions, nulls = _BEGINNING.unpack_from(data)
        if not dimensions:
            return np.zeros(0, self.native)
        if dimensions > 2 or nulls:
            raise ValueError("a column has one dimension or two and no NULL")
        beginning = _HEADER.itemsize + (dimensions - 1) * _SIZE.size
        found = np.frombuffer(data, self.packed, offset=beginning)["value"].astype(self.native)
        return found if dimensions == 1 else found.reshape(-1, _SIZE.unpack_from(data, _HEADER.itemsize)[0])


class _TimeLoader(_Loader):
    """Times as milliseconds since 1970, half to even."""

    def load(self, data: Buffer) -> Int64:
        """Milliseconds."""
        whole, rest = np.divmod(super().load(data) + _POSTGRES_EPOCH_US, 1000)
        if rest.any():
            whole += (rest > 500) | ((rest == 500) & (whole % 2 == 1))
        return np.asarray(whole, dtype=np.int64)


class Column(NamedTuple):
    """A column as a parameter, an array without NULL of a type of PostgreSQL."""

    values: Array
    type: str


def numbers(values: Array) -> Column:
    """Of the type that the numpy array has."""
    return Column(values, "bool" if values.dtype == np.bool_ else _TYPES[values.dtype.char])


def times(milliseconds: Int64) -> Column:
    """Milliseconds since 1970 as timestamptz."""
    return Column(milliseconds * 1000 - _POSTGRES_EPOCH_US, "timestamptz")


class _Dumper(Dumper):
    format = Format.BINARY

    def get_key(self, obj: Column, format: PyFormat) -> Any:  # noqa: A002, ANN401, ARG002
        return (self.cls, obj.type)

    def upgrade(self, obj: Column, format: PyFormat) -> "_Dumper":  # noqa: A002, ARG002
        dumper = _Dumper(self.cls)
        dumper.oid = postgres.types[obj.type].array_oid
        return dumper

    def dump(self, obj: Column) -> bytes:
        """The binary form."""
        header = np.array([(1, 0, postgres.types[obj.type].oid, obj.values.size, 1)], dtype=_HEADER)
        packed = np.empty(obj.values.size, dtype=_packed(_ELEMENTS[obj.type]))
        packed["length"] = packed.dtype["value"].itemsize
        packed["value"] = obj.values
        return header.tobytes() + packed.tobytes()


def grouped(keys: Sequence[Int64], values: Sequence[Int64]) -> list[Int64]:
    """The columns of keys and values with one row for each combination of keys, its values added up.

    In the database the same took as long again as reading the rows. Raises OverflowError above 64 bits.
    """
    found = np.lexsort(tuple(keys))
    sorted_keys = [each[found] for each in keys]
    is_first = np.ones(len(found), dtype=np.bool_)
    is_first[1:] = np.logical_or.reduce([each[1:] != each[:-1] for each in sorted_keys])
    if is_first.all():
        return [*keys, *values]
    where = np.flatnonzero(is_first)
    return [*(each[where] for each in sorted_keys), *(_added(each[found], where) for each in values)]


def _added(values: Int64, where: Int64) -> Int64:
    """Sums of the runs that begin at `where`."""
    fits = float(np.abs(values.astype(np.float64)).sum()) < _SAFE
    sums = np.add.reduceat(values if fits else values.astype(object), where)
    return np.asarray(sums, dtype=np.int64)


def _loader(name: str, kind: str) -> type[_Loader]:
    base = _TimeLoader if name == "timestamptz" else _Loader
    native = np.dtype(kind).newbyteorder("=")
    return type(f"_Loader_{name}", (base,), {"packed": _packed(kind), "native": native})


_LOADERS = {postgres.types[name].array_oid: _loader(name, kind) for name, kind in _ELEMENTS.items()}


def cursor(connection: Connection) -> Cursor[TupleRow]:
    """A cursor whose arrays of numbers and times [ms] are numpy arrays, in both directions."""
    made = connection.cursor(binary=True)
    for oid, loader in _LOADERS.items():
        made.adapters.register_loader(oid, loader)
    made.adapters.register_dumper(Column, _Dumper)
    return made
