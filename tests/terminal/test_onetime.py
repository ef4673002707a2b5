"""One-time codes against the vectors of their standards, and the window around now."""

from terminal import onetime

SECRET = b"12345678901234567890"
# RFC 6238, appendix B, SHA-1: seconds since 1970, the code of eight digits.
RFC_6238 = (
    (59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"),
    (1234567890, "89005924"), (2000000000, "69279037"), (20000000000, "65353130"),
)  # fmt: skip
# RFC 4226, appendix D: the codes of six digits for the counters 0 to 9.
RFC_4226 = ("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489")  # fmt: skip
TAG = "00112233445566778899aabbccddeeff"
NOW_S = 1800000000


def code(wall_s):
    return onetime.code_at(bytes(range(0, 256, 17)), onetime.step_at(wall_s))


def test_the_codes_of_rfc_6238():
    for wall_s, wanted in RFC_6238:
        assert onetime.code_at(SECRET, onetime.step_at(wall_s), 8) == wanted


def test_the_codes_of_rfc_4226():
    for counter in range(10):
        assert onetime.code_at(SECRET, counter) == RFC_4226[counter]


def test_a_secret_longer_than_a_block_is_hashed_first():
    # RFC 2202, test cases 6 and 1 for HMAC-SHA-1.
    message = b"Test Using Larger Than Block-Size Key - Hash Key First"
    told = onetime.hmac_sha1(b"\xaa" * 80, message)
    assert told[:4] == b"\xaa\x4a\xe5\xe1"
    assert onetime.hmac_sha1(b"\x0b" * 20, b"Hi There")[:4] == b"\xb6\x17\x31\x86"


def test_a_code_is_known_one_step_early_and_one_late_and_no_further():
    now = onetime.step_at(NOW_S)
    for steps in (-1, 0, 1):
        assert onetime.step_of(code(NOW_S + 30 * steps), TAG, NOW_S) == now + steps
    for steps in (-2, 2, 10):
        assert onetime.step_of(code(NOW_S + 30 * steps), TAG, NOW_S) == 0


def test_a_step_lasts_half_a_minute():
    assert onetime.step_at(NOW_S) == onetime.step_at(NOW_S + 29) == onetime.step_at(NOW_S + 30) - 1


def test_a_tag_becomes_eight_digits_with_their_zeros():
    assert onetime.number_of("0" * 31 + "f") == "00000000"
    assert onetime.number_of("000000000000000a" + "f" * 16) == "00000010"
    assert onetime.number_of("00000000075bcd15" + "0" * 16) == "23456789"
