"""Alembic runs this for every upgrade: on the connection it was handed, inside the caller's transaction."""
from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
