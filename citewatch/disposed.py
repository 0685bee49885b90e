"""Why a capture has no bytes any more, in a sentence."""

from __future__ import annotations

from schemas.finding import Words
from warehouse.ask import Connection
from warehouse.disposal import disposed


def why_gone(connection: Connection, capture_id: str) -> Words | None:
    """None if no retention rule let its bytes go: they are there, or there never were any."""
    found = disposed(connection, capture_id)
    if found is None:
        return None
    day = f"{found.at:%Y-%m-%d}"
    return Words(
        f"The bytes of capture {capture_id} were let go on {day} by the retention rule “{found.rule}”. What was read in"
        " them is kept; older bytes may still be in a backup.",
        f"擷取 {capture_id} 的原始內容已於 {day} 依保存規則「{found.rule}」清除；"
        "當時讀出的數值仍保留，原始內容或仍在較早的備份中。",
    )  # fmt: skip
