"""What the platform remembers. Every key starts with town and kiosk, so that a city can be split by them.

A change here needs a step in migrations/versions. No table holds an answer, a name or an ID number: those stay in the
sealed files.
"""
from __future__ import annotations

from sqlalchemy import Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class OfKiosk(Base):
    """Town: 9-digit region code. Terminal: 5 digits, "" for what belongs to the whole town."""

    __abstract__ = True
    town: Mapped[str] = mapped_column(String(12), primary_key=True, sort_order=-2)
    terminal: Mapped[str] = mapped_column(String(5), primary_key=True, sort_order=-1)


class Terminal(OfKiosk):
    __tablename__ = "terminal"
    __table_args__ = (UniqueConstraint("terminal"),)
    epoch: Mapped[int]
    site: Mapped[str] = mapped_column(Text)  # contract.Place as JSON


class Device(OfKiosk):
    """The device key of one enrolment. Heads signed by an earlier key of the same kiosk are still taken."""

    __tablename__ = "device"
    epoch: Mapped[int] = mapped_column(primary_key=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    serial: Mapped[str] = mapped_column(String(200))
    model: Mapped[str] = mapped_column(String(200))
    enrolled_at: Mapped[str] = mapped_column(String(40))


class Code(Base):
    """An enrolment code, by its digest. `terminal`: "" for a new kiosk. `answer`: given once it was used."""

    __tablename__ = "code"
    __table_args__ = (UniqueConstraint("code_sha"),)
    town: Mapped[str] = mapped_column(String(12), primary_key=True)
    code_sha: Mapped[str] = mapped_column(String(64), primary_key=True)
    terminal: Mapped[str] = mapped_column(String(5), default="")
    site: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str] = mapped_column(String(40))
    device_key: Mapped[str] = mapped_column(String(64), default="")
    answer: Mapped[str] = mapped_column(Text, default="")


class Submission(OfKiosk):
    """`state`: uploading, unreadable, or the state of the case. `receipt`: the JSON text given, the same for ever."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("id"), Index("submission_number", "town", "terminal", "number"))
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(14))
    head_sha: Mapped[str] = mapped_column(String(64))
    manifest: Mapped[str] = mapped_column(Text)  # [{"part", "sha", "length"}]
    first_at: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(40), default="uploading")
    reason: Mapped[str] = mapped_column(String(40), default="")  # code of why it is unreadable
    matter: Mapped[str] = mapped_column(String(200), default="")
    official_no: Mapped[str] = mapped_column(String(40), default="")
    clock_doubt: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[str] = mapped_column(String(40), default="")
    receipt: Mapped[str] = mapped_column(Text, default="")


class Clash(OfKiosk):
    """An id that came again with another head. Nothing of it was taken."""

    __tablename__ = "clash"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    head_sha: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[str] = mapped_column(String(40))


class Result(OfKiosk):
    """What became of a case, in order per kiosk; never changed, only followed by another."""

    __tablename__ = "result"
    cursor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(String(36))
    number: Mapped[str] = mapped_column(String(14))
    official_no: Mapped[str] = mapped_column(String(40))
    matter: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(40))
    at: Mapped[str] = mapped_column(String(40))
    zh: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    ruling: Mapped[Ruling | None] = relationship(
        primaryjoin="and_(Result.town == foreign(Ruling.town), Result.terminal == foreign(Ruling.terminal),"
        " Result.cursor == foreign(Ruling.cursor))",
        viewonly=True,
        uselist=False,
    )


class Ruling(OfKiosk):
    """How one result came to be: said by the rules or by a person, under which version of the rules, and which
    promises stood in for papers (JSON list of template, version, text_hash and requirement)."""

    __tablename__ = "ruling"
    cursor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    by: Mapped[str] = mapped_column(String(10))  # rules, person
    rule_version: Mapped[str] = mapped_column(String(40))
    promised: Mapped[str] = mapped_column(Text, default="[]")


class Counter(OfKiosk):
    __tablename__ = "counter"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int]


class AssistCall(OfKiosk):
    """`nonce_sha`: of the request that brought it. The same request again is the same call."""

    __tablename__ = "assist_call"
    __table_args__ = (Index("assist_call_nonce", "town", "terminal", "nonce_sha", unique=True),)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    nonce_sha: Mapped[str] = mapped_column(String(64), server_default="")
    stop: Mapped[str] = mapped_column(String(200))
    at: Mapped[str] = mapped_column(String(40))
    answered_by: Mapped[str] = mapped_column(String(200), default="")


class LastHeartbeat(OfKiosk):
    __tablename__ = "heartbeat"
    at: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)
