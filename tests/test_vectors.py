"""Every published vector that belongs to a driver built here is a test; this looks after that.

`tests/data/hardware.json` has frames of many makes.  A section is read by the tests that are named
here, or it is named with the reason why not.  That they walk all of it is tried: with one vector
more, of which they know nothing, each of them fails.
"""

import importlib.util
import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.source import ROOT, product

VECTORS = "data/hardware.json"
SECTIONS: dict[str, list[dict[str, Any]]] = json.loads((ROOT / "tests" / VECTORS).read_text())
STRANGE = "a vector that nobody knows"

# section -> file, and the test in it that fails when it meets a vector that it does not know
ARE_TESTS = {
    "bcc8a": ["drivers/test_bcc8a_codec.py test_each_vector_is_in_one_table"],
    "kerong_cu16": ["drivers/test_cu16_codec.py test_each_vector_is_in_one_table"],
    "modbus_waveshare": ["drivers/test_modbus_codec.py test_each_vector_is_in_one_table"],
    "ssi": ["drivers/test_ssi_codec.py test_each_vector_is_in_one_table"],
    "zvt_serial": [
        "drivers/test_zvt_codec.py test_each_vector_is_in_one_table",
        "drivers/test_zvt_frames.py test_every_frame_is_the_vector",
    ],
    "zvt_status_information_portalum_MIT": [
        "drivers/test_zvt_codec.py test_each_vector_is_in_one_table"
    ],
    "zvt_real_captures_bezahl_online": [
        "drivers/test_zvt_codec.py test_each_vector_is_in_one_table"
    ],
    "s10": ["terminal/test_labels.py test_every_s10_vector"],
    "gs1_mod10": ["terminal/test_labels.py test_every_gs1_vector"],
}
# section -> what a file of its driver would be called, and why there is none
ARE_NONE = {
    "kerong_cu48": ("cu48", "no driver: where its answers begin is told in two ways"),
    "wkly": ("wkly", "no driver: three makes are enough to choose from"),
    "dc02": ("dc02", "no driver: three makes are enough to choose from"),
    "winnsen_no_checksum": ("winnsen", "no driver: without a checksum a flipped bit opens a door"),
    "lv_pk": ("personal", "personal codes are never read or kept here (decision 13)"),
    "smartid_vc": ("smartid", "the server makes it; sim/central replays it (decision 14)"),
    "smartid_authcode": ("smartid", "the server makes it; sim/central replays it (decision 14)"),
}


def test_each_section_is_a_test_or_there_is_a_reason() -> None:
    assert sorted([*ARE_TESTS, *ARE_NONE]) == sorted(SECTIONS)
    assert all(SECTIONS.values())


@pytest.mark.parametrize("section", ARE_NONE)
def test_what_has_a_reason_has_no_driver(section: str) -> None:
    name, why = ARE_NONE[section]
    assert not [path for path in product() if name in path], why


@pytest.mark.parametrize(
    ("section", "where"),
    [(section, where) for section, tests in ARE_TESTS.items() for where in tests],
)
def test_a_vector_more_makes_its_test_fail(section: str, where: str, tmp_path: Path) -> None:
    copy(where, tmp_path, SECTIONS)
    named(where, tmp_path)()
    copy(where, tmp_path, {**SECTIONS, section: [*SECTIONS[section], strange(section)]})
    with pytest.raises(AssertionError):
        named(where, tmp_path)()


def strange(section: str) -> dict[str, Any]:
    """As the first of its section, with another name, and wrong."""
    vector = dict(SECTIONS[section][0])
    if "ok" in vector:
        return vector | {"ok": not vector["ok"]}
    last = f"{int(vector.get('frame', '00')[-2:], 16) ^ 1:02X}"
    return vector | {"n": STRANGE, "frame": vector.get("frame", "00")[:-2] + last}


def copy(where: str, folder: Path, sections: dict[str, Any]) -> None:
    """The file of tests as it is, beside other vectors."""
    name, _ = where.split()
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text((ROOT / "tests" / name).read_text("utf-8"), "utf-8")
    (folder / "data").mkdir(exist_ok=True)
    (folder / VECTORS).write_text(json.dumps(sections))


def named(where: str, folder: Path) -> Callable[[], object]:
    """The test of that name, of the copy; one that is for single vectors gets the last."""
    file, name = where.split()
    spec = importlib.util.spec_from_file_location("tests_beside_other_vectors", folder / file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    test = getattr(module, name)
    if "name" in inspect.signature(test).parameters:
        return lambda: test([*module.FRAMES][-1])
    return test
