"""The vitals as Prometheus metrics, named by its conventions (https://prometheus.io/docs/practices/naming/)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from citewatch import __version__
from citewatch.vitals import Vitals

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def metrics(vitals: Vitals | None, *, is_unreadable: bool = False) -> str:
    """The text a Prometheus server asks for. With None (nothing published yet, or a copy that can't be read) it says no
    more than that."""
    registry = CollectorRegistry()
    registry.register(_Of(vitals, is_unreadable))
    return generate_latest(registry).decode()


class _Of(Collector):
    def __init__(self, vitals: Vitals | None, is_unreadable: bool) -> None:
        self._vitals = vitals
        self._is_unreadable = is_unreadable

    def collect(self) -> Iterator[Metric]:
        v = self._vitals
        yield _many("citewatch_info", "The release.", "version", {__version__: 1})
        yield _one("citewatch_published", "1 if there is a readers' copy that can be read.", v is not None)
        yield _one("citewatch_unreadable", "1 if there is one that can't be.", self._is_unreadable)
        if v is None:
            return
        if v.succeeded_at is not None:
            moment = v.succeeded_at.timestamp()
            yield _one("citewatch_last_success_timestamp_seconds", "When the newest finished refresh began.", moment)
        if v.interval is not None:
            yield _one(
                "citewatch_shortest_interval_seconds", "Of the source read most often.", v.interval.total_seconds()
            )
        yield _one("citewatch_refresh_late", "1 if no refresh has succeeded for two intervals.", v.is_late)
        last = {"due": v.due, "captured": v.captured, "unchanged": v.unchanged, "unreadable": v.unreadable}
        yield _many("citewatch_last_refresh_sources", "What became of the sources in it.", "outcome", last)
        yield _many("citewatch_open_alerts", "Alerts that wait for a person.", "verdict", v.open_alerts)
        yield _many("citewatch_open_issues", "What stops us from reading.", "kind", v.open_issues)
        yield _many("citewatch_claims", "Claims by what is true of them now.", "family", v.claims)
        yield _one("citewatch_unsent_messages", "Messages that no address has taken yet.", v.unsent)
        yield _one("citewatch_warehouse_bytes", "Size of the readers' copy.", v.warehouse_bytes)
        yield _one("citewatch_evidence_bytes", "Size of the evidence.", v.evidence_bytes)
        yield _one("citewatch_disk_free_bytes", "Left on the disk of the data folder.", v.free_bytes)


def _one(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, value=float(value))


def _many(name: str, says: str, label: str, values: Mapping[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, says, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], float(value))
    return family
