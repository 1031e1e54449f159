"""One request to the platform and what came of it, within a deadline: the service's only door to `requests`."""
from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import BadStatusLine, RemoteDisconnected
from typing import TYPE_CHECKING, Literal

from kiosk.platform_client.contract import Problem, read

if TYPE_CHECKING:
    from requests import Response

ANSWER_BYTES = 1_000_000
Why = Literal["down", "silent", "failed", "rubbish"]


@dataclass(frozen=True)
class NoAnswer:
    """`why`: down (no connection), silent (nothing in time), failed (the platform says it cannot; `code` from its
    problem), rubbish (something else spoke: captive portal, proxy page, redirect, half an answer)."""

    why: Why
    code: str = ""


@dataclass(frozen=True, repr=False)
class Answer:
    """A good answer. `body` is a JSON object, or empty for 204."""

    status: int
    body: bytes


def exchange(method: str, url: str, headers: Mapping[str, str], body: bytes, seconds: float) -> Answer | NoAnswer:
    """Ask and wait at most `seconds`, name look-up included. Never raises for trouble of the line.

    requests bounds each read, not the whole, and a name look-up not at all: so it works on a thread of its own, which
    is left behind when the time is over and ends with its next read.
    """
    found: list[Answer | NoAnswer] = []
    over = threading.Event()
    request = _Request(method, url, {**headers, "Accept": "application/json"}, body, seconds, over)
    thread = threading.Thread(target=lambda: found.append(_ask(request)), name="platform-ask", daemon=True)
    thread.start()
    thread.join(seconds)
    over.set()
    return found[0] if found else NoAnswer("silent")


@dataclass(frozen=True, repr=False)
class _Request:
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    seconds: float
    over: threading.Event


def _ask(asked: _Request) -> Answer | NoAnswer:
    import requests  # slow to load, and most starts of a screen never need it

    with requests.Session() as session:
        session.trust_env = False
        try:
            response = session.request(
                asked.method, asked.url, data=asked.body or None, headers=asked.headers,
                timeout=(asked.seconds * 0.7, asked.seconds), allow_redirects=False, stream=True,
            )
            with response:
                content = _content(response, asked.over)
        except requests.ReadTimeout:
            return NoAnswer("silent")
        except requests.exceptions.SSLError:
            return NoAnswer("rubbish")
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
            return NoAnswer("rubbish" if _spoke_nonsense(error) else "down")
        except requests.RequestException:
            return NoAnswer("rubbish")
        ours = "X-Server-Time" in response.headers
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return judge_answer(response.status_code, ours, kind, content)


def _content(response: Response, over: threading.Event) -> bytes:
    """The body, cut off once it is too long to be ours or nobody waits for it any more."""
    content = b""
    for block in response.iter_content(16_384):
        content += block
        if len(content) > ANSWER_BYTES or over.is_set():
            break
    return content


def _spoke_nonsense(error: BaseException) -> bool:
    """Whether somebody answered, but no HTTP: requests wraps what urllib3 wrapped."""
    if isinstance(error, BadStatusLine) and not isinstance(error, RemoteDisconnected):
        return True
    return any(_spoke_nonsense(cause) for cause in error.args if isinstance(cause, BaseException))


def judge_answer(status: int, ours: bool, kind: str, content: bytes) -> Answer | NoAnswer:
    """Is it the platform speaking, and did it answer? `ours`: it has X-Server-Time; `kind`: media type (pure)."""
    if status >= 500:
        return NoAnswer("failed", _code_in(content))
    if status >= 400 and ours and kind == "application/problem+json" and _code_in(content):
        return NoAnswer("failed", _code_in(content))
    if status == 204 and ours and not content:
        return Answer(status, b"")
    if status in (200, 201) and ours and kind == "application/json" and _is_object(content):
        return Answer(status, content)
    return NoAnswer("rubbish")


def _code_in(content: bytes) -> str:
    try:
        return read(Problem, content).code
    except ValueError:
        return ""


def _is_object(content: bytes) -> bool:
    try:
        return len(content) <= ANSWER_BYTES and isinstance(json.loads(content), dict)
    except ValueError:
        return False
