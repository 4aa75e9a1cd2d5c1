"""Our own metrics, as Prometheus reads them: numbers from the records, with no word about anybody."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric

from records import RecordsUnusable, SqlRecords
from records.pulse import Pulse

REMEMBERED = 30.0
"""Seconds for which numbers are given again: however often somebody asks, the records are not asked oftener."""


class Measuring:
    """Collects. `told` is whether people are told one by one here: else no copy is ever delivered to anybody."""

    def __init__(self, store: SqlRecords, clock: Callable[[], datetime], told: bool) -> None:
        self._store = store
        self._clock = clock
        self._told = told
        self._turn = threading.Lock()
        self._known: tuple[float, Pulse | None] | None = None
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def text(self) -> bytes:
        """What Prometheus reads."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """Every metric; while the records are away, only that they are."""
        pulse = self._pulse()
        yield GaugeMetricFamily("sharing_records_up", "Whether the records answer", value=float(pulse is not None))
        if pulse is None:
            return
        states = GaugeMetricFamily("sharing_requests", "Requests by state or outcome", labels=["state"])
        for state, count in pulse.states.items():
            states.add_metric([state], count)
        steps = GaugeMetricFamily("sharing_requests_open", "Open requests at each step", labels=["step"])
        for step, count in pulse.steps.items():
            steps.add_metric([step], count)
        yield from (states, steps)
        yield GaugeMetricFamily("sharing_tasks_overdue", "Tasks whose due date has passed", value=pulse.overdue)
        yield GaugeMetricFamily("sharing_lodgings_unstarted", "Lodged, not started yet", value=pulse.unstarted)
        undelivered, refused = (pulse.kinds.get(kind, 0) for kind in ("notice-undelivered", "message-refused"))
        yield CounterMetricFamily("sharing_notices_undelivered", "Notices given up", value=undelivered)
        yield CounterMetricFamily("sharing_messages_refused", "Messages refused on record", value=refused)
        if self._told:
            since = pulse.oldest_untold
            age = max((self._clock() - since).total_seconds(), 0.0) if since else 0.0
            words = "Since when the oldest task waits of which no person has a copy"
            yield GaugeMetricFamily("sharing_oldest_untold_notice_seconds", words, value=age)

    def _pulse(self) -> Pulse | None:
        with self._turn:
            if self._known is None or time.monotonic() - self._known[0] > REMEMBERED:
                try:
                    found: Pulse | None = self._store.pulse()
                except RecordsUnusable:
                    found = None
                self._known = (time.monotonic(), found)
            return self._known[1]
