"""What a scanned text is taken for, every vector, every digit and every cut; MicroPython too."""

import json

from terminal import gs1, labels
from terminal.codes import plain
from terminal.labels import Label

FOLDER = __file__.rsplit("/", 2)[0]
GS = "\x1d"
SSCC = "376104250021234569"


def vectors(group):
    """[(text, is it right)] of a group."""
    with open(FOLDER + "/data/hardware.json") as file:
        entries = json.load(file)[group]
    assert len(entries) > 2
    return [(entry["v"], entry["ok"]) for entry in entries]


def kind(text):
    return labels.read(text).kind


def why(text):
    return labels.read(text).why


def numbers(text):
    return labels.read(text).numbers


# -- S10 ----------------------------------------------------------------------------------


def test_every_s10_vector():
    for text, is_right in vectors("s10"):
        expected = Label("s10", (text,), text, "")
        if not is_right:
            expected = Label("unknown", (), text, "wrong check digit")
        assert labels.read(text) == expected, text
        assert labels.is_s10(text) == is_right, text


def test_an_s10_number_may_be_written_as_on_paper():
    for text in ("rr123456785lv", "RR 123 456 785 LV", "RR-12345678-5-LV", " Rr 12345678 5 lV "):
        assert numbers(text) == ("RR123456785LV",), text


def test_the_country_is_the_issuing_posts():
    # The same digits: whoever issued them, the check digit is the same.
    for country in ("LV", "GB", "EE", "CN", "US", "ZZ"):
        assert kind("RR473124829" + country) == "s10", country


def test_no_other_digit_passes_for_one_that_was_misread():
    for text, is_right in vectors("s10"):
        if not is_right:
            continue
        for place in range(2, 11):
            for digit in "0123456789":
                other = text[:place] + digit + text[place + 1 :]
                if other == text:
                    continue
                label = labels.read(other)
                # Two remainders share the check digit 5, and two share 0.
                if label.kind == "s10":
                    assert text[10] in "05" and place < 10, other
                else:
                    assert (label.numbers, label.why) == ((), "wrong check digit"), other


def test_swapped_neighbours_are_seen():
    assert why("RR213456785LV") == "wrong check digit"
    assert why("RR123456875LV") == "wrong check digit"


def test_half_a_number_is_no_number():
    whole = "RR123456785LV"
    for length in range(len(whole)):
        label = labels.read(whole[:length])
        assert label.kind == "unknown", length
        assert label.why == ("cut off" if length >= 10 else "not a label"), length
        assert label.numbers == ((whole[:length],) if length else ()), length


def test_digits_of_other_scripts_are_no_digits():
    for text in ("RR12345678\u0665LV", "RR12345678\u00b2LV", "\u0664\u0668\u0662913"):
        assert kind(text) == "unknown", text


# -- codes, pick-up numbers, tokens and the rest --------------------------------------------


def test_six_digits_are_a_code_whatever_barcode_they_are_in():
    for text in ("482913", " 482 913 ", "]C0482913", "]Q1482913", "]A0482913"):
        assert labels.read(text) == Label("code", (), "482913", ""), text
    for text in ("48291", "4829130", "48291x", "]C1482913"):
        assert kind(text) != "code", text


def test_a_pickup_number_names_a_place_and_a_phone_but_no_parcel():
    assert labels.read("1050_29123456") == Label("pickup number", (), "1050_29123456",
                                                 "no parcel number")  # fmt: skip
    for text in ("1050_2912345", "105_29123456", "1050-29123456", "1050_2912345A", "10500_2912345",
                 "1050_291234567", "1050__29123456"):  # fmt: skip
        assert kind(text) == "unknown", text


def test_what_is_long_enough_for_a_secret_is_a_token():
    token = "kJ8f-x93Lq_vT5pZ0wYb2A"  # 128 bits in base64
    assert labels.read(token) == Label("token", (plain(token),), plain(token), "")
    assert labels.read("]Q1" + token) == labels.read(token)
    assert kind("B7C1-44D0-9A52-77EE-10F3-56AB-C9D8-E2F1") == "token"  # a badge
    assert kind(token[:-1]) == "unknown"


def test_a_web_address_is_data_and_says_so():
    for text in ("https://example.lv/q?482913", "]Q1HTTP://EXAMPLE.LV", "www.pasts.lv/abc",
                 "x-app://open/the/door/number/12"):  # fmt: skip
        label = labels.read(text)
        assert (label.kind, label.numbers, label.why) == ("unknown", (), "web address"), text


def test_a_text_without_a_shape_may_be_an_operators_own_number():
    for text in ("P-17", "]C0P-17", " p-17"):
        assert labels.read(text) == Label("unknown", ("P-17",), "P-17", "not a label"), text


def test_nothing_and_too_much_are_no_labels():
    for text in ("", " ", "   ", "]C0", "]C1", "x" * 513, "\x1d", "]Q1\x1d"):
        label = labels.read(text)
        assert (label.kind, label.numbers) == ("unknown", ()), repr(text)
        assert label.why in labels.WHYS, repr(text)


def test_neither_a_log_nor_a_trace_shows_what_was_scanned():
    for text in ("RR123456785LV", "482913", "1050_29123456", "]C100" + SSCC, "P-17"):
        shown = repr(labels.read(text))
        assert plain(text)[-6:] not in shown, shown


# -- GS1 ------------------------------------------------------------------------------------


def test_every_gs1_vector():
    for digits, is_right in vectors("gs1_mod10"):
        assert gs1.has_check_digit(digits) == is_right, digits
        for prefix in ("]C1", "]d2", "]Q3", "]e0", "", GS):
            label = labels.read(prefix + "00" + digits)
            if is_right:
                assert label.kind == "gs1" and label.why == "", (prefix, digits)
                assert label.numbers == (digits, "00" + digits), (prefix, digits)
            else:
                assert label.kind == "unknown" and label.numbers == (), (prefix, digits)
                assert label.why == "wrong check digit", (prefix, digits)


def test_every_wrong_digit_of_an_sscc_is_seen():
    for place in range(len(SSCC)):
        for digit in "0123456789":
            other = SSCC[:place] + digit + SSCC[place + 1 :]
            assert gs1.has_check_digit(other) == (other == SSCC), other


def test_every_cut_of_a_gs1_label_is_seen_or_ends_a_field():
    whole = "]C100" + SSCC + "420LV1010"
    for length in range(3, len(whole)):
        label = labels.read(whole[:length])
        if length in (3 + 20,) or length > 3 + 20 + 3:
            assert label.numbers[0] == SSCC, length
        else:
            assert (label.kind, label.why) == ("unknown", "cut off"), length


def test_fields_follow_one_another_with_and_without_separators():
    fields, reason = gs1.read("0104012345678901" + "10ABC123" + GS + "400PO99")
    assert (fields, reason) == ((("01", "04012345678901"), ("10", "ABC123"), ("400", "PO99")), "")
    text = (GS + "00" + SSCC + GS + "421428LV1010" + GS + "3101001250" + "410" + "4012345000009"
            + "21S/N-7" + GS)  # fmt: skip
    fields, reason = gs1.read(text)
    assert reason == ""
    assert [name for name, _ in fields] == ["00", "421", "3101", "410", "21"]
    assert fields[1] == ("421", "428LV1010")


def test_a_label_without_an_sscc_is_named_by_shipment_consignment_or_order():
    gsin = "95012345670000006"
    text = "]C1400PO-99" + GS + "401GINC7" + GS + "402" + gsin
    assert numbers(text) == (gsin, "GINC7", "PO-99")
    assert numbers(text + GS + "00" + SSCC) == (SSCC, "00" + SSCC)


def test_all_prefixes_of_gs1_and_no_others_say_that_fields_follow():
    for prefix in ("]C1", "]d2", "]Q3", "]e0", "]J1", GS, ""):
        assert numbers(prefix + "10AB" + GS + "400PO99") == ("PO99",), prefix
    for prefix in ("]C0", "]d1", "]Q1", "]A0"):
        label = labels.read(prefix + "10AB" + GS + "400PO99")
        assert (label.kind, label.numbers, label.why) == ("unknown", (), "not a label"), prefix


def test_a_shipment_number_has_a_check_digit_too():
    for digit in "0123456789":
        label = labels.read("]C14029501234567000000" + digit)
        assert label.why == ("" if digit == "6" else "wrong check digit"), digit


def test_a_product_is_no_parcel():
    for text in ("]C10104012345678901", "]d20104012345678901" + "10LOT" + GS + "21SERIAL",
                 "]E04012345678901", "]E440123455"):  # fmt: skip
        label = labels.read(text)
        assert (label.kind, label.numbers, label.why) == ("gs1", (), "no parcel number"), text
    assert why("]E04012345678902") == "wrong check digit"
    assert why("]C10104012345678902") == "wrong check digit"


def test_an_unknown_field_refuses_the_whole_text():
    for name in ("04", "18", "89", "4340", "6000", "A1", "-1"):
        assert why("]C100" + SSCC + name + "12345") == "unknown field", name


def test_what_does_not_fit_its_field_refuses_the_whole_text():
    for text in ("]C100" + SSCC[:-1] + "A", "]C1400" + "x" * 31, "]C110a b", "]C1421LV1010",
                 "]C110\u0101", "]C100" + SSCC + "00" + "106141411234567897"):  # fmt: skip
        label = labels.read(text)
        assert (label.kind, label.numbers) == ("unknown", ()), text
        assert label.why in ("garbled", "cut off"), text


def test_two_marks_for_the_same_parcel_are_one():
    assert numbers("]C100" + SSCC + "00" + SSCC) == (SSCC, "00" + SSCC)


def test_a_separator_in_any_other_barcode_is_no_label():
    for text in ("]C0RR123456785LV" + GS, "RR123456785LV" + GS, "4829" + GS + "13",
                 "]Q1" + GS + "482913"):  # fmt: skip
        label = labels.read(text)
        assert (label.kind, label.numbers) == ("unknown", ()), repr(text)


def test_every_identifier_has_one_reading():
    # None begins like another, else a label could be read in two ways.
    names = sorted(gs1.RULES)
    for index in range(1, len(names)):
        assert not names[index].startswith(names[index - 1]), names[index]
    for name in ("00", "01", "10", "21", "400", "401", "402", "420", "421"):
        assert name in gs1.RULES


def test_all_reasons_are_words_that_a_screen_can_know():
    texts = ["", "]C1", "]C104", "]C100" + SSCC[:-1] + "8", "]C110a b", "]E04012345678901",
             "http://a", "P-17"]  # fmt: skip
    assert sorted({why(text) for text in texts}) == sorted(labels.WHYS)
