"""Runs the migrations on the connection that ``data.upkeep.store`` hands over, one process at a time."""

from alembic import context
from sqlalchemy import text

from data.upkeep.store import Base

#: Any number that nobody else locks with.
_LOCK = 7_213_055

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=True)
context.run_migrations()
