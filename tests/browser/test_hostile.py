"""Pages of others in the browser that the desk is open in: they read nothing, and nothing they send gets through."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.browser.firefox import until
from tests.browser.serving import Request, Served

pytestmark = pytest.mark.long

ATTACK = """
const desk = DESK, told = {};
const tag = (name, more) => new Promise(done => {
  const made = document.createElement(name);
  made.onload = () => done('loaded'); made.onerror = () => done('refused');
  Object.assign(made, more); document.body.append(made); setTimeout(() => done('silent'), 1000);
});
const ways = {
  'read the page': async () => (await fetch(desk + '/')).status,
  'read a script': async () => (await fetch(desk + '/desk.js')).status,
  'guess the key': async () =>
    (await fetch(desk + '/api/start', {method: 'POST', headers: {'X-Desk-Key': 'guess'}, body: '{}'})).status,
  'send without reading': async () =>
    (await fetch(desk + '/api/start', {method: 'POST', mode: 'no-cors', body: '{}'})).type,
  'redeem a code': async () =>
    (await fetch(desk + '/api/key', {method: 'POST', mode: 'no-cors', body: '{"code": "x"}'})).type,
  'a beacon': async () => String(navigator.sendBeacon(desk + '/api/close', '{}')),
  'a script': () => tag('script', {src: desk + '/desk.js'}),
  'a module': () => tag('script', {src: desk + '/common.js', type: 'module'}),
  'a style': () => tag('link', {href: desk + '/desk.css', rel: 'stylesheet'}),
  'an image': () => tag('img', {src: desk + '/desk.css'}),
  'a frame': async () => {
    const frame = document.createElement('iframe');
    frame.src = desk + '/'; document.body.append(frame);
    await new Promise(done => { frame.onload = done; setTimeout(done, 1000); });
    try { return frame.contentDocument.title || 'empty'; } catch (error) { return error.name; }
  },
  'a socket': () => new Promise(done => {
    const made = new WebSocket(desk.replace('http', 'ws') + '/api/start');
    made.onopen = () => done('open'); made.onerror = () => done('refused');
  }),
  'events': () => new Promise(done => {
    const made = new EventSource(desk + '/api/start');
    made.onmessage = () => done('heard'); made.onerror = () => { made.close(); done('refused'); };
  }),
};
(async () => {
  for (const [name, way] of Object.entries(ways)) {
    try { told[name] = await way(); } catch (error) { told[name] = error.name; }
  }
  window.told = told;
})();
"""
SEEN = {"TypeError", "refused", "silent", "opaque", "SecurityError", "true"}
"""What an attacker may see: nothing. `opaque` and `true` say that something was sent, not what came of it."""


@pytest.fixture(scope="module")
def hostile(served_desk: Served) -> Iterator[int]:
    """The port of another program on this machine, which serves the attack."""

    class Attacker(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            form = '<input name=\'{"muscle": "gastrocnemius", "x": "\' value=\'"}\'>'
            page = f"<!doctype html><body><script>{ATTACK.replace('DESK', repr(served_desk.origin))}</script>"
            page += f'<form method="post" enctype="text/plain" action="{served_desk.origin}/api/start">{form}</form>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Attacker)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def let_through(requests: list[Request]) -> list[Request]:
    return [request for request in requests if not request.refused]


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1"])
def test_a_page_of_another_site_or_port_gets_nothing(
    tab: Callable[..., Any], served_desk: Served, hostile: int, host: str
) -> None:
    page, begun = tab(800), len(served_desk.requests)
    page.goto(f"http://{host}:{hostile}/")
    page.wait_for_function("window.told")
    told = page.evaluate("told")
    assert len(told) == 13
    assert {name: seen for name, seen in told.items() if seen not in SEEN} == {}
    page.evaluate("document.querySelector('form').submit()")
    page.wait_for_url(served_desk.origin + "/api/start")
    assert "Another site" in page.inner_text("body")
    asked = served_desk.requests[begun:]
    assert len(asked) >= 10
    assert let_through(asked) == []


def test_a_window_that_another_site_opens_is_no_desk(
    tab: Callable[..., Any], served_desk: Served, hostile: int
) -> None:
    page, begun = tab(800), len(served_desk.requests)
    page.goto(f"http://127.0.0.1:{hostile}/")
    page.wait_for_function("window.told")
    with page.context.expect_page() as opened:
        page.evaluate(f"void (window.there = open({served_desk.origin!r} + '/'))")
    opened.value.wait_for_load_state()
    assert "Another site" in opened.value.inner_text("body")
    assert page.evaluate("there.closed")  # the desk has cut the window's tie to who opened it
    assert let_through(served_desk.requests[begun:]) == []


@pytest.mark.parametrize("host", ["rebind.test", "localhost"])
def test_a_name_that_leads_to_this_machine_is_not_the_desk(
    tab: Callable[..., Any], served_desk: Served, host: str
) -> None:
    """Rebinding: the name of another site is made to lead to 127.0.0.1, so that its scripts were of one origin."""
    page, begun = tab(800), len(served_desk.requests)
    answer = page.goto(f"http://{host}:{served_desk.port}/")
    assert answer.status == 421
    script = "fetch('/api/start', {method: 'POST', body: '{}', headers: {'X-Desk-Key': 'x'}}).then(r => r.status)"
    assert page.evaluate(script) == 421
    assert {request.refused for request in served_desk.requests[begun:]} == {421}


def test_a_page_without_the_key_does_not_say_that_it_has_closed_the_desk(
    tab: Callable[..., Any], served_desk: Served
) -> None:
    page, other = tab(800), tab(800)
    page.goto(served_desk.address())
    page.wait_for_selector("#map svg")
    other.goto(served_desk.origin + "/")
    other.wait_for_selector("#problem:not([hidden])")
    begun = len(served_desk.requests)
    other.click("#close")
    until(lambda: any(each.refused for each in served_desk.requests[begun:]), "closing is refused")
    other.wait_for_timeout(300)
    assert not other.locator("main.closed").count()
    assert other.locator("#problem").is_visible()


def test_the_address_opens_one_page_and_leaves_nothing_in_it(tab: Callable[..., Any], served_desk: Served) -> None:
    address = served_desk.address()
    page, other = tab(800), tab(800)
    page.goto(address)
    until(lambda: page.evaluate("sessionStorage.getItem('key')"), "the page has its key")
    assert page.url == served_desk.origin + "/"
    assert page.evaluate("document.cookie + Object.keys(localStorage)") == ""
    other.goto(address)
    other.wait_for_selector("#problem:not([hidden])")
    assert "good once" in other.inner_text("#problem")
    page.reload()
    page.wait_for_timeout(300)
    assert not page.locator("#problem").is_visible()
