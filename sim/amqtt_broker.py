"""python -m sim.amqtt_broker PORT: the broker for machines where Mosquitto is not installed.

The only file that knows amqtt.  It listens on the loopback interface alone, lets anybody in
and remembers nothing, which is all that the bench needs: whoever speaks MQTT 3.1.1 through it
trusts it with nothing anyway.
"""

import asyncio
import logging
import signal
import sys

REMEDY = "Install one of them: apt-get install mosquitto, or pip install amqtt"


async def serve(port: int) -> None:
    """Until SIGTERM."""
    try:
        from amqtt.broker import Broker
    except ModuleNotFoundError as error:
        raise SystemExit(f"There is neither Mosquitto nor amqtt ({error}). {REMEDY}.") from error
    config = {
        "listeners": {"default": {"type": "tcp", "bind": f"127.0.0.1:{port}"}},
        "plugins": {
            "amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True},
        },
    }
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    broker = Broker(config)
    await broker.start()
    print(f"amqtt is running at 127.0.0.1:{port}", flush=True)
    await over.wait()
    await broker.shutdown()


def main(words: list[str]) -> None:
    if len(words) != 1 or not words[0].isdecimal():
        raise SystemExit("Say at which port: python -m sim.amqtt_broker 1883")
    logging.basicConfig(level=logging.ERROR)
    asyncio.run(serve(int(words[0])))


if __name__ == "__main__":
    main(sys.argv[1:])
