"""Every published version of the tables in one database: SQLite on one machine, PostgreSQL for several replicas.

A version is written in one transaction and never changed afterwards, so a reader sees all of it or nothing. Tables that a version
leaves as they were are kept once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final
from zlib import compress, decompress

import pandas as pd
from alembic import command
from alembic.config import Config
from sqlalchemy import ForeignKey, LargeBinary, String, Text, create_engine, func, insert, select
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from data.dataset import made, table_file
from data.schema import TABLES

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
#: How long a writer waits for another, in seconds.
_PATIENCE: Final = 20
#: Longest message and name that are kept, in letters.
MESSAGE_LENGTH: Final = 500
AUTHOR_LENGTH: Final = 200


class Overtaken(Exception):
    """Somebody else has published in the meantime; nothing was written. ``latest`` is the number of their version."""

    def __init__(self, latest: int) -> None:
        """Say so."""
        super().__init__(f"version {latest} was published in the meantime")
        self.latest = latest


class WrongAddress(ValueError):
    """``DATABASE_URL`` names no database that can be used."""


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
    """A table as the bytes of its CSV file, packed, by their digest."""

    __tablename__ = "contents"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class TableRow(Base):
    """Which content a table has in a version."""

    __tablename__ = "version_tables"
    version: Mapped[int] = mapped_column(ForeignKey("versions.number"), primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("contents.digest"))


@dataclass(frozen=True)
class Version:
    """A published version: ``number`` from 1 on, ``made_at`` in UTC as ISO 8601, who made it and what they said."""

    number: int
    made_at: str
    author: str
    message: str


def _engine(url: str) -> Engine:
    try:
        address = make_url(url)
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        if address.get_backend_name() not in ("sqlite", "postgresql"):
            raise WrongAddress("DATABASE_URL must begin with sqlite:/// or postgresql://.")
        waits = {"timeout": _PATIENCE} if address.get_backend_name() == "sqlite" else {"connect_timeout": _PATIENCE}
        return create_engine(address, connect_args=waits, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise WrongAddress("DATABASE_URL is no address of a database, such as sqlite:////var/lib/karlsruhe/versions.db.") from error


class Store:
    """The versions in the database at ``url``."""

    def __init__(self, url: str) -> None:
        """Connect and bring the database to the present form.

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
        """Return the number of the latest version, 0 where nothing was published."""
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
        """
        made(cells, "upload")
        number = base + 1
        files = {name: table_file(cells[name]) for name in TABLES}
        try:
            with self._engine.begin() as connection:
                # The number comes first: whoever is second waits here, and is then told.
                now = datetime.now(UTC).isoformat(timespec="seconds")
                row = {"number": number, "made_at": now, "author": author[:AUTHOR_LENGTH], "message": message[:MESSAGE_LENGTH]}
                connection.execute(insert(VersionRow), row)
                before = connection.scalar(select(func.max(VersionRow.number)).where(VersionRow.number < number)) or 0
                if before != base:
                    raise Overtaken(before)
                self._write(connection, number, files)
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
