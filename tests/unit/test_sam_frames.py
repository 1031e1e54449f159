import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.card_reader import sam_frames
from devices.card_reader.sam_frames import (
    FIND,
    NEWEST,
    READ,
    SAM_ID,
    SELECT,
    STATUS,
    Answer,
    Deframer,
    Order,
    belongs,
    encode,
)

ORDERS = [  # GA 467, whole requests
    (STATUS, "AAAAAA9669000311FFED"),
    (SAM_ID, "AAAAAA9669000312FFEE"),
    (FIND, "AAAAAA96690003200122"),
    (SELECT, "AAAAAA96690003200221"),
    (READ, "AAAAAA96690003300132"),
    (NEWEST, "AAAAAA96690003300330"),
]
ANSWERS = [  # GA 467, whole answers
    (STATUS, "AAAAAA9669000400009094", Answer(0x90, b"")),
    (STATUS, "AAAAAA9669000400006064", Answer(0x60, b"")),
    (FIND, "AAAAAA9669000800009F0000000097", Answer(0x9F, bytes(4))),
    (FIND, "AAAAAA9669000400008084", Answer(0x80, b"")),
    (SELECT, "AAAAAA9669000C00009000000000000000009C", Answer(0x90, bytes(8))),
    (SELECT, "AAAAAA9669000400008185", Answer(0x81, b"")),
    (READ, "AAAAAA9669000400004145", Answer(0x41, b"")),
]
GOOD = [bytes.fromhex(text) for _, text, _ in ANSWERS]
NOISE = st.lists(st.sampled_from([b"\xaa", b"\x96", b"\x69", b"\0", b"\xaa\xaa\xaa\x96\x69", b"\xaa\xaa\xaa"]))


@pytest.mark.parametrize(("order", "whole"), ORDERS)
def test_an_order_is_coded_as_the_standard_says(order: Order, whole: str) -> None:
    assert encode(order) == bytes.fromhex(whole)


@pytest.mark.parametrize(("order", "whole", "answer"), ANSWERS)
def test_an_answer_is_found_and_belongs_to_its_order(order: Order, whole: str, answer: Answer) -> None:
    assert Deframer().feed(bytes.fromhex(whole)) == [answer]
    assert belongs(answer, order)


def test_fingerprints_cannot_be_asked_for() -> None:
    codes = [value.code for value in vars(sam_frames).values() if isinstance(value, Order)]
    assert len(codes) == 6
    assert b"\x30\x10" not in codes


def test_a_late_answer_to_another_order_does_not_belong() -> None:
    assert not belongs(Answer(0x9F, bytes(4)), SELECT)
    assert not belongs(Answer(0x80, b""), SELECT)
    assert not belongs(Answer(0x90, b""), NEWEST)


def test_an_answer_may_come_byte_by_byte() -> None:
    frames = Deframer()
    assert [a for byte in GOOD[2] for a in frames.feed(bytes([byte]))] == [Answer(0x9F, bytes(4))]


def test_noise_before_the_preamble_is_skipped() -> None:
    assert Deframer().feed(bytes.fromhex("00AAAA96AA") + GOOD[0]) == [Answer(0x90, b"")]


def test_a_flipped_bit_spoils_one_frame_and_not_the_next() -> None:
    frames = Deframer()
    flipped = GOOD[0][:-2] + bytes([GOOD[0][-2] ^ 0x10]) + GOOD[0][-1:]
    assert frames.feed(flipped + GOOD[1]) == [Answer(0x60, b"")]
    assert frames.spoilt


def test_a_frame_behind_one_that_never_ends_is_found_when_no_more_comes() -> None:
    frames = Deframer()
    assert frames.feed(bytes.fromhex("AAAAAA96690500") + GOOD[0]) == []
    assert frames.give_up() == [Answer(0x90, b"")]


@given(st.lists(st.tuples(NOISE, st.sampled_from(GOOD)), max_size=4), st.randoms(use_true_random=False))
def test_every_good_frame_is_found_in_any_noise(parts: list[tuple[list[bytes], bytes]], dice: random.Random) -> None:
    stream = b"".join(b"".join(noise) + frame for noise, frame in parts)
    frames, found, at = Deframer(), list[Answer](), 0
    while at < len(stream):
        step = dice.randint(1, 40)
        found += frames.feed(stream[at : at + step])
        at += step
    found += frames.give_up()
    wanted = [next(a for _, text, a in ANSWERS if bytes.fromhex(text) == frame) for _, frame in parts]
    rest = iter(found)
    assert all(answer in rest for answer in wanted)
