"""Steps of what goes wrong: doors, sensors, lines, power, network, disk and clock."""


from sim.boards.bcc8a import Bcc8a
from sim.scene import Differs
from tests.rules.vocabulary import step

# Within it the doors were looked at and the server was found, if it is there.
BOOT_MS = 20_000


# -- doors and sensors ------------------------------------------------------------------------


@step("door {door} is frozen")
def frozen(story, door):
    story.scene.kiosk.cabinet.jam(story.scene.door(door), "frozen")


@step("door {door} gives way late")
def late(story, door):
    story.scene.kiosk.cabinet.jam(story.scene.door(door), "late")


@step("door {door} springs open by itself")
def springs_open(story, door):
    scene = story.scene
    scene.kiosk.cabinet.force_open(scene.door(door), scene.world.now_ms)
    scene.wait(5_000)


@step("door {door} moves freely again")
def free(story, door):
    story.scene.kiosk.cabinet.unjam(story.scene.door(door))


@step("the sensor of door {door} is stuck, as if open")
def stuck_open(story, door):
    _sensor(story, door, "stuck_open")


@step("the sensor of door {door} is stuck, as if shut")
def stuck_shut(story, door):
    _sensor(story, door, "stuck_shut")


@step("the sensor of door {door} feels only the latch")
def latch_only(story, door):
    _sensor(story, door, "latch_only")


@step("the sensor of door {door} works again")
def mended(story, door):
    _sensor(story, door, "good")


def _sensor(story, door, kind):
    story.scene.kiosk.cabinet.break_sensor(story.scene.door(door), kind)
    story.scene.wait(5_000)


@step("the lock board does not answer")
def mute(story):
    story.scene.kiosk.boards[0].is_mute = True
    story.scene.wait(20_000)


@step("the lock board answers again")
def speaks(story):
    story.scene.kiosk.boards[0].is_mute = False
    story.scene.wait(30_000)


@step("a second lock board with the same address is hung on the line")
def twin(story):
    kiosk = story.scene.kiosk
    luck, ways = kiosk.world.luck.stream("second board"), [None] * 24
    kiosk.lock_sides[0].hang(Bcc8a(kiosk.cabinet, luck, address=1, compartments=ways))
    story.scene.wait(20_000)


@step("the second lock board is taken off the line")
def no_twin(story):
    story.scene.kiosk.lock_sides[0].hang()
    story.scene.wait(30_000)


@step("the scanner is unplugged")
def unplugged(story):
    story.scene.kiosk.scan_cable.cut()
    story.scene.wait(5_000)


@step("the scanner is plugged in again")
def plugged(story):
    story.scene.kiosk.scan_cable.mend()
    story.scene.wait(30_000)


# -- power ------------------------------------------------------------------------------------


@step("the power is cut")
def power_cut(story):
    story.scene.kiosk.power_off()


@step("the power comes back")
def power_back(story):
    story.scene.power_on()
    story.scene.wait(BOOT_MS)


@step("the power is away for {time}")
def power_away(story, time):
    power_cut(story)
    story.scene.wait(time)
    power_back(story)


@step("the power is cut at moment {n} of what follows")
def power_cut_later(story, n):
    story.scene.kiosk.power.fail_after(n)


@step("the power is cut at any moment while {deed}")
def power_cut_while(story, deed):
    story.cut_somewhere(lambda: story.do(deed))


@step("the power is cut at any moment while this happens")
def power_cut_while_all(story, beneath):
    def deeds():
        for deed in beneath.splitlines():
            if deed.strip():
                story.do(deed.strip())

    story.cut_somewhere(deeds)


# -- network ----------------------------------------------------------------------------------


@step("the network is away")
def network_away(story):
    story.scene.hub.isolate(story.scene.kiosk.name)
    story.scene.wait(2 * 60_000)


@step("the network is back")
def network_back(story):
    story.scene.hub.rejoin(story.scene.kiosk.name)
    if not story.scene.wait_while(lambda: not story.scene.is_all_told(), 30 * 60_000):
        raise Differs("half an hour later the server still has not heard everything")


@step("the broker is killed")
def broker_killed(story):
    story.scene.hub.crash()
    story.scene.look()


@step("the broker is started again")
def broker_started(story):
    story.scene.hub.start()
    if not story.scene.wait_while(lambda: not story.scene.is_all_told(), 30 * 60_000):
        raise Differs("half an hour later the server still has not heard everything")


@step("the network loses {n} of 100 messages and repeats {n2}")
def network_bad(story, n, n2):
    story.scene.hub.loss_permille, story.scene.hub.repeat_permille = 10 * n, 10 * n2


@step("every message takes {time} on the network")
def network_slow(story, time):
    story.scene.hub.delay_ms = (time, time)


# -- disk -------------------------------------------------------------------------------------


@step("the disk is {n} % full")
def disk_used(story, n):
    story.scene.kiosk.disk.used_percent = n
    story.scene.wait(15_000)


@step("the disk is full to the last byte, but for the reserve")
def disk_full(story):
    _fill(story, has_reserve=True)


@step("the disk is full to the last byte, and the reserve is used up")
def disk_full_for_good(story):
    _fill(story, has_reserve=False)


def _fill(story, has_reserve):
    disk = story.scene.kiosk.disk
    disk.used_percent, disk.is_full, disk.has_reserve = 100, True, has_reserve
    story.scene.wait(15_000)


@step("the disk has room again")
def disk_room(story):
    disk = story.scene.kiosk.disk
    disk.used_percent, disk.is_full, disk.has_reserve = 20, False, True
    story.scene.wait(20_000)


@step("the disk breaks")
def disk_breaks(story):
    story.scene.kiosk.disk.is_broken = True


@step("the disk works again")
def disk_works(story):
    story.scene.kiosk.disk.is_broken = False
    story.scene.wait(20_000)


@step("the journal's file is overwritten with rubbish while the power is off")
def disk_rubbish(story):
    if story.scene.kiosk.is_on:
        raise Differs("the power is on")
    story.scene.kiosk.disk.path.write_bytes(b"rubbish " * 4_096)


# -- clock ------------------------------------------------------------------------------------


@step("nobody vouches for the clock")
def clock_alone(story):
    story.scene.kiosk.clock.is_vouched = False


@step("a time server vouches for the clock again")
def clock_vouched(story):
    story.scene.kiosk.clock.is_vouched = True
    story.scene.wait(10 * 60_000)


@step("the clock jumps forward by {time}")
def clock_jumps(story, time):
    story.scene.kiosk.clock.error_s += time // 1_000
    story.scene.wait(60_000)


@step("the clock jumps back by {time}")
def clock_jumps_back(story, time):
    story.scene.kiosk.clock.error_s -= time // 1_000
    story.scene.wait(60_000)


