import json
from datetime import date

import pytest

from devices.card_reader.wire import pack_read, pack_state, unpack_read, unpack_state
from devices.interfaces import (
    CardDocument,
    CardLost,
    CardPresent,
    CardRead,
    CardState,
    DocumentKind,
    NoCard,
    NoReader,
    ReadFailed,
    Unreadable,
)

DOCUMENT = CardDocument(
    DocumentKind.RESIDENT_ID, "11010519491231002X", "张\ue863", "1", date(1949, 12, 31), nation="01",
    valid_from=date(2020, 1, 1), source="sam_serial", verified="sam",
)  # fmt: skip


@pytest.mark.parametrize("state", [NoReader("no_service"), NoCard(), CardPresent(3), Unreadable(4, "card_mute")])
def test_a_state_crosses_unchanged(state: CardState) -> None:
    assert unpack_state(json.loads(json.dumps(pack_state(state)))) == state


@pytest.mark.parametrize("read", [DOCUMENT, CardLost(), ReadFailed("card_refused", retryable=True)])
def test_a_result_crosses_unchanged(read: CardRead) -> None:
    assert unpack_read(json.loads(json.dumps(pack_read(read)))) == read


def test_rubbish_is_neither() -> None:
    with pytest.raises(ValueError, match="not a card state"):
        unpack_state({"is": "present"})
    with pytest.raises(ValueError, match="not the result"):
        unpack_read({})
