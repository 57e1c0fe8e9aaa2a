"""The drawing of attention is well-formed, whatever the tokens are, and true to the weights."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.cli.inside import attention_svg

SVG = "{http://www.w3.org/2000/svg}"


def drawn(pieces, weights):
    return ElementTree.fromstring(attention_svg(pieces, weights, "a model, block 3, head 8"))  # noqa: S314 - it is ours


def test_each_token_has_a_bar_and_a_line_as_long_and_thick_as_its_weight():
    root = drawn(["<|endoftext|>", "The", " cat", " it"], [0.1, 0.2, 0.6, 0.1])
    bars = [float(bar.get("width")) for bar in root.iter(f"{SVG}rect") if bar.get("class") == "bar"]
    assert bars == pytest.approx([25, 50, 150, 25])
    lines = [float(line.get("stroke-width")) for line in root.iter(f"{SVG}path")]
    assert lines == pytest.approx([1.5, 3, 9, 1.5])
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts[:2] == ["What “·it” looks at", "a model, block 3, head 8"]
    assert "60.0%" in texts
    assert "·cat" in texts


def test_a_weight_too_small_to_be_seen_has_no_line():
    root = drawn(["a", "b", "c"], [0.999, 0.0005, 0.0005])
    assert len(list(root.iter(f"{SVG}path"))) == 1


# Control characters are no part of XML; tokens of a text may have them all the same.
@given(st.lists(st.text(max_size=8), min_size=1, max_size=12))
def test_any_tokens_make_a_well_formed_drawing(pieces):
    drawn(pieces, [1 / len(pieces)] * len(pieces))
