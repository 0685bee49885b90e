"""Plots drawn on the server as SVG, by leather; colours come from the style sheet, so they follow light and dark."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import leather
from leather.scales import Temporal
from leather.shapes.base import Shape
from markupsafe import Markup

from citewatch.checks.wording import chinese, english
from citewatch.review.model import HistoryPoint, SourceDay
from citewatch.review.web.tongue import Tongue

_WIDTH, _HEIGHT = 720, 260
READ = ("ok", "not_modified")
"""States of an attempt that gave the page."""
# leather guesses how wide a label is from these; its colours are all overruled by the style sheet.
leather.theme.background_color = "none"
leather.theme.margin = 0.03
leather.theme.tick_font_family = "inherit"


@dataclass(frozen=True, slots=True)
class _Seen:
    at: datetime
    value: float
    point: HistoryPoint


def history(points: Sequence[HistoryPoint], stated: Decimal | None, unit: str | None, tongue: Tongue) -> Markup | None:
    """The stated value as a line, what was seen as points joined in steps, new editions as upright lines."""
    seen = [_Seen(at, float(p.value), p) for p in points if p.value is not None for at in _ends(p)]
    if not seen or len({p.value for p in points if p.value is not None}) + (stated is not None) < 2:
        return None
    first, last = min(s.at for s in seen), max(s.at for s in seen)
    pause = max((last - first) * 0.06, timedelta(days=10))
    left, right = first - pause, last + pause
    chart = leather.Chart()
    _scales(chart, left, right, [s.value for s in seen] + ([float(stated)] if stated is not None else []))

    def written(value: Any, _index: int = 0, _count: int = 0) -> str:
        exact = Decimal(str(value))
        return english(exact, unit) if tongue.lang == "en" else chinese(exact, unit)

    chart.add_x_axis(ticks=_days(left, right), tick_formatter=lambda at, *_: tongue.day(at))
    chart.add_y_axis(tick_formatter=written)
    steps = [(s.at, s.value) for s in sorted(seen, key=lambda s: s.at)]
    chart.add_series(leather.Series(steps), _Line("seen", steps=True))
    if stated is not None:
        level = [(left, float(stated)), (right, float(stated))]
        chart.add_series(leather.Series(level), _Line("stated", dashed=True, label=written(stated)))
    chart.add_series(leather.Series([(s.at, s.value) for s in seen]), _Points(seen, tongue))
    editions = [p.first_at for before, p in _pairs(points) if p.edition != before.edition]
    if editions:
        chart.add_series(leather.Series([(at, steps[0][1]) for at in editions]), _Upright())
    return _svg(chart, tongue.say("Values over time; the table below says the same."))


def bar(count: int, most: int, name: str) -> Markup:
    """A count as a bar beside its number; the number says the same, so it is nothing for a screen reader."""
    root = ET.Element("svg", {"class": "bar-cell", "viewBox": "0 0 100 10", "preserveAspectRatio": "none"})
    root.set("aria-hidden", "true")
    width = f"{100 * count / most:.1f}" if most else "0"
    ET.SubElement(root, "rect", {"class": name, "width": width, "height": "10"})
    return _markup(root)


def calendar(days: Sequence[SourceDay], first: date, last: date, words: str) -> Markup:
    """One source's days from left to right: a high bar was read, a low one was not; weeks are parted by a line."""
    count = (last - first).days + 1
    root = ET.Element(
        "svg", {"class": "calendar", "viewBox": f"0 0 {count * 6} 22", "role": "img", "aria-label": words}
    )
    ET.SubElement(root, "title").text = words
    weeks = "".join(f"M{n * 6 - 0.5:g} 0v22" for n in range(7, count, 7))
    ET.SubElement(root, "path", {"class": "week", "d": weeks})
    ET.SubElement(root, "path", {"class": "ground", "d": f"M0 21.5h{count * 6}"})
    for name, height in (("ok", 20), ("bad", 9)):
        at = [(day.day - first).days for day in days if (day.state in READ) == (name == "ok")]
        drawn = "".join(f"M{n * 6} {21 - height}h5v{height}h-5z" for n in at if 0 <= n < count)
        if drawn:
            ET.SubElement(root, "path", {"class": name, "d": drawn})
    return _markup(root)


def _ends(point: HistoryPoint) -> list[datetime]:
    return [point.first_at] if point.first_at == point.last_at else [point.first_at, point.last_at]


def _pairs(points: Sequence[HistoryPoint]) -> list[tuple[HistoryPoint, HistoryPoint]]:
    ordered = sorted(points, key=lambda p: p.first_at)
    return list(pairwise(ordered))


def _scales(chart: Any, left: datetime, right: datetime, values: Sequence[float]) -> None:
    low, high = min(values), max(values)
    room = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    # A value that can't be negative is not drawn on a scale that can.
    bottom = low - room if low < 0 else max(0.0, low - room)
    chart.set_x_scale(_Dates(left, right))
    chart.add_y_scale(bottom, high + room)


def _days(left: datetime, right: datetime) -> list[datetime]:
    step = (right - left) / 4
    return [left + step * n for n in (0.5, 2, 3.5)] if step.days > 20 else [left + step, left + step * 3]


class _Dates(Temporal):  # type: ignore[misc]
    """Dates from edge to edge; leather's own would begin and end at a round year."""

    def project(self, value: datetime, range_min: float, range_max: float) -> float:
        share: float = (value - self._data_min) / (self._data_max - self._data_min)
        return (range_max - range_min) * share + range_min


class _Quiet(Shape):  # type: ignore[misc]
    """A shape without a legend: the page has its own, in words."""

    def validate_series(self, series: Any) -> bool:
        return True

    def legend_to_svg(self, series: Any, palette: Any) -> list[Any]:
        return []


class _Line(_Quiet):
    def __init__(self, name: str, *, steps: bool = False, dashed: bool = False, label: str = "") -> None:
        self._name, self._steps, self._dashed, self._label = name, steps, dashed, label

    def to_svg(self, width: float, height: float, x_scale: Any, y_scale: Any, series: Any, palette: Any) -> ET.Element:
        path: list[str] = []
        for datum in series.data():
            x, y = x_scale.project(datum.x, 0, width), y_scale.project(datum.y, height, 0)
            path.append(f"H{x:.1f} V{y:.1f}" if path and self._steps else f"{'L' if path else 'M'}{x:.1f} {y:.1f}")
        group = ET.Element("g", {"class": self._name})
        drawn = ET.SubElement(group, "path", {"d": " ".join(path), "fill": "none", "stroke-width": "2"})
        if self._dashed:
            drawn.set("stroke-width", "3")
            drawn.set("stroke-dasharray", "8 5")
        if self._label:
            # Above the line at its right end; below it where the line runs at the top.
            place = {"x": f"{x:.1f}", "y": f"{y - 7 if y > 24 else y + 17:.1f}", "text-anchor": "end"}
            ET.SubElement(group, "text", place).text = self._label
        return group


class _Points(_Quiet):
    """A disc for what was seen in the source, an open diamond for an archived copy; each says its value."""

    def __init__(self, seen: Sequence[_Seen], tongue: Tongue) -> None:
        self._seen, self._tongue = seen, tongue

    def to_svg(self, width: float, height: float, x_scale: Any, y_scale: Any, series: Any, palette: Any) -> ET.Element:
        group = ET.Element("g", {"class": "points"})
        for one in self._seen:
            x, y = x_scale.project(one.at, 0, width), y_scale.project(one.value, height, 0)
            if one.point.archived:
                shape = {"d": f"M{x:.1f} {y - 7:.1f}l7 7-7 7-7-7z", "class": "copy", "stroke-width": "2"}
                mark = ET.SubElement(group, "path", shape)
            else:
                mark = ET.SubElement(group, "circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "5", "class": "live"})
            ET.SubElement(mark, "title").text = f"{self._tongue.day(one.at)}: {one.point.as_printed[:80]}"
        return group


class _Upright(_Quiet):
    def to_svg(self, width: float, height: float, x_scale: Any, y_scale: Any, series: Any, palette: Any) -> ET.Element:
        group = ET.Element("g", {"class": "edition"})
        for datum in series.data():
            x = f"{x_scale.project(datum.x, 0, width):.1f}"
            line = {"x1": x, "x2": x, "y1": "0", "y2": f"{height:.1f}", "stroke-dasharray": "2 4", "stroke-width": "2"}
            ET.SubElement(group, "line", line)
        return group


def _svg(chart: Any, words: str, height: int = _HEIGHT) -> Markup:
    root = ET.Element(
        "svg",
        {"class": "chart", "viewBox": f"0 0 {_WIDTH} {height}", "role": "img", "aria-label": words},
    )
    root.append(chart.to_svg_group(_WIDTH, height))
    return _markup(root)


def _markup(root: ET.Element) -> Markup:
    # ElementTree escapes every text; nothing in it is taken over as markup.
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704
