"""The seal: any byte that is changed in what is sealed shows, and nothing can be put behind it."""

from __future__ import annotations

import io
import random
import re

import pikepdf
import pytest

from handouts.approval.standing import Standing
from handouts.content.library import Muscle
from handouts.handout.options import Options
from handouts.handout.plan import handout
from handouts.page.pdf import to_pdf
from handouts.style.theme import Theme
from handouts.style.words import Locale, Strings
from handouts.tagged import seal_of

SAMPLE = Standing(content="0" * 64, code="E3T-5RZ-NHA")


@pytest.fixture(scope="module", params=["", "Zebedee"])
def data(request: pytest.FixtureRequest, calf: Muscle, strings: Strings, locale: Locale, theme: Theme) -> bytes:
    """A file, without and with variable data."""
    options = Options(standing=SAMPLE, layout="do", checked_by="Sample", patient_name=request.param)
    return to_pdf(handout(calf, strings, locale, options), theme)


def test_a_file_as_it_was_written_is_whole(data: bytes) -> None:
    assert seal_of(data) == "whole"


def test_any_changed_byte_of_it_breaks_the_seal(data: bytes) -> None:
    end = int(re.search(rb":sealedBytes>(\d{10})<", data)[1])  # type: ignore[index]
    drawn = random.Random(5)
    for place in [drawn.randrange(end) for _ in range(300)]:
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert seal_of(changed) != "whole", place


def test_nothing_can_be_put_behind_it(data: bytes) -> None:
    assert seal_of(data + b"1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n") == "broken"
    assert seal_of(data[:-1]) == "broken"
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out)
    assert seal_of(out.getvalue()) == "broken"


def test_another_object_in_the_place_of_variable_data_breaks_it(data: bytes) -> None:
    end = int(re.search(rb":sealedBytes>(\d{10})<", data)[1])  # type: ignore[index]
    first = re.match(rb"(\d+) 0 obj\n<</Length", data[end:])
    if first is None:
        assert b"Zebedee" not in data  # a file without variable data, which has nothing to exchange
        return
    for number in (b"1", b"7"):
        tail = data[end:].replace(first[1] + b" 0 obj", number + b" 0 obj", 1)
        tail = re.sub(rb"/Index \[" + first[1] + rb" ", b"/Index [" + number + b" ", tail)
        assert seal_of(data[:end] + tail) == "broken"


def test_a_file_that_wants_no_seal_has_none(calf: Muscle, strings: Strings, locale: Locale, theme: Theme) -> None:
    assert seal_of(to_pdf(handout(calf, strings, locale, Options(layout="do")), theme)) == "none"
    assert seal_of(b"") == "none"
