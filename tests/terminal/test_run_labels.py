"""What a courier scans: labels in any spelling, misread ones, and what is no label at all."""

from terminal.compartments import INSIDE
from tests.terminal.scene import Scene, badge, expected


def test_a_label_is_read_by_its_shape_and_misread_ones_are_refused():
    scene = Scene([badge(), expected("RR123456785LV"), expected("376104250021234569", "222222")])
    scene.begin_run()
    scene.scan("RR123456784LV")
    assert scene.screen.remark == "misread"
    scene.scan("RR473124829GB")
    assert scene.screen.remark == "not expected"
    scene.scan("https://example.org/prize")
    assert scene.screen.remark == "not a parcel"
    assert scene.unlocks == []
    for label, number in (
        ("rr 1234 5678 5 lv", "RR123456785LV"),
        ("]C100376104250021234569", "376104250021234569"),
    ):
        scene.scan(label)
        door = scene.screen.compartment
        scene.door_opens(door)
        scene.door_shuts(door)
        assert scene.shipment(number).standing == INSIDE
