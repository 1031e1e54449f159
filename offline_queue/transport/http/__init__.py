"""The platform over HTTPS: PUT the head, PUT what it lacks, POST commit. The queue's only door to `requests`."""
from __future__ import annotations

from offline_queue.transport.http.transport import HttpTransport

__all__ = ["HttpTransport"]
