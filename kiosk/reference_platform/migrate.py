"""Brings a database to the tables this program knows; one that a newer program wrote is left alone."""
from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

FOLDER = Path(__file__).resolve().parent / "migrations"
LOCK = 7_105_933  # any number: whoever holds it on PostgreSQL is the one that migrates


class NotOpened(Exception):
    """The database cannot be used; the words say why."""


class NewerData(NotOpened):
    """The database is of a later version than this program; nothing was changed."""

    def __init__(self, version: str) -> None:
        super().__init__(f"the platform's data is of version {version}, which this program does not know yet")
        self.version = version


def migrate(connection: Connection) -> None:
    """All steps that are still to be taken, in the caller's transaction: all of them or none. Raises NewerData."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    steps = ScriptDirectory.from_config(config)
    version = MigrationContext.configure(connection).get_current_revision()
    if version is not None and version not in {step.revision for step in steps.walk_revisions()}:
        raise NewerData(version)
    if version != steps.get_current_head():
        command.upgrade(config, "head")
