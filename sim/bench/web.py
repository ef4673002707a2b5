"""The page's server: sends what is to be seen, takes what is done.  The only file with aiohttp.

It runs the bench's loop inside asyncio's and knows nothing of terminals.  The one idea: a
page is sent the whole state whenever it has changed, so that a page that is opened later, or
reloaded, or one of three, shows the same.  It listens on the loopback interface alone and
takes orders only from its own page, because whoever gives them opens doors.
"""

import asyncio
import errno
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

try:
    from aiohttp import WSMsgType, web
except ModuleNotFoundError as error:
    raise SystemExit(
        f"The page needs the library aiohttp ({error}); install it with: pip install aiohttp"
    ) from error

from sim.bench import deeds, view
from sim.bench.bench import Bench
from ui.metrics import FONTS

HOST = "127.0.0.1"
PORTS = 20  # tried one after the other, beginning with the one asked for
FILES = Path(__file__).parent / "web"
STATE_EVERY_S = 0.05
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self';"
    " img-src 'self' blob: data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


class NoPort(OSError):
    """No port is free; the text says which were tried."""


class Watcher:
    """One open page: what it has yet to be sent, the newest of each kind."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self._unsent: dict[str, str] = {}
        self._has_more = asyncio.Event()

    def tell(self, what: str, message: str) -> None:
        """A page that is slow misses what was overtaken meanwhile, and nothing else."""
        self._unsent[what] = message
        self._has_more.set()

    async def send(self) -> None:
        """Until the page is closed."""
        while not self.socket.closed:
            await self._has_more.wait()
            self._has_more.clear()
            unsent, self._unsent = self._unsent, {}
            for message in unsent.values():
                await self.socket.send_str(message)


class Page:
    """The bench in browsers: as many as look."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._watchers: set[Watcher] = set()
        self._told = {"state": "", "glass": ""}
        self._glass_changes = -1
        self._timer: asyncio.TimerHandle | None = None
        self._state_timer: asyncio.TimerHandle | None = None
        self.port = 0

    async def serve(self, port: int, is_up: Callable[[str], None], over: asyncio.Event) -> None:
        """Until `over`; `is_up` is told the address.  Raises NoPort."""
        app = web.Application(middlewares=[_only_us])
        app.router.add_get("/", self._index)
        app.router.add_get("/live", self._live)
        app.router.add_static("/fonts/", FONTS)
        app.router.add_static("/", FILES)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        loop = asyncio.get_running_loop()
        try:
            self.port = await _listen(runner, port)
            loop.add_reader(self._bench.loop.fileno(), self._turn)
            self._turn()
            is_up(f"http://{HOST}:{self.port}")
            await over.wait()
        finally:
            loop.remove_reader(self._bench.loop.fileno())
            for timer in (self._timer, self._state_timer):
                if timer is not None:
                    timer.cancel()
            for watcher in set(self._watchers):
                await watcher.socket.close()
            await runner.cleanup()

    # -- the bench's loop ---------------------------------------------------------------------

    def _turn(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        wait_ms = self._bench.turn() - self._bench.now_ms
        self._timer = asyncio.get_running_loop().call_later(max(0, wait_ms) / 1000, self._turn)
        self._show()

    def _show(self) -> None:
        changes = self._bench.stand.glass.changes
        if changes != self._glass_changes:
            self._glass_changes = changes
            self._tell("glass", view.glass(self._bench))
        if self._state_timer is None:
            loop = asyncio.get_running_loop()
            self._state_timer = loop.call_later(STATE_EVERY_S, self._show_state)

    def _show_state(self) -> None:
        self._state_timer = None
        if self._watchers:
            self._tell("state", view.state(self._bench))

    def _tell(self, what: str, value: dict[str, Any]) -> None:
        message = json.dumps({what: value}, ensure_ascii=False)
        if message != self._told[what]:
            self._told[what] = message
            for watcher in self._watchers:
                watcher.tell(what, message)

    # -- what browsers ask --------------------------------------------------------------------

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(FILES / "index.html", headers=HEADERS)

    async def _live(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        watcher = Watcher(socket)
        for what, value in (("state", view.state(self._bench)), ("glass", view.glass(self._bench))):
            watcher.tell(what, json.dumps({what: value}, ensure_ascii=False))
        sending = asyncio.ensure_future(watcher.send())
        self._watchers.add(watcher)
        try:
            async for text in _texts(socket):
                said = self._obey(text)
                if said:
                    watcher.tell("said", json.dumps(said))
                self._turn()
        finally:
            self._watchers.discard(watcher)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
        return socket

    def _obey(self, text: str) -> dict[str, str]:
        try:
            said = deeds.obey(self._bench, json.loads(text))
            return {"said": said} if said else {}
        except (deeds.Impossible, json.JSONDecodeError) as error:
            return {"refused": str(error)}


async def _texts(watcher: web.WebSocketResponse) -> AsyncIterator[str]:
    async for message in watcher:
        if message.type == WSMsgType.TEXT:
            yield message.data


@web.middleware
async def _only_us(
    request: web.Request, handler: Callable[[web.Request], Any]
) -> web.StreamResponse:
    """Nobody but a page of ours: another site in the same browser must not open doors."""
    name = request.host.rpartition(":")[0] or request.host
    origin = request.headers.get("Origin", f"http://{request.host}")
    if name not in (HOST, "localhost") or origin != f"http://{request.host}":
        raise web.HTTPForbidden(text=f"The bench is for this machine alone: http://{HOST}")
    response: web.StreamResponse = await handler(request)
    if not response.prepared:
        response.headers.update(HEADERS)
    return response


async def _listen(runner: web.AppRunner, first: int) -> int:
    for port in range(first, first + PORTS):
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
        else:
            return port
    raise NoPort(f"ports {first} to {first + PORTS - 1} are all taken; name another with --port")
