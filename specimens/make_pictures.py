"""Draw the pictures that figures stand in, as the pages of the specimens name them. All drawn by us.

Usage: python specimens/make_pictures.py

Each picture is a specimen of its own, `pictures/<day>.<name>/`, because one address may give other bytes while the
page around it stays. Beside page.png stand capture.json and prints.json: what is printed, from the same rows that
were drawn. The PNGs are committed; run this only when a row changes. Same Pillow, same bytes. The font is the one
that comes inside Pillow (Aileron, CC0).
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from PIL.PngImagePlugin import PngInfo

HERE = Path(__file__).resolve().parent
LINE = "Specimen written for citewatch; not the real page"

Colour = tuple[int, int, int]
INK: Colour = (28, 32, 40)
FAINT: Colour = (110, 116, 128)
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Bar:
    """One printed value: the words beside it and the number as printed; `group` is the heading it stands under."""

    label: str
    printed: str
    group: str = ""

    @property
    def length(self) -> float:
        return float("".join(c for c in self.printed if c.isdigit() or c == ".") or 0)


@dataclass(frozen=True, slots=True)
class Picture:
    """One edition of one picture."""

    folder: str
    url: str
    size: tuple[int, int]
    title: str
    bars: tuple[Bar, ...]
    draw: Callable[[Picture], Image.Image]
    note: str
    foot: str = ""
    colour: Colour = (76, 110, 219)
    stand_ins: bool = False


class Sheet:
    """A white sheet to write on; text is placed by its top left corner."""

    def __init__(self, size: tuple[int, int], ground: Colour = WHITE) -> None:
        self.image = Image.new("RGB", size, ground)
        self.pen = ImageDraw.Draw(self.image)

    def write(self, x: float, y: float, text: str, size: int, colour: Colour = INK) -> None:
        self.pen.text((x, y), text, font=ImageFont.load_default(size), fill=colour)

    def width(self, text: str, size: int) -> float:
        return self.pen.textlength(text, font=ImageFont.load_default(size))

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        self.pen.rectangle((left, top, right, bottom), fill=colour)

    def heads(self, picture: Picture, size: int) -> None:
        """The title above and the small print below."""
        height = picture.size[1]
        self.write(28, 20, picture.title, size)
        self.write(28, height - 46, picture.foot, 15, FAINT)
        self.write(28, height - 26, LINE, 14, FAINT)


def across(picture: Picture) -> Image.Image:
    """Bars from left to right, one a row, the value behind each; a heading wherever the group changes."""
    sheet = Sheet(picture.size)
    sheet.heads(picture, 28)
    groups = len({bar.group for bar in picture.bars if bar.group})
    step = (picture.size[1] - 140) / (len(picture.bars) + groups)
    start, room = 400, picture.size[0] - 400 - 130
    longest = max(max(bar.length for bar in picture.bars), 100 if "%" in picture.bars[0].printed else 0)
    y, group = 72.0, ""
    for bar in picture.bars:
        if bar.group != group:
            group = bar.group
            sheet.write(28, y + step / 4, group, 20, FAINT)
            y += step
        end = start + room * bar.length / longest
        sheet.write(48, y + step / 2 - 13, bar.label, 20)
        sheet.box(start, y + 5, end, y + step - 5, picture.colour)
        sheet.write(end + 12, y + step / 2 - 13, bar.printed, 22)
        y += step
    return sheet.image


def upright(picture: Picture) -> Image.Image:
    """Columns side by side, the value on top and the name below; grouped columns share a name."""
    sheet = Sheet(picture.size)
    sheet.heads(picture, 28)
    width, height = picture.size
    floor, ceiling = height - 110, 110
    step = (width - 80) / len(picture.bars)
    longest = max(bar.length for bar in picture.bars)
    for number, bar in enumerate(picture.bars):
        left = 40 + number * step
        top = floor - (floor - ceiling - 40) * bar.length / longest
        sheet.box(left + step * 0.16, top, left + step * 0.84, floor, picture.colour)
        for text, size, y in ((bar.printed, 22, top - 32), (bar.label, 17, floor + 10)):
            sheet.write(left + (step - sheet.width(text, size)) / 2, y, text, size)
    sheet.box(40, floor, width - 40, floor + 2, FAINT)
    return sheet.image


def pairs(picture: Picture) -> Image.Image:
    """Two bars a place, one under the other: the group names the place, the label the bar."""
    sheet = Sheet(picture.size)
    sheet.heads(picture, 26)
    labels = list(dict.fromkeys(bar.label for bar in picture.bars))
    second: Colour = (24, 24, 24)
    for number, label in enumerate(labels):
        sheet.box(28 + 420 * number, 66, 46 + 420 * number, 84, (picture.colour, second)[number])
        sheet.write(56 + 420 * number, 64, label, 19)
    step = (picture.size[1] - 170) / len(picture.bars)
    start, room = 240, picture.size[0] - 240 - 110
    for number, bar in enumerate(picture.bars):
        y = 104 + number * step
        first = labels.index(bar.label) == 0
        if first:
            sheet.write(48, y + step - 12, bar.group, 20)
        end = start + room * bar.length / 100
        top, bottom = (y + 5, y + step - 1) if first else (y + 1, y + step - 5)
        sheet.box(start, top, end, bottom, picture.colour if first else second)
        sheet.write(end + 10, y + step / 2 - 10, bar.printed, 17)
    return sheet.image


def panels(picture: Picture) -> Image.Image:
    """One panel a segment, side by side; name and share in a row with a thin bar under them."""
    sheet = Sheet(picture.size, (244, 247, 250))
    sheet.heads(picture, 30)
    groups = list(dict.fromkeys(bar.group for bar in picture.bars))
    step = (picture.size[0] - 40) / len(groups)
    for place, group in enumerate(groups):
        left, right = 20 + place * step + 8, 20 + (place + 1) * step - 8
        sheet.box(left, 80, right, picture.size[1] - 64, WHITE)
        sheet.box(left, 80, right, 128, picture.colour)
        sheet.write(left + 14, 92, group, 19, WHITE)
        for number, bar in enumerate(bar for bar in picture.bars if bar.group == group):
            y = 150 + number * 78
            sheet.write(left + 14, y, bar.label, 21)
            sheet.write(right - 14 - sheet.width(bar.printed, 24), y - 2, bar.printed, 24)
            sheet.box(left + 14, y + 36, left + 14 + (right - left - 28) * bar.length / 100, y + 46, picture.colour)
    return sheet.image


def blurred(picture: Picture) -> Image.Image:
    """Columns a little out of focus, as a preview for those who have not paid."""
    return upright(picture).filter(ImageFilter.GaussianBlur(0.9))


def shares(*rows: tuple[str, int], group: str = "") -> tuple[Bar, ...]:
    return tuple(Bar(label, f"{value}%", group) for label, value in rows)


def series(first: int, *values: str) -> tuple[Bar, ...]:
    return tuple(Bar(str(first + number), value) for number, value in enumerate(values))


def survey(completion: int) -> tuple[Bar, ...]:
    """The survey's agreement shares; copies differ in one of them."""
    return (
        *shares(("More productive", 88), group="Perceived productivity"),
        *shares(("Less frustrated when coding", 59), ("More fulfilled with the job", 60),
                ("Time for more satisfying work", 74), group="Satisfaction and well-being"),
        *shares(("Faster completion", completion), ("Faster with repetitive tasks", 96), ("More often in the flow", 73),
                ("Less time spent searching", 77), ("Less mental effort on repetition", 87),
                group="Efficiency and flow"),
    )  # fmt: skip


USERS = (("India", 87), ("Southeast Asia", 76), ("Taiwan", 72), ("Singapore", 72), ("China", 72), ("Korea", 68),
         ("New Zealand", 56), ("Australia", 54), ("Japan", 39))  # fmt: skip
ENGAGED = {"India": 77, "China": 71, "Southeast Asia": 61, "Singapore": 50, "Taiwan": 46, "Korea": 39,
           "New Zealand": 32, "Australia": 31, "Japan": 26}  # fmt: skip
FIRMS = (("UK", 67), ("Germany", 31), ("Israel", 29), ("France", 24), ("Netherlands", 13))

GITHUB = (
    "https://i0.wp.com/github.blog/wp-content/uploads/2022/09/"
    "copilot-survey-perceived-productivity.png?resize=1024%2C619&ssl=1"
)
ACCEL = "https://cdn.prod.website-files.com/accel/genai-factory-countries.png"
STATISTA = "https://cdn.statcdn.com/outlook/preview/market-size-blurred.png"
IOT = "https://iot-analytics.com/wp-content/uploads/{}-vf-1024x861.png"
DELOITTE = "https://{}/content/dam/insights/articles/2024/gen-ai-apac/figures/fig-1-users-by-location.png"
STAND_IN = "Stand-ins: nobody of us has seen these shares."
OTHERS = (
    "Other models and platforms: Anthropic, AI21 Labs, Cohere, Aleph Alpha, Hugging Face, Alibaba Cloud, IBM, Baidu. "
    "Stand-ins."
)
SEGMENTS = ("Data center GPUs", "Models and platforms", "Services")
FALSE = "Preview. The numbers of this chart are false."

PICTURES = (
    Picture("2024-07-01.github_survey", GITHUB, (1024, 619), "Share of respondents who agree", survey(88), across,
            "The survey's agreement shares (sources.md S4); 88 for faster completion as in one of the two copies.",
            "More than 2,000 users of the technical preview were asked."),
    Picture("2026-11-09.github_survey", GITHUB, (1024, 619), "How many respondents agree", survey(86), across,
            "Redrawn at the same address: other colour and title, 86 for faster completion as in the other copy; "
            "the 88 of more productive stays.",
            "Survey of users of the technical preview.", (130, 80, 223)),
    Picture("2024-07-01.deloitte_users", DELOITTE.format("www2.deloitte.com"), (1200, 675),
            "Share of respondents who use generative AI", shares(*USERS), across,
            "Nine places. No bar for the region: its 67 stands elsewhere.",
            "Employees and students, February and March 2024.", (38, 137, 13)),
    Picture("2025-04-07.deloitte_users", DELOITTE.format("www.deloitte.com"), (1200, 675),
            "Users of generative AI, and those who actively engage",
            tuple(Bar(label, f"{value}%", place)
                  for place, users in sorted(USERS)
                  for label, value in (("Users", users), ("Actively engaging", ENGAGED[place]))), pairs,
            "The figure at the moved host: two bars a place and by alphabet. Users are the same as before.",
            "Employees and students, February and March 2024.", (134, 188, 37)),
    Picture("2024-07-01.accel_countries", ACCEL, (1440, 900), "Number of GenAI start-ups by country",
            tuple(Bar(country, str(count)) for country, count in FIRMS), upright,
            "Counts follow from 221 and the shares; nobody has seen them: stand-ins.",
            "221 start-ups. Stand-ins: the counts were worked out from the shares.", (20, 94, 168), stand_ins=True),
    Picture("2026-11-09.accel_countries", ACCEL, (1440, 900), "GenAI start-ups by country of the head office",
            tuple(Bar(country, str(count)) for country, count in (*FIRMS, ("Other countries", 57))), across,
            "Redrawn at the same address with a bar for the rest (221 less the five). Stand-ins as before.",
            "221 start-ups. Stand-ins: the counts were worked out from the shares.", (201, 80, 60), stand_ins=True),
    Picture("2023-12-14.iot_analytics_shares", IOT.format("2023/12/Leading-generative-AI-companies-2023"), (1024, 861),
            "Leading generative AI companies, 2023",
            (*shares(("NVIDIA", 92), ("AMD", 3), ("Other", 5), group=SEGMENTS[0]),
             *shares(("OpenAI", 39), ("Microsoft", 30), ("AWS", 8), ("Google", 7), ("Other", 16), group=SEGMENTS[1]),
             *shares(("Accenture", 6), ("Other", 94), group=SEGMENTS[2])), panels,
            "Grade D throughout; the list of eight is known from the report only. AMD and the rests are invented.",
            OTHERS, (0, 83, 118), stand_ins=True),
    Picture("2025-03-11.iot_analytics_shares", IOT.format("2025/03/Leading-generative-AI-companies-2024"), (1024, 861),
            "Generative AI vendors by segment, 2024",
            (*shares(("NVIDIA", 92), ("AMD", 4), ("Other", 4), group=SEGMENTS[0]),
             *shares(("Microsoft", 39), ("AWS", 19), ("Google", 15), ("OpenAI", 9), ("Other", 18), group=SEGMENTS[1]),
             *shares(("Accenture", 7), ("Other", 93), group=SEGMENTS[2])), panels,
            "NVIDIA's 92 was seen; models and platforms are grade D; Accenture, AMD and the rests are invented.",
            STAND_IN, (0, 120, 90), stand_ins=True),
    Picture("2024-01-22.statista_preview", STATISTA, (900, 480), "Market size in billion US$",
            series(2023, "12.4", "19.8", "27.7", "41.3", "55.0", "68.9", "80.1", "93.6"),
            blurred, "Gated chart: every number in it is false and none may ever be read.", FALSE, (140, 160, 190)),
    Picture("2025-04-07.statista_preview", STATISTA, (900, 480), "Market size in billion US$",
            series(2024, "71.2", "64.5", "88.8", "51.0", "97.3", "45.6", "82.9", "60.7"),
            blurred, "The gated chart of a later edition: other false numbers.", FALSE, (150, 150, 200)),
)  # fmt: skip


def encode(picture: Picture) -> bytes:
    """The PNG, with the line that it is a specimen inside the file as well."""
    marks = PngInfo()
    marks.add_text("Comment", LINE)
    out = io.BytesIO()
    picture.draw(picture).quantize(64).save(out, "PNG", pnginfo=marks, optimize=True)
    return out.getvalue()


def dump(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def capture(picture: Picture, body: bytes) -> dict[str, object]:
    headers = {
        "Content-Type": "image/png",
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"',
        "Cache-Control": "public, max-age=31536000",
    }
    return {"url": picture.url, "status": 200, "headers": headers, "redirects": [], "note": picture.note}


def prints(picture: Picture) -> dict[str, object]:
    """What stands in the picture, in reading order."""
    rows: Sequence[dict[str, str]] = [
        {**({"group": bar.group} if bar.group else {}), "label": bar.label, "as_printed": bar.printed}
        for bar in picture.bars
    ]
    return {"title": picture.title, "stand_ins": picture.stand_ins, "prints": rows, "foot": picture.foot}


def main() -> None:
    """Write every picture's folder."""
    for picture in PICTURES:
        folder = HERE / "pictures" / picture.folder
        folder.mkdir(parents=True, exist_ok=True)
        body = encode(picture)
        (folder / "page.png").write_bytes(body)
        dump(folder / "capture.json", capture(picture, body))
        dump(folder / "prints.json", prints(picture))


if __name__ == "__main__":
    main()
