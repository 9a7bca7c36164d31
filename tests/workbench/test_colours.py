"""The colours of types can be read on every ground that they stand on, light and dark (WCAG 2.2, 1.4.3)."""

import colorsys
import re

import pytest

from keii.codebook import codebook
from keii.workbench.rendering import TEMPLATES

STYLE = (TEMPLATES.parent / "static" / "style.css").read_text(encoding="utf-8")
LIGHT, DARK = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
GROUNDS = ("ground", "raised", "on")
LEAST = 4.5


def luminance(colour: tuple[float, ...]) -> float:
    red, green, blue = (one / 12.92 if one <= .04045 else ((one + .055) / 1.055) ** 2.4 for one in colour)
    return .2126 * red + .7152 * green + .0722 * blue


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + .05) / (low + .05)


def ground(scheme: str, name: str) -> tuple[float, ...]:
    found = re.search(rf"--{name}: #(\w+)", scheme)
    assert found is not None
    digits = found[1] if len(found[1]) == 6 else "".join(2 * one for one in found[1])
    return tuple(int(digits[at:at + 2], 16) / 255 for at in (0, 2, 4))


@pytest.mark.parametrize("type_", codebook().types)
@pytest.mark.parametrize(("scheme", "own", "usual"), [(LIGHT, "lo", .34), (DARK, "hi", .70)])
def test_the_colour_of_a_type_can_be_read(type_: str, scheme: str, own: str, usual: float) -> None:
    rule = re.search(rf"\.k-{type_.lower()} \{{([^}}]*)\}}", STYLE)
    assert rule is not None
    values = {name: float(value) for name, value in re.findall(r"--(\w+): (\d+)", rule[1])}
    light = values[own] / 100 if own in values else usual
    colour = colorsys.hls_to_rgb(values["h"] / 360, light, values.get("s", 75) / 100)
    for name in GROUNDS:
        assert contrast(colour, ground(scheme, name)) >= LEAST, name
