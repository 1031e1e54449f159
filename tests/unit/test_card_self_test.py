from devices.card_reader.self_test import check_pcsc, check_reader, check_sam
from devices.self_test import Step
from kiosk.demo.peers.sam_module import Fault, SamModule

pytest_plugins = ["tests.support.cards"]


def names(steps: list[Step]) -> list[tuple[str, bool]]:
    return [(step.name, step.ok) for step in steps]


def test_a_good_module_passes_every_step(sam_module: SamModule) -> None:
    steps = check_sam(sam_module.path)
    assert names(steps) == [("open", True), ("status", True), ("sam_id", True), ("find", True)]
    assert all(step.seconds < 1 and not step.remedy for step in steps)


def test_a_module_that_was_never_authorised_goes_back_to_its_vendor(sam_module: SamModule) -> None:
    sam_module.spoil("status", Fault("sw3", 0x66))
    last = check_sam(sam_module.path)[-1]
    assert (last.name, last.ok) == ("status", False)
    assert "vendor" in last.remedy


def test_a_missing_port_says_where_to_look() -> None:
    steps = check_reader("sam_serial", port="/dev/no-such-port")
    assert names(steps) == [("open", False)]
    assert "/dev/serial/by-id" in steps[0].remedy


def test_a_good_reader_passes_and_a_virtual_one_is_warned_of(card_parts: None) -> None:
    steps = check_pcsc("Virtual PCD 00 00")
    assert names(steps) == [("service", True), ("reader", True), ("card", True)]
    assert "vsmartcard-vpcd" in steps[1].remedy


def test_a_reader_of_another_name_is_not_taken(card_parts: None) -> None:
    steps = check_pcsc("Some Other Reader")
    assert names(steps) == [("service", True), ("reader", False)]


def test_an_unknown_driver_is_named() -> None:
    assert "sam_serial and pcsc" in check_reader("magic")[0].remedy
