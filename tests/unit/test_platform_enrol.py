import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.fleet.device_key import device_key
from kiosk.fleet.enrol import Enrolled, NotEnrolled, enrol, load
from kiosk.platform_client.contract import Enrolment, EnrolmentAnswer, Place, PlatformKeySet, Words
from kiosk.platform_client.exchange import NoAnswer
from kiosk.platform_client.signing import to_base64

KEYS = PlatformKeySet(kid="k1", seal_key=to_base64(bytes(32)), receipt_key=to_base64(bytes(32)))
SITE = Place(town=Words(zh="镇"), village=Words(zh="村"), centre=Words(zh="中心"))


class Platform:
    """Says yes, or `answer` instead; remembers what it was asked."""

    def __init__(self, answer: NoAnswer | None = None, keys: PlatformKeySet = KEYS) -> None:
        self.asked: list[Enrolment] = []
        self._answer, self._keys = answer, keys

    def ask(self, _base_url: str, body: Enrolment) -> EnrolmentAnswer | NoAnswer:
        self.asked.append(body)
        epoch = len(self.asked) - 1
        return self._answer or EnrolmentAnswer(
            terminal="12345", epoch=epoch, keys=self._keys, site=SITE, status_url="https://s.example"
        )


def enrolled(folder: Path, platform: Platform, code: str = "AAAA") -> Enrolled:
    return enrol("http://unused", code, folder, "SN", "M", ask=platform.ask)


def test_device_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first = device_key(tmp_path / "new").public_key()
    assert device_key(tmp_path / "new").public_key() == first
    assert stat.S_IMODE((tmp_path / "new" / "device.key").stat().st_mode) == 0o600
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["device.key"]


def test_a_record_is_kept_privately_before_the_kiosk_is_enrolled(tmp_path: Path) -> None:
    kiosk = enrolled(tmp_path, Platform())
    assert stat.S_IMODE((tmp_path / "enrolled.json").stat().st_mode) == 0o600
    assert (kiosk.terminal, kiosk.keys.kid, kiosk.site.village.zh) == ("12345", "k1", "村")
    assert load(tmp_path) is not None


def test_signatures_are_made_by_the_key_the_platform_was_given(tmp_path: Path) -> None:
    platform = Platform()
    kiosk = enrolled(tmp_path, platform)
    assert platform.asked[0].device_key == to_base64(kiosk.device_public)
    Ed25519PublicKey.from_public_bytes(kiosk.device_public).verify(kiosk.sign(b"x"), b"x")


def test_the_same_code_asks_once_and_a_new_one_again(tmp_path: Path) -> None:
    platform = Platform()
    epochs = [enrolled(tmp_path, platform, code).epoch for code in ("AAAA", "aaaa ", "", "BBBB")]
    assert (len(platform.asked), epochs) == (2, [0, 0, 0, 1])


@pytest.mark.parametrize("answer", [NoAnswer("down"), NoAnswer("silent"), NoAnswer("failed", "code_used")])
def test_without_an_answer_nothing_is_kept_but_the_key(tmp_path: Path, answer: NoAnswer) -> None:
    with pytest.raises(NotEnrolled) as caught:
        enrolled(tmp_path, Platform(answer))
    assert (caught.value.why, caught.value.code) == (answer.why, answer.code)
    assert [p.name for p in tmp_path.iterdir()] == ["device.key"]


def test_without_a_code_there_is_no_enrolment(tmp_path: Path) -> None:
    with pytest.raises(NotEnrolled, match="no_code"):
        enrolled(tmp_path, Platform(), code="")


def test_keys_that_are_no_keys_are_rubbish(tmp_path: Path) -> None:
    keys = PlatformKeySet(kid="k1", seal_key="????", receipt_key=to_base64(bytes(31)))
    with pytest.raises(NotEnrolled, match="rubbish"):
        enrolled(tmp_path, Platform(keys=keys))
    assert load(tmp_path) is None


@pytest.mark.parametrize("text", ["", "[]", "{", '{"answer": {}}', "\x00"])
def test_a_damaged_record_counts_as_none(tmp_path: Path, text: str) -> None:
    enrolled(tmp_path, Platform())
    (tmp_path / "enrolled.json").write_text(text, encoding="utf-8")
    assert load(tmp_path) is None


def test_a_damaged_device_key_is_named(tmp_path: Path) -> None:
    enrolled(tmp_path, Platform())
    (tmp_path / "device.key").write_bytes(b"short")
    assert load(tmp_path) is None
    with pytest.raises(NotEnrolled, match="device_key_damaged"):
        enrolled(tmp_path, Platform())
