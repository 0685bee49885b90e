"""Tables and JSON on the terminal, in English or Traditional Chinese."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from schemas.finding import SEVERITY, Verdict, family

Lang = Literal["en", "zh"]
Row = dict[str, Any]

VERDICT_ZH: dict[Verdict, str] = {
    "confirmed": "相符",
    "consistent": "可推得",
    "scale_error": "數量級錯誤",
    "inconsistent": "自相矛盾",
    "differs": "不符",
    "meaning_differs": "意義不同",
    "date_error": "日期錯誤",
    "superseded": "已被取代",
    "ambiguous": "無法確定",
    "gone": "頁面消失",
    "not_found": "找不到",
    "blocked": "被拒絕讀取",
    "image_only": "只在圖片中",
    "no_source_given": "未註明來源",
}
_WIDEST_VERDICT = max(len(name) for name in VERDICT_ZH)
_COLOUR = {"agrees": "green", "disagrees": "red", "cannot_tell": "yellow"}
_SAYS: dict[str, tuple[str, str]] = {
    "claim": ("Claim", "主張"),
    "printed": ("Printed", "報告所印"),
    "then": ("At its date", "發布當時"),
    "now": ("Now", "現在"),
    "why": ("Why", "原因"),
    "where": ("Where", "位置"),
    "source": ("Source", "來源"),
    "state": ("State", "狀態"),
    "last": ("Last read", "上次讀取"),
    "every": ("Every", "頻率"),
    "promised": ("Promised", "應有數字"),
    "issues": ("Issues", "待處理"),
    "verdict": ("Verdict", "判定"),
    "since": ("Since", "起"),
    "moved": (
        "answers at another address; if it stays, write it into its file:",
        "已改由另一網址回應，若持續如此請更新設定檔：",
    ),
    "planned": ("planned", "尚無讀取器"),
    "never": ("never", "從未"),
    "specimen": ("SPECIMEN DATA: pages we wrote, not the real sources", "樣本資料：由我們自行撰寫的頁面，並非真實來源"),
    "none": ("Nothing to show.", "沒有可顯示的內容。"),
    "not_judged": ("recorded only", "僅記錄"),
    "archived": ("Archived at", "存檔時間"),
    "figures": ("Figures", "數字"),
    "read": ("Read", "已讀"),
    "capture": ("Capture", "擷取"),
    "in_picture": ("read from a picture, box {}", "讀自圖片，位置 {}"),
    "by_person": ("read by a person: {}", "由人讀取：{}"),
    "last_accepted": ("last accepted: {} ({}, {})", "上次接受：{}（{}，{}）"),
    "sure": ("confidence", "信心"),
    "archived_copy": ("archived copy", "存檔"),
    "of_them_archived": ("{} of {} archived copies", "{1} 次中 {0} 次為存檔"),
    "asking": ("asking web.archive.org", "正在詢問 web.archive.org"),
    "waiting": ("web.archive.org wants a pause: waiting {:.0f} s", "web.archive.org 要求暫停：等待 {:.0f} 秒"),
    "backfilled": (
        "{source}, {first} to {last}: {listed} copies listed, {fetched} new here, {known} known before, {passed} passed"
        " over as telling nothing new; {requests} requests.",
        "{source}，{first} 至 {last}：索引列出 {listed} 份存檔，新增 {fetched} 份，先前已有 {known} 份，"
        "略過無新資訊者 {passed} 份；共 {requests} 次請求。",
    ),
    "missed": ("not to be had now:", "目前無法取得："),
    "stopped": ("stopped:", "已停止："),
    "again": (
        "What was fetched is kept. The same command goes on from there; give the archive an hour.",
        "已取得的內容均已保存；請隔一小時再執行同一指令，將自中斷處繼續。",
    ),
    "new_alert": ("new alert", "新警示"),
    "alerts_closed": ("{} alerts closed.", "已關閉 {} 則警示。"),
}


class Screen:
    """Where a command prints. In JSON mode only the JSON goes to standard output."""

    def __init__(self, lang: Lang = "en", *, as_json: bool = False, specimen: bool = False) -> None:
        self.lang = lang
        self.as_json = as_json
        self.specimen = specimen
        self.out = Console(highlight=False, soft_wrap=False)
        self.err = Console(stderr=True, highlight=False)

    def say(self, key: str) -> str:
        return _SAYS[key][self.lang == "zh"]

    def verdict(self, name: str | None) -> str:
        if not name:
            return "–"
        word: Any = name
        shown = VERDICT_ZH[word] if self.lang == "zh" else name
        return f"[{_COLOUR[family(word)]}]{shown}[/]"

    def verdicts(self, headline: str | None, everything: Sequence[str] | None) -> str:
        """The headline first, the others after it, most serious first."""
        if not headline:
            return "–"
        rest = sorted(set(everything or ()) - {headline}, key=lambda word: SEVERITY.index(word))
        return ", ".join(self.verdict(name) for name in [headline, *rest])

    def json(self, value: object) -> None:
        """Print `value`; every row or object of specimen data says so."""
        for row in value if isinstance(value, list) else [value]:
            if isinstance(row, dict) and self.specimen:
                row.setdefault("data", "specimen")
        self.out.file.write(json.dumps(value, ensure_ascii=False, indent=1, default=_plain) + "\n")

    def banner(self) -> None:
        if self.specimen and not self.as_json:
            self.out.print(f"[reverse] {self.say('specimen')} [/]")

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]], ratios: Sequence[int]) -> None:
        """`rows` may hold markup of ours; anything from outside was escaped by `text`."""
        if not rows:
            self.out.print(self.say("none"))
            return
        table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", expand=True)
        verdicts = {self.say("then"), self.say("now"), self.say("verdict")}
        for name, ratio in zip(columns, ratios, strict=True):
            if name in verdicts:
                table.add_column(name, width=_WIDEST_VERDICT + 1, overflow="fold")
            else:
                # 0: as wide as its longest word and never broken; the rest share what is left.
                table.add_column(name, ratio=ratio or None, no_wrap=not ratio, overflow="fold")
        for row in rows:
            table.add_row(*row)
        self.out.print(table)

    def line(self, markup: str = "") -> None:
        self.out.print(markup)

    def words(self, row: Row, name: str) -> str:
        return text(row.get(f"{name}_{self.lang}"))


def text(value: object) -> str:
    """Anything from a page, a file or the database, made safe: no markup, no control characters."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    cleaned = "".join(" " if ord(char) < 32 or 0x7F <= ord(char) < 0xA0 else char for char in str(value))
    return escape(cleaned)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return value.isoformat() + ("Z" if value.tzinfo is None else "")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
