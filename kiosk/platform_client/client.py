"""The kiosk's online questions to the central platform, each with a short deadline: nobody is held up by one."""
from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from kiosk.clock import Clock, SystemClock
from kiosk.platform_client.contract import (
    AssistAnswer,
    AssistCall,
    Body,
    Config,
    ConsentRef,
    Enrolment,
    EnrolmentAnswer,
    FactsAnswer,
    FactsQuery,
    FactValue,
    Heartbeat,
    HeartbeatAnswer,
    WhoIsAsked,
    read,
)
from kiosk.platform_client.exchange import Answer, NoAnswer, exchange
from kiosk.platform_client.signing import FACTS_INFO, PREFIX, Sign, signed_headers, to_base64

FACTS_S = 2.0  # stands in a resident's way
CALL_S = 3.0
BACKGROUND_S = 6.0
ENROL_S = 15.0
B = TypeVar("B", bound=Body)


@dataclass(frozen=True)
class CallTaken:
    """The platform took the call for a person; `answered_by` once somebody has said so."""

    answered_by: str = ""


class PlatformClient:
    """Safe to use from several threads: every call stands alone.

    `base_url`: "https://host:port" without the prefix. `terminal`: five digits. `sign(bytes)`: 64 bytes Ed25519 by the
    device key. `seal_key`: the platform's raw X25519 public key, for questions about a person.
    """

    def __init__(self, base_url: str, terminal: str, sign: Sign, seal_key: bytes, clock: Clock | None = None) -> None:
        self._base, self._terminal, self._sign = base_url.rstrip("/"), terminal, sign
        self._seal_key = X25519PublicKey.from_public_bytes(seal_key)
        self._clock = clock or SystemClock()

    def facts(
        self, kind: str, number: str, name: str, matter: str, names: Iterable[str], consent: ConsentRef
    ) -> dict[str, FactValue] | NoAnswer:
        """What shared data says about one person, by fact name; value None: unknown. At most FACTS_S seconds.

        The person stands in the sealed part only: a proxy that reads the request learns nothing.
        """
        who = WhoIsAsked(kind=kind, number=number, name=name).model_dump_json().encode()
        query = FactsQuery(
            sealed=to_base64(_SUITE.encrypt(who, self._seal_key, info=FACTS_INFO)), matter=matter, names=tuple(names),
            consent=consent,
        )
        answer = self._tell(query, "/facts/query", FactsAnswer, FACTS_S)
        return answer.values if isinstance(answer, FactsAnswer) else answer

    def call_staff(self, stop: str) -> CallTaken | NoAnswer:
        """叫工作人员: only CallTaken means that the call got through."""
        answer = self._tell(AssistCall(terminal=self._terminal, stop=stop), "/assist-calls", AssistAnswer, CALL_S)
        return CallTaken(answer.answered_by or "") if isinstance(answer, AssistAnswer) else answer

    def heartbeat(self, state: Heartbeat) -> tuple[str, ...] | NoAnswer:
        """Say how this kiosk is; the answer is what it is asked to do."""
        answer = self._tell(state, "/heartbeat", HeartbeatAnswer, BACKGROUND_S)
        return answer.commands if isinstance(answer, HeartbeatAnswer) else answer

    def config(self) -> Config | NoAnswer:
        return _read(Config, self._call("GET", "/config", b"", BACKGROUND_S))

    def health(self) -> NoAnswer | None:
        """None: the platform is there."""
        answer = exchange("GET", self._base + PREFIX + "/health", {}, b"", FACTS_S)
        return answer if isinstance(answer, NoAnswer) else None

    def _tell(self, body: Body, path: str, kind: type[B], seconds: float) -> B | NoAnswer:
        return _read(kind, self._call("POST", path, body.model_dump_json().encode(), seconds))

    def _call(self, method: str, path: str, body: bytes, seconds: float) -> Answer | NoAnswer:
        target = PREFIX + path
        time = self._clock.now().isoformat(timespec="milliseconds")
        signed = signed_headers(self._terminal, self._sign, method, target, body, secrets.token_hex(16), time)
        return exchange(method, self._base + target, {**signed, "Content-Type": "application/json"}, body, seconds)


_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def ask_enrolment(base_url: str, body: Enrolment) -> EnrolmentAnswer | NoAnswer:
    """Hand in an enrolment code; the only call without a signature, because nobody knows the device key yet."""
    text = json.dumps(body.model_dump(), ensure_ascii=False).encode()
    url = base_url.rstrip("/") + PREFIX + "/enrolments"
    return _read(EnrolmentAnswer, exchange("POST", url, {"Content-Type": "application/json"}, text, ENROL_S))


def _read(kind: type[B], answer: Answer | NoAnswer) -> B | NoAnswer:
    if isinstance(answer, NoAnswer):
        return answer
    try:
        return read(kind, answer.body)
    except ValueError:
        return NoAnswer("rubbish")
