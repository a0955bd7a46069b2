"""Address search against real servers on this machine: good, slow, broken, huge, elsewhere."""

import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache

from quartierlibre.domain.places import geocoder

UNREACHABLE = "La recherche d’adresse ne répond pas : touchez la carte ou choisissez votre quartier."


def found(*labels, lon=3.01, lat=50.41):
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"label": label, "score": 0.9, "type": "housenumber", "citycode": "99001"},
        }
        for label in labels
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


class Service:
    """One server; a test says what it answers, and reads what it was asked."""

    def __init__(self):
        service, self.questions, self.answer = self, [], lambda handler: handler.say(200, found("8 rue des Lilas"))

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                service.questions.append(parse_qs(urlsplit(self.path).query))
                with suppress(OSError):  # the client left, as it should
                    service.answer(self)

            def say(self, status, body=b"", **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.url = f"http://127.0.0.1:{self.server.server_port}/geocodage"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def service(settings, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    cache.clear()
    running = Service()
    settings.GEOCODER_URL, settings.GEOCODER_TIMEOUT = running.url, 0.4
    yield running
    running.stop()
    cache.clear()


def refused(addresses):
    return [str(refusal.message) for refusal in addresses.verdict.refusals]


def test_an_address_becomes_points(service):
    answer = geocoder.search("8 rue des Lilas", limit=3)
    assert answer.verdict
    (address,) = answer.found
    assert (address.label, address.lon, address.lat, address.commune_code) == ("8 rue des Lilas", 3.01, 50.41, "99001")
    assert service.questions == [{"q": ["8 rue des lilas"], "limit": ["3"]}]


def test_the_same_question_is_asked_once_however_it_is_typed(service):
    first = geocoder.search("8 rue des Lilas")
    again = geocoder.search("  8  RUE des\tLilas ")
    assert first == again
    assert len(service.questions) == 1


def test_it_is_off_by_default(settings):
    settings.GEOCODER_URL = ""
    answer = geocoder.search("8 rue des Lilas")
    assert answer.found == ()
    assert answer.verdict.codes == {"geocoder.off"}


@pytest.mark.parametrize("question", ["", "  ", "ab", "\x00\x00\x00"])
def test_two_letters_are_not_a_question(service, question):
    assert geocoder.search(question).verdict.codes == {"geocoder.too_short"}
    assert service.questions == []


def test_an_endless_question_is_cut(service):
    geocoder.search("a" * 5000)
    assert len(service.questions[0]["q"][0]) == geocoder.LONGEST


def drip(handler):
    """One byte at a time, for ever: no single wait is long enough for a time-out."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _turn in range(60):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def huge(handler):
    handler.say(200, b'{"features": [' + b" " * 2_000_000 + b"]}")


TROUBLES = {
    "error 500": lambda handler: handler.say(500, b"{}"),
    "not found": lambda handler: handler.say(404, found("8 rue des Lilas")),
    "not JSON": lambda handler: handler.say(200, b"<html>"),
    "not UTF-8": lambda handler: handler.say(200, b'{"features": ["\xff\xfe"]}'),
    "no features": lambda handler: handler.say(200, b'{"error": "quota"}'),
    "a list": lambda handler: handler.say(200, b"[]"),
    "too deep": lambda handler: handler.say(200, b"[" * 100_000),
    "silent": lambda handler: time.sleep(1),
    "dripping": drip,
    "huge": huge,
    "cut short": lambda handler: handler.connection.close(),
    "bad compression": lambda handler: handler.say(200, b"zzz", **{"Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_trouble_is_said_in_one_sentence_and_in_time(service, name):
    service.answer = TROUBLES[name]
    started = time.monotonic()
    answer = geocoder.search("8 rue des Lilas")
    assert time.monotonic() - started < 2
    assert answer.found == ()
    assert refused(answer) == [UNREACHABLE]


def test_a_redirection_is_not_followed(service):
    other = Service()
    service.answer = lambda handler: handler.say(302, Location=f"{other.url}/search")
    assert refused(geocoder.search("8 rue des Lilas")) == [UNREACHABLE]
    assert other.questions == []
    other.stop()


def test_nobody_listens(settings, service):
    service.stop()
    assert refused(geocoder.search("8 rue des Lilas")) == [UNREACHABLE]


def test_after_a_failure_the_service_is_left_alone_and_nothing_wrong_is_kept(service):
    service.answer = TROUBLES["error 500"]
    geocoder.search("8 rue des Lilas")
    assert refused(geocoder.search("9 rue des Lilas")) == [UNREACHABLE]
    assert len(service.questions) == 1
    cache.delete("geocoder:failed")
    service.answer = lambda handler: handler.say(200, found("8 rue des Lilas"))
    assert geocoder.search("8 rue des Lilas").found


def test_suggestions_that_make_no_sense_are_dropped(service):
    good = json.loads(found("Bonne adresse"))["features"][0]
    bad = [
        None,
        {"geometry": None, "properties": {}},
        {**good, "geometry": {"coordinates": [704_000, 7_059_000]}},
        {**good, "properties": {"label": "", "score": 1}},
        {**good, "properties": {"label": "a\x00b"}},
        {**good, "properties": {"label": "x", "score": "much"}},
    ]
    service.answer = lambda handler: handler.say(200, json.dumps({"features": [*bad, good]}).encode())
    assert [address.label for address in geocoder.search("8 rue des Lilas").found] == ["Bonne adresse"]


def test_nothing_found_is_an_answer(service):
    service.answer = lambda handler: handler.say(200, found())
    answer = geocoder.search("8 rue des Lilas")
    assert answer.verdict
    assert answer.found == ()
