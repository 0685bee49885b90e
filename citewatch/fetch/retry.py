"""When to ask again, and how long to wait before."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from citewatch.fetch.settings import FetchSettings

RETRY_STATUS = frozenset({408, 429, 500, 502, 503, 504})
_FOREVER = 30 * 24 * 3600


def backoff(settings: FetchSettings, attempt: int) -> float:
    """Full jitter: anywhere between nothing and a bound that doubles, so that clients don't march in step."""
    bound: float = min(settings.backoff_cap_s, settings.backoff_base_s * 2 ** (attempt - 1))
    return settings.backoff_least_s + settings.outside.random() * bound


def retry_after(value: str, date: str, now: datetime) -> int | None:
    """Seconds of a Retry-After header, in either of its forms; None if there is none or it makes no sense.

    A date is counted from the server's own Date header, so that its clock need not agree with ours.
    """
    value = value.strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return min(int(value[:12]), _FOREVER)
    until = http_moment(value)
    if until is None:
        return None
    seconds = (until - (http_moment(date) or now)).total_seconds()
    return max(0, min(round(seconds), _FOREVER))


def http_moment(text: str) -> datetime | None:
    """An HTTP date, or None if it is none."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
