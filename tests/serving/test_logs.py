"""The log holds no whole address, whoever writes it."""

import json
import logging
import sys

import pytest

from serving.logs import JsonLines, PlainLines, shortened, without_addresses


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("192.0.2.77", "192.0.2.0"),
        ("127.0.0.1", "127.0.0.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("::1", "::"),
        ("fe80::1%eth0", "fe80::"),
        ("::ffff:192.0.2.77", "192.0.2.0"),
        ("testclient", ""),
        ("", ""),
    ],
)
def test_an_address_is_shortened(address, short):
    assert shortened(address) == short


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ('192.0.2.77:52611 - "WebSocket"', '192.0.2.0:52611 - "WebSocket"'),
        ("from 2001:db8:1:2::6, again", "from 2001:db8:1::, again"),
        ("('192.0.2.77', 5)", "('192.0.2.0', 5)"),
        ("at 12:30:15 version 1.67.0, map::view, 0.5.4.3.2", "at 12:30:15 version 1.67.0, map::view, 0.5.4.3.2"),
        ("File a.py, line 3: error", "File a.py, line 3: error"),
    ],
)
def test_addresses_in_a_sentence_are_shortened_and_nothing_else(text, clean):
    assert without_addresses(text) == clean


def record(message, error=None):
    exc_info = None
    if error:
        try:
            raise error
        except type(error):
            exc_info = sys.exc_info()
    made = logging.LogRecord("access", logging.INFO, "", 1, message, (), exc_info)
    made.status = 200
    return made


def test_a_line_is_one_json_object_even_with_an_exception():
    line = JsonLines().format(record('GET "/ä"\nfrom 192.0.2.77', ValueError("no way to 192.0.2.77")))
    assert "\n" not in line
    told = json.loads(line)
    assert told["level"] == "info"
    assert told["message"] == 'GET "/ä"\nfrom 192.0.2.0'
    assert told["status"] == 200
    assert told["exception"].endswith("ValueError: no way to 192.0.2.0")
    assert told["time"].endswith("+00:00")


def test_a_plain_line_has_no_whole_address_either():
    assert PlainLines().format(record("from 192.0.2.77")).endswith("INFO    from 192.0.2.0")
