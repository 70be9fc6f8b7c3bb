"""Drawings: what is written, and what is refused."""

from __future__ import annotations

import json

import pytest

np = pytest.importorskip("numpy", reason="needs numpy: pip install -e '.[artwork]'")
pytest.importorskip("contourpy", reason="needs contourpy: pip install -e '.[artwork]'")

from handouts.artwork.pen import curves, ink  # noqa: E402
from handouts.artwork.pen.export import Drawing  # noqa: E402

SQUARE = "M0 0L10 0L10 10L0 10Z"


def test_text_is_json_with_one_layer_a_line(tmp_path):
    drawing = Drawing("one", 100.0, 50.0)
    drawing.fill(SQUARE, "skin.base", evenodd=True)
    drawing.stroke("M0 0C1 2 3 4 5 6", "arrow", 2.64)
    drawing.anchor("roller", (1.0, 2.25))
    drawing.frames["leg"] = {"centre": 0.0, "along": [0.0], "across": [0.0], "xy": [[[1.0, 2.5]]], "visible": [None]}
    text = drawing.write(tmp_path).read_text(encoding="utf-8")
    assert json.loads(text) == {
        "id": "one",
        "width": 100,
        "height": 50,
        "side": "right",
        "layers": [
            {"d": SQUARE, "fill": "skin.base", "evenodd": True},
            {"d": "M0 0C1 2 3 4 5 6", "stroke": "arrow", "width": 2.6, "round": True},
        ],
        "anchors": {"roller": [1, 2.2]},
        "frames": {"leg": {"centre": 0, "along": [0], "across": [0], "xy": [[[1, 2.5]]], "visible": [None]}},
    }
    assert text.splitlines()[2] == '{"d":"M0 0L10 0L10 10L0 10Z","fill":"skin.base","evenodd":true},'


def test_neighbouring_ink_shares_a_layer_but_tones_do_not():
    drawing = Drawing("one", 10, 10)
    for role in ("ink", "ink", "skin.base", "skin.base"):
        drawing.fill(SQUARE, role)
    assert [layer["d"] for layer in drawing.layers] == [SQUARE * 2, SQUARE, SQUARE]


@pytest.mark.parametrize(
    ("d", "role", "message"),
    [
        (SQUARE, "red", "unknown role 'red'"),
        ("M0 0h5Z", "ink", "path data other than M, L, C, Z"),
        ("M0 0L1.25 3Z", "ink", "path data other than"),
        ("M0 0" + "L100.5 200.5" * 6000 + "Z", "ink", "bytes of paths"),
    ],
)
def test_what_art_may_not_contain_is_refused(d, role, message, tmp_path):
    drawing = Drawing("one", 10, 10)
    drawing.fill(d, role)
    with pytest.raises(ValueError, match=f"Figure one: .*{message}"):
        drawing.write(tmp_path)


def test_numbers_are_short():
    assert [curves.number(v) for v in (1.0, -0.04, 2.349, -3.96)] == ["1", "0", "2.3", "-4"]


def test_curve_fit_stays_close():
    angle = np.linspace(0, 2 * np.pi, 300)
    ring = np.stack([50 * np.cos(angle), 30 * np.sin(angle)], axis=1)
    fitted = curves.fit_closed(ring, 0.5)
    assert len(fitted) <= 12
    u = np.linspace(0, 1, 20)[:, None]
    for a, b, c, d in fitted:
        points = (1 - u) ** 3 * a + 3 * (1 - u) ** 2 * u * b + 3 * (1 - u) * u * u * c + u**3 * d
        assert np.abs(np.hypot(points[:, 0] / 50, points[:, 1] / 30) - 1).max() < 0.03


def test_strokes_all_run_round_in_the_same_sense():
    """Else two strokes in one path would cancel where they cross."""
    line = np.stack([np.linspace(0, 60, 40), 10 * np.sin(np.linspace(0, 3, 40))], axis=1)
    areas = []
    for way in (line, line[::-1], line[:, ::-1]):
        numbers = [
            float(v) for v in ink.stroke_path(way, 4).replace("M", " ").replace("L", " ").replace("C", " ")[:-1].split()
        ]
        ring = np.array(numbers).reshape(-1, 2)
        areas.append(curves.area(np.vstack([ring, ring[:1]])))
    assert all(a < 0 for a in areas)
