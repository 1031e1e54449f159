"""The first tables. A folder that is older than this list of steps has them already."""
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _kiosks()
    _cases()
    _besides()


def _kiosks() -> None:
    _table("terminal", *_of_kiosk(), sa.Column("epoch", sa.Integer, nullable=False), _text("site"),
           sa.UniqueConstraint("terminal"))  # fmt: skip
    _table(
        "device", *_of_kiosk(), sa.Column("epoch", sa.Integer, primary_key=True),
        sa.Column("public_key", sa.LargeBinary(32), nullable=False), _short("serial", 200), _short("model", 200),
        _short("enrolled_at", 40),
    )
    _table(
        "code", _key("town", 12), _key("code_sha", 64), _short("terminal", 5), _text("site"), _short("made_at", 40),
        _short("device_key", 64), _text("answer"), sa.UniqueConstraint("code_sha"),
    )
    _table("heartbeat", *_of_kiosk(), _short("at", 40), _text("body"))


def _cases() -> None:
    _table(
        "submission", *_of_kiosk(), _key("id", 36), _short("number", 14), _short("head_sha", 64), _text("manifest"),
        _short("first_at", 40), _short("state", 40), _short("reason", 40), _short("matter", 200),
        _short("official_no", 40), sa.Column("clock_doubt", sa.Boolean, nullable=False), _short("received_at", 40),
        _text("receipt"), sa.UniqueConstraint("id"),
    )
    op.create_index("submission_number", "submission", ["town", "terminal", "number"], if_not_exists=True)
    _table("clash", *_of_kiosk(), _key("id", 36), _key("head_sha", 64), _short("at", 40))
    _table(
        "result", *_of_kiosk(), _number("cursor"), _short("id", 36), _short("number", 14), _short("official_no", 40),
        _short("matter", 200), _short("state", 40), _short("at", 40), _text("zh"), _text("en"),
    )
    _table(
        "ruling", *_of_kiosk(), _number("cursor"), _short("by", 10), _short("rule_version", 40), _text("promised"),
    )


def _besides() -> None:
    _table("counter", *_of_kiosk(), _key("name", 40), sa.Column("value", sa.Integer, nullable=False))
    _table(
        "assist_call", *_of_kiosk(), _number("n"), _short("stop", 200), _short("at", 40), _short("answered_by", 200),
    )


def _table(name: str, *columns: sa.Column[object] | sa.UniqueConstraint) -> None:
    op.create_table(name, *columns, if_not_exists=True)


def _of_kiosk() -> tuple[sa.Column[object], ...]:
    return _key("town", 12), _key("terminal", 5)


def _key(name: str, length: int) -> sa.Column[object]:
    return sa.Column(name, sa.String(length), primary_key=True)


def _number(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def _short(name: str, length: int) -> sa.Column[object]:
    return sa.Column(name, sa.String(length), nullable=False)


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Text, nullable=False)
