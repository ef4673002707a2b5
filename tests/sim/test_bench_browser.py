"""The whole story by clicking in the bench's page, in a real headless Chromium.

The page is used as people use it: the terminal's picture is clicked where its keys are, doors are
clicked, the code is read off the phone.  Nothing sleeps: everything is waited for in the page.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.sim.bench_process import BenchProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--mute-audio",
]  # fmt: skip
PATIENCE_MS = 30_000
# Three pulses of the lock with five seconds of watching each, on a busy machine.
JAM_MS = 60_000
PIN = "4821"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


class Hands:
    """Somebody before the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def find(self, selector: str) -> None:
        self.page.wait_for_selector(selector)

    def click(self, selector: str) -> None:
        self.page.click(selector)

    def touch(self, key: str) -> None:
        """Click the terminal's picture where this key is drawn."""
        self.find(f'[data-glass-key="{key}"]')
        box = self.page.locator(f'[data-glass-key="{key}"]').bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def touch_all(self, digits: str) -> None:
        for digit in digits:
            self.touch(digit)

    def see(self, screen: str, patience_ms: int = PATIENCE_MS) -> None:
        self.page.wait_for_selector(f'#glass[data-screen="{screen}"]', timeout=patience_ms)

    def step_done(self, number: int) -> None:
        """The strip at the top has ticked that step off."""
        expect(self.page.locator(".steps li").nth(number - 1)).to_have_class(re.compile("done"))

    def begin_run(self) -> None:
        self.see("Welcome")
        self.find(".parcel >> text=to be loaded")
        self.click('[data-scan="badge"]')
        self.see("AskPin")
        self.touch_all(PIN)
        self.see("Run")

    def load_first(self) -> str:
        """The first parcel goes in; gives its number."""
        parcel = self.page.locator(".parcel").first.get_attribute("data-scan")
        assert parcel is not None
        self.click(f'[data-scan="{parcel}"]')
        self.see("PutIn")
        self.click(f'.door.open [data-put-in="{parcel}"]')
        self.find(f'.door.open [data-take-out="{parcel}"]')
        return parcel

    def shut_door(self) -> None:
        self.click(".door.open .leaf")
        expect(self.page.locator(".door.open")).to_have_count(0)

    def code_of(self, parcel: str) -> str:
        self.find(f".message:has-text('{parcel}') .code")
        code = self.page.locator(f".message:has-text('{parcel}') .code").first
        code.click()
        text = code.get_attribute("data-code")
        assert text is not None and re.fullmatch("[0-9]{6}", text)
        return text

    def state_is(self, parcel: str, state: str, patience_ms: int = PATIENCE_MS) -> None:
        self.page.wait_for_selector(
            f'[data-shipment="{parcel}"][data-state="{state}"]', timeout=patience_ms
        )


@pytest.fixture
def hands(browser: Browser, tmp_path: Path) -> Iterator[Hands]:
    bench = BenchProcess(tmp_path)
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(PATIENCE_MS)
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.on("console", lambda said: mistakes.append(said.text) if said.type == "error" else None)
    page.goto(bench.address)
    yield Hands(page)
    page.close()
    assert bench.end() == 0, bench.said
    assert mistakes == []


def test_a_parcel_goes_in_and_its_recipient_takes_it_out(hands: Hands) -> None:
    hands.begin_run()
    hands.step_done(2)
    parcel = hands.load_first()
    hands.step_done(4)
    hands.shut_door()
    hands.see("Run")
    hands.state_is(parcel, "inside")
    hands.touch("finish")
    hands.see("Welcome")
    code = hands.code_of(parcel)
    hands.step_done(7)
    hands.touch_all(code)
    hands.see("TakeOut")
    hands.click(f'.door.open [data-take-out="{parcel}"]')
    hands.find(".door.open .nothing, .door.open [data-put-in]")
    hands.shut_door()
    hands.see("Taken")
    hands.touch("done")
    hands.state_is(parcel, "delivered")
    hands.step_done(11)
    hands.see("Welcome")


def test_the_picture_is_the_terminals_own_and_answers_to_keys_too(hands: Hands) -> None:
    hands.see("Welcome")
    colours = """() => {
        const canvas = document.getElementById("picture");
        const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        const seen = new Set();
        for (let at = 0; at < pixels.length; at += 40) {
            seen.add(pixels[at] << 16 | pixels[at + 1] << 8 | pixels[at + 2]);
        }
        return [canvas.width, canvas.height, seen.size];
    }"""
    hands.page.wait_for_function(f"() => ({colours})()[2] > 30")
    assert hands.page.evaluate(colours)[:2] == [1024, 600]
    hands.page.keyboard.type("12")
    hands.find(r"#read-out:text-matches('1\\. 2\\b')")
    hands.touch("language lv")
    hands.find("#read-out:has-text('Ievadiet')")


def test_a_jam_and_a_power_cut_in_the_middle_of_a_visit(hands: Hands) -> None:
    hands.begin_run()
    parcel = hands.load_first()
    hands.shut_door()
    hands.see("Run")
    hands.touch("finish")
    code = hands.code_of(parcel)

    hands.click('.door[data-door="1"] .more')
    hands.click('#menu-1 [data-deed="jam"]')
    hands.find('.door[data-door="1"] .sign:has-text("jammed")')
    hands.see("Welcome")
    hands.touch_all(code)
    hands.see("Stuck", JAM_MS)
    hands.find("[data-entry=opening_failed]")
    hands.click('.door[data-door="1"] .more')
    hands.click('#menu-1 [data-deed="jam"]')
    hands.touch("again")
    hands.see("TakeOut")

    hands.click('[data-switch="power"] button')
    hands.find("#dark:not([hidden]) >> text=Power on")
    hands.find("#server-says.bad")
    hands.click("#dark button")
    hands.see("Welcome")
    hands.shut_door()
    hands.find("#server li[data-entry=seen_shut]:has(~ li:has-text('starts for time 2'))")
    hands.touch_all(code)
    hands.see("TakeOut")
    hands.click(f'.door.open [data-take-out="{parcel}"]')
    hands.shut_door()
    hands.see("Taken")
    hands.touch("done")
    hands.state_is(parcel, "delivered")


def test_a_sender_stores_a_parcel_in_a_kept_compartment_and_its_recipient_collects_it(
    hands: Hands,
) -> None:
    hands.see("Welcome")
    hands.click("summary:has-text('Register')")
    hands.page.select_option("#new-way", "storage")
    hands.page.fill("#new-phone", "+371 20000333")
    hands.page.fill("#new-kept", "8")
    hands.click("[data-register]")
    hands.find(".parcel >> text=yours, to be sent")
    parcel = hands.page.locator(".parcel:has-text('yours')").first.get_attribute("data-scan")
    assert parcel is not None
    message = hands.page.locator(f".message:has-text('{parcel}')").first
    door_code = re.search(r"(?:durvju kods|door code) (\d{6})", message.inner_text())
    assert door_code is not None
    hands.touch_all(door_code[1])
    hands.see("HandIn")
    hands.click(f'[data-scan="{parcel}"]')
    hands.find("#read-out:has-text('That is its label')")
    hands.click(f'.door.open[data-door="8"] [data-put-in="{parcel}"]')
    hands.shut_door()
    hands.see("HandedIn")
    hands.touch("done")
    hands.state_is(parcel, "inside")
    hands.touch_all(hands.code_of(parcel))
    hands.see("TakeOut")
    hands.click(f'.door.open [data-take-out="{parcel}"]')
    hands.shut_door()
    hands.see("Taken")
    hands.touch("done")
    hands.state_is(parcel, "delivered")
