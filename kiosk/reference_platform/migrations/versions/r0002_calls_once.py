"""A call for staff that is sent again is the same call: it is known by its request's nonce."""
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("assist_call", sa.Column("nonce_sha", sa.String(64), nullable=False, server_default=""))
    op.execute("UPDATE assist_call SET nonce_sha = 'before ' || n")  # no two of a kiosk alike
    op.create_index("assist_call_nonce", "assist_call", ["town", "terminal", "nonce_sha"], unique=True)
