"""Firefox by WebDriver BiDi: the dozen commands that tests need, sent over one websocket."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

PREFS = {
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
}
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Down": "\ue015", "Left": "\ue012", "Right": "\ue014", "Space": " "}


class Firefox:
    """One Firefox with one tab in front. `prefs` are added to a profile that asks and reports nothing."""

    def __init__(self, program: str, profile: Path, *, prefs: Mapping[str, Any] | None = None, window: bool = False):
        self.profile = profile
        profile.mkdir()
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in {**PREFS, **(prefs or {})}.items()]
        (profile / "user.js").write_text("\n".join(lines), "utf-8")
        command = [program, *([] if window else ["--headless"]), "--no-remote", "--profile", str(profile)]
        self._process = subprocess.Popen(
            [*command, "--remote-debugging-port=0"],
            env={**os.environ, "HOME": str(profile)},  # as root it wants a home that is root's
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        from websockets.sync.client import connect

        where = until(self._address, "Firefox says where it can be spoken to")
        self._open = ExitStack()
        self._socket = self._open.enter_context(connect(where, max_size=None))
        self._numbers = itertools.count(1)
        self.said: list[str] = []
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded"])
        self.tab = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def _address(self) -> str:
        said = self.profile / "WebDriverBiDiServer.json"
        if not said.exists() or not said.read_text("utf-8").endswith("}"):
            return ""
        at = json.loads(said.read_text("utf-8"))
        return f"ws://{at['ws_host']}:{at['ws_port']}/session"

    def send(self, method: str, **params: Any) -> Any:
        """One command and its answer; what the page logs meanwhile is kept in `said`."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=30))
            if message.get("method") == "log.entryAdded":
                self.said.append(str(message["params"]["text"]))
            if message.get("id") == number:
                assert message["type"] == "success", message
                return message["result"]

    def open(self, address: str) -> None:
        """The page at the address, loaded."""
        self.send("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def evaluate(self, script: str) -> Any:
        """The value of an expression in the page, or of the promise that it is; it comes back as JSON."""
        answer = self.send(
            "script.evaluate",
            expression=f"Promise.resolve({script}).then(JSON.stringify)",
            target={"context": self.tab},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer
        value = answer["result"].get("value")
        return None if value is None else json.loads(value)

    def wait(self, script: str) -> Any:
        """The value of an expression as soon as it is true."""
        return until(lambda: self.evaluate(script), script)

    def click(self, selector: str) -> None:
        """A click of the mouse into the middle of the first element of that selector, scrolled to."""
        place = (
            f"(e => {{e.scrollIntoView({{block: 'center', behavior: 'instant'}});"
            " const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]})"
            f"(document.querySelector({json.dumps(selector)}))"
        )
        x, y = map(round, self.evaluate(place))
        self._perform(
            "pointer",
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        )

    def type(self, text: str) -> None:
        """Keys pressed one after the other."""
        self._perform("key", *({"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")))

    def press(self, key: str) -> None:
        """One of KEYS."""
        self.type(KEYS[key])

    def resize(self, width: int, height: int) -> None:
        """The size of what is seen of a page, in CSS pixels."""
        self.send("browsingContext.setViewport", context=self.tab, viewport={"width": width, "height": height})

    def _perform(self, kind: str, *actions: dict[str, Any]) -> None:
        source = {"type": kind, "id": kind, "actions": list(actions)}
        self.send("input.performActions", context=self.tab, actions=[source])

    def close(self) -> None:
        """The browser ends; its profile stays."""
        try:
            self.send("browser.close")
            self._process.wait(timeout=20)
        finally:
            self._process.kill()
            self._process.wait()
            self._open.close()


def until(asked: Callable[[], Any], what: str, seconds: float = 30) -> Any:
    """What is asked for, asked again and again until it is something."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if got := asked():
            return got
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} seconds: {what}")
