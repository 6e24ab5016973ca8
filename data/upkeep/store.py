"""Store published versions of the tables in a database: SQLite on one machine, PostgreSQL for several replicas.

A version is written in one transaction and never changed afterwards, so a reader sees all of it or nothing. Tables that a version
leaves as they were are kept once.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zlib import compress, decompress

import pandas as pd
import psycopg
from alembic import command
from alembic.config import Config
from psycopg.pq import TransactionStatus
from sqlalchemy import ForeignKey, LargeBinary, String, Text, create_engine, event, func, insert, select
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from data.dataset import made, table_file
from data.schema import TABLES

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
#: How long SQLite waits for whoever holds the file locked, in seconds.
_LOCK_SECONDS: Final = 5
#: How long a connection to PostgreSQL may take, in seconds; the driver waits for 2 at least.
_CONNECT_SECONDS: Final = 3
#: How long PostgreSQL may work on one statement before it gives it up, in seconds.
_STATEMENT_SECONDS: Final = 5
#: How long a response of PostgreSQL is waited for, in seconds: longer than a server that runs would take to give up.
_RESPONSE_SECONDS: Final = 6
#: Longest message and name that are kept, in letters.
MESSAGE_LENGTH: Final = 500
AUTHOR_LENGTH: Final = 200


class Overtaken(Exception):
    """Somebody else has published in the meantime, so nothing was written; ``latest`` is the number of their version."""

    def __init__(self, latest: int) -> None:
        """Create the error."""
        super().__init__(f"version {latest} was published in the meantime")
        self.latest = latest


class Unconfirmed(Exception):
    """The database stopped responding during a commit, so it is unknown whether the version was published."""


class WrongAddress(ValueError):
    """``DATABASE_URL`` does not name a usable database."""


class Base(DeclarativeBase):
    """What the migrations describe."""


class VersionRow(Base):
    """One published version."""

    __tablename__ = "versions"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[str] = mapped_column(String(32))
    author: Mapped[str] = mapped_column(String(AUTHOR_LENGTH))
    message: Mapped[str] = mapped_column(String(MESSAGE_LENGTH))


class ContentRow(Base):
    """A table as its compressed CSV file, by digest."""

    __tablename__ = "contents"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class TableRow(Base):
    """The content of a table in a version."""

    __tablename__ = "version_tables"
    version: Mapped[int] = mapped_column(ForeignKey("versions.number"), primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("contents.digest"))


@dataclass(frozen=True)
class Version:
    """A published version: ``number`` from 1, ``made_at`` in UTC as ISO 8601, author and message."""

    number: int
    made_at: str
    author: str
    message: str


#: Why a database fails: no response in time, no connection, held by somebody else, closed to writing, no space left, anything else.
DATABASE_FAULTS: Final = ("silent", "unreachable", "locked", "read_only", "full", "other")
#: What PostgreSQL calls them; one that refuses or closes connections has many names.
_BY_STATE: Final = {
    "57014": "silent",  # the statement took too long
    "55P03": "locked",
    "40P01": "locked",
    "25006": "read_only",  # a standby
    "42501": "read_only",  # the user may not write
    "53100": "full",
}
#: What SQLite calls them.
_BY_CODE: Final = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_CANTOPEN: "unreachable",
    sqlite3.SQLITE_IOERR: "unreachable",
}


def database_fault(error: SQLAlchemyError) -> str:
    """Return which of ``DATABASE_FAULTS`` made the database fail with ``error``."""
    cause = getattr(error, "orig", None)
    # All connections are in use by those who wait for a response.
    if isinstance(error, PoolTimeout) or isinstance(cause, (NoResponse, psycopg.errors.ConnectionTimeout)):
        return "silent"
    if isinstance(cause, psycopg.Error) and cause.sqlstate in _BY_STATE:
        return _BY_STATE[cause.sqlstate]
    if isinstance(cause, psycopg.OperationalError):
        return "unreachable"
    # The lowest byte is the sort of the fault, the others tell more.
    return _BY_CODE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF, "other")


class NoResponse(psycopg.OperationalError):
    """PostgreSQL accepted a connection or a statement and sent no response."""


class _BoundedConnection(psycopg.Connection[Any]):
    """A connection to PostgreSQL that is closed once a response takes longer than ``_RESPONSE_SECONDS``.

    PostgreSQL ends a statement in time only while it runs. A server that stands still, on a stopped machine for example, keeps the
    connection open and says nothing.
    """

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Run ``gen`` to its end and return what it returns; the driver calls this for each statement.

        Raises:
            NoResponse: PostgreSQL sent nothing in time; the connection is closed.
        """
        try:
            return super().wait(gen, interval, _RESPONSE_SECONDS if timeout is None else timeout)
        except psycopg.OperationalError as error:
            if self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise
            self.close()
            raise NoResponse(f"the database sent no response within {_RESPONSE_SECONDS} seconds") from error


def _postgresql(address: URL) -> Engine:
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        # PgBouncer in transaction mode gives the next transaction another connection, which knows no statement prepared before.
        connect_args={"connect_timeout": _CONNECT_SECONDS, "prepare_threshold": None},
        pool_pre_ping=True,
        pool_timeout=_CONNECT_SECONDS,
    )

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, arguments: list[Any], settings: dict[str, Any]) -> _BoundedConnection:
        return _BoundedConnection.connect(*arguments, **settings)

    @event.listens_for(engine, "begin")
    def limit_statements(connection: Connection) -> None:
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{_STATEMENT_SECONDS}s'")

    return engine


def _engine(url: str) -> Engine:
    try:
        address = make_url(url)
        if address.drivername in ("postgresql", "postgresql+psycopg"):
            return _postgresql(address)
        if address.get_backend_name() == "sqlite":
            return create_engine(address, connect_args={"timeout": _LOCK_SECONDS})
        raise WrongAddress("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise WrongAddress("DATABASE_URL is no address of a database, such as sqlite:////var/lib/weltweit/versions.db.") from error


def _commit(connection: Connection) -> None:
    try:
        connection.commit()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unconfirmed("the database stopped responding while the version was written") from error
        raise


class Store:
    """The versions in the database at ``url``.

    Every method waits for the database, for a limited time. It raises ``sqlalchemy.exc.SQLAlchemyError`` if the database fails or takes
    longer: about 5 seconds for a locked SQLite file, and 10 seconds for a PostgreSQL server that stands still.
    """

    def __init__(self, url: str) -> None:
        """Connect and migrate the database to the current schema.

        Raises:
            WrongAddress: ``url`` cannot be a database.
            sqlalchemy.exc.OperationalError: the database does not answer.
        """
        self._engine = _engine(url)
        self._migrate()

    def _migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self._engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def latest(self) -> int:
        """Return the number of the latest version, 0 if nothing was published."""
        with self._engine.connect() as connection:
            return connection.scalar(select(func.max(VersionRow.number))) or 0

    def versions(self) -> list[Version]:
        """Return all versions, the latest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(VersionRow.__table__).order_by(VersionRow.number.desc()))
            return [Version(row.number, row.made_at, row.author, row.message) for row in rows]

    def published(self, number: int) -> str:
        """Return when version ``number`` was published, UTC as ISO 8601; empty if there is no such version."""
        with self._engine.connect() as connection:
            return connection.scalar(select(VersionRow.made_at).where(VersionRow.number == number)) or ""

    def tables(self, number: int) -> dict[str, pd.DataFrame]:
        """Return the tables of version ``number`` as text.

        Raises:
            KeyError: there is no such version.
        """
        chosen = (
            select(TableRow.name, ContentRow.packed)
            .join(ContentRow, ContentRow.digest == TableRow.digest)
            .where(TableRow.version == number)
        )
        with self._engine.connect() as connection:
            packed = {row.name: row.packed for row in connection.execute(chosen)}
        if not packed:
            raise KeyError(number)
        return {name: pd.read_csv(BytesIO(decompress(packed[name])), dtype=str, keep_default_na=False) for name in TABLES}

    def publish(self, cells: Mapping[str, pd.DataFrame], base: int, author: str, message: str) -> int:
        """Write ``cells``, tables as text made from version ``base``, as the next version and return its number.

        Raises:
            BrokenTables: the tables break their contract.
            Overtaken: ``base`` is not the latest version any more.
            Unconfirmed: the database stopped responding at the very end. With any other error nothing was written.
        """
        made(cells, "upload")
        number = base + 1
        files = {name: table_file(cells[name]) for name in TABLES}
        try:
            with self._engine.connect() as connection:
                # The number comes first: whoever is second waits here, and is then told.
                now = datetime.now(UTC).isoformat(timespec="seconds")
                row = {"number": number, "made_at": now, "author": author[:AUTHOR_LENGTH], "message": message[:MESSAGE_LENGTH]}
                connection.execute(insert(VersionRow), row)
                before = connection.scalar(select(func.max(VersionRow.number)).where(VersionRow.number < number)) or 0
                if before != base:
                    raise Overtaken(before)
                self._write(connection, number, files)
                _commit(connection)
        except IntegrityError as error:
            raise Overtaken(self.latest()) from error
        return number

    def _write(self, connection: Connection, number: int, files: Mapping[str, bytes]) -> None:
        digests = {name: sha256(content).hexdigest() for name, content in files.items()}
        known = set(connection.scalars(select(ContentRow.digest).where(ContentRow.digest.in_(digests.values()))))
        new = {digests[name]: content for name, content in files.items() if digests[name] not in known}
        if new:
            connection.execute(insert(ContentRow), [{"digest": digest, "packed": compress(content)} for digest, content in new.items()])
        connection.execute(insert(TableRow), [{"version": number, "name": name, "digest": digest} for name, digest in digests.items()])
