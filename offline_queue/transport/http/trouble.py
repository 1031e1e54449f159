"""Which trouble of the line an exception of requests is (pure)."""
from __future__ import annotations

from http.client import BadStatusLine, RemoteDisconnected

from requests.exceptions import ConnectTimeout, ContentDecodingError, InvalidHeader, RequestException, SSLError, Timeout

from offline_queue.model import Scope, Trouble, TryLater


def trouble_of(error: RequestException, late: bool) -> TryLater:
    """`late`: our own deadline had ended the request."""
    causes = _causes(error)
    if isinstance(error, SSLError) and any("expired" in str(c) or "not yet valid" in str(c) for c in causes):
        return TryLater(Scope.DEVICE, Trouble.FAILED, code="certificate_date")
    if late or (any(isinstance(c, Timeout | TimeoutError) for c in causes) and not isinstance(error, ConnectTimeout)):
        trouble = Trouble.SILENT
    elif any(isinstance(c, ContentDecodingError | InvalidHeader | BadStatusLine) for c in causes) and not any(
        isinstance(c, RemoteDisconnected) for c in causes
    ):
        trouble = Trouble.RUBBISH
    else:
        trouble = Trouble.DOWN
    return TryLater(Scope.ITEM, trouble, line_failed=True)


def _causes(error: BaseException) -> list[BaseException]:
    """The error, what it carries and what it came from: requests wraps what urllib3 wrapped."""
    found: list[BaseException] = []
    ahead: list[BaseException | None] = [error]
    while ahead:
        one = ahead.pop()
        if one is not None and one not in found:
            found.append(one)
            ahead += [one.__cause__, one.__context__, *(a for a in one.args if isinstance(a, BaseException))]
    return found
