"""Keystroke savings against the number of buttons, as a picture in SVG."""

from collections.abc import Mapping

_WIDTH, _HEIGHT = 560, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 24, 16, 44
_STEP = 20


def savings_plot(savings: Mapping[int, float], limit: float) -> str:
    """Return the curve of `savings`, percent by the number of buttons, and `limit` as a dashed line; an SVG element."""
    counts = sorted(savings)
    points = [(_x(count, counts), _y(savings[count])) for count in counts]
    grid = "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{_y(tick):.1f}" y2="{_y(tick):.1f}"/>'
        f'<text x="{_LEFT - 8}" y="{_y(tick) + 4:.1f}" text-anchor="end">{tick}</text>'
        for tick in range(0, 101, _STEP)
    )
    labels = "".join(
        f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{count}</text>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        f'<text x="{x:.1f}" y="{y - 10:.1f}" text-anchor="middle">{savings[count]:.1f}</text>'
        for count, (x, y) in zip(counts, points, strict=True)
    )
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f'<svg role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" xmlns="http://www.w3.org/2000/svg">'
        "<title>Keystroke savings in percent, by the number of buttons</title>"
        f"{grid}"
        f'<line class="limit" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{_y(limit):.1f}" y2="{_y(limit):.1f}"/>'
        f'<text x="{_WIDTH - _RIGHT}" y="{_y(limit) - 6:.1f}" text-anchor="end">one tap a word: {limit:.1f}</text>'
        f'<polyline class="curve" points="{path}"/>{labels}'
        f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2}" y="{_HEIGHT - 6}" text-anchor="middle">buttons</text>'
        f'<text x="14" y="{_HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 14 {_HEIGHT / 2})">KS, %</text></svg>'
    )


def _x(count: int, counts: list[int]) -> float:
    first, span = counts[0], max(counts[-1] - counts[0], 1)
    return _LEFT + 24 + (count - first) / span * (_WIDTH - _LEFT - _RIGHT - 48)


def _y(percent: float) -> float:
    return _TOP + (1 - percent / 100) * (_HEIGHT - _TOP - _BOTTOM)
