"""Tags, the guess budget and the delays: published vectors and the numbers of decision 2."""

from binascii import hexlify, unhexlify

from terminal import codes
from terminal.codes import delay_ms, guesses_allowed, hmac_sha256, is_code, plain, tag_of

# RFC 4231, test cases 1 to 4, 6 and 7: key, message, HMAC-SHA-256.
RFC_4231 = (
    (b"\x0b" * 20, b"Hi There",
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    (b"Jefe", b"what do ya want for nothing?",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    (b"\xaa" * 20, b"\xdd" * 50,
     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    (unhexlify("0102030405060708090a0b0c0d0e0f10111213141516171819"), b"\xcd" * 50,
     "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    (b"\xaa" * 131, b"Test Using Larger Than Block-Size Key - Hash Key First",
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    (b"\xaa" * 131, b"This is a test using a larger than block-size key and a larger than "
     b"block-size data. The key needs to be hashed before being used by the HMAC algorithm.",
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
)  # fmt: skip


def test_the_keyed_hash_is_the_one_of_rfc_4231():
    for key, message, wanted in RFC_4231:
        assert hexlify(hmac_sha256(key, message)).decode() == wanted


def test_a_key_of_exactly_one_block_is_used_as_it_is():
    # The border between "padded" and "hashed first" is 64 bytes (RFC 2104).
    assert hmac_sha256(b"k" * 64, b"m") == hmac_sha256(b"k" * 64 + b"", b"m")
    assert hmac_sha256(b"k" * 64, b"m") != hmac_sha256(b"k" * 65, b"m")
    assert hmac_sha256(b"k" * 63, b"m") == hmac_sha256(b"k" * 63 + b"\x00", b"m")


def test_a_tag_is_the_first_half_of_the_hash_over_purpose_epoch_and_text():
    whole = hexlify(hmac_sha256(b"key", b"code|1|123456")).decode()
    assert tag_of(b"key", "code", 1, "123456") == whole[:32]


def test_a_tag_depends_on_key_purpose_epoch_and_text():
    tags = [
        tag_of(b"key", "code", 1, "123456"), tag_of(b"kez", "code", 1, "123456"),
        tag_of(b"key", "token", 1, "123456"), tag_of(b"key", "code", 2, "123456"),
        tag_of(b"key", "code", 1, "123457"), tag_of(b"key", "pin", 1, "123456"),
    ]  # fmt: skip
    for index, tag in enumerate(tags):
        assert len(tag) == 32 and tag == tag.lower()
        assert tag not in tags[:index]


def test_the_texts_of_a_tag_cannot_run_into_one_another():
    assert tag_of(b"k", "code", 1, "2|3") != tag_of(b"k", "code", 12, "|3")


def test_a_scanned_text_is_compared_in_upper_case_without_spaces():
    assert plain(" rr 123 456 785 lv ") == "RR123456785LV"
    assert plain("") == "" and plain("   ") == ""
    # The contract names spaces alone: the server hashes a hyphen, so we must too.
    assert plain("ab-12") == "AB-12"


def test_only_six_ascii_digits_are_a_code():
    assert is_code("000000") and is_code("123456")
    for text in ("", "12345", "1234567", "12345a", "12345 ", "-12345", "+12345", "1234.5",
                 "\u0661\u0662\u0663\u0664\u0665\u0666"):  # fmt: skip
        assert not is_code(text), text


def test_the_budget_is_the_smaller_of_ceiling_and_a_thousand_by_live_codes():
    for live, allowed in ((0, 50), (1, 50), (19, 50), (20, 50), (21, 47), (50, 20), (100, 10),
                          (334, 2), (500, 2), (501, 1), (1000, 1), (1001, 0)):  # fmt: skip
        assert guesses_allowed(live, 50) == allowed, live
    assert guesses_allowed(1, 5) == 5 and guesses_allowed(1000, 5) == 1


def test_a_day_of_guessing_never_hits_with_more_than_one_in_a_thousand():
    for live in range(1, 1200):
        assert guesses_allowed(live, 50) * live <= 1000


def test_the_delay_begins_after_the_third_wrong_try_and_doubles_to_its_limit():
    within = [delay_ms(strike, False) for strike in range(9)]
    assert within == [0, 0, 0, 5000, 10000, 20000, 30000, 30000, 30000]
    beyond = [delay_ms(strike, True) for strike in range(13)]
    assert beyond[:7] == [0, 0, 0, 5000, 10000, 20000, 40000]
    assert beyond[11:] == [900000, 900000]


def test_no_number_of_strikes_makes_a_delay_grow_beyond_its_limit():
    for strike in (20, 23, 24, 60, 1000, 1000000):
        assert delay_ms(strike, False) == codes.DELAY_MAX_MS
        assert delay_ms(strike, True) == codes.DELAY_BEYOND_MS
