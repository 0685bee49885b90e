-- What we believed at the end of a day, UTC: FROM findings_on('2024-12-31'). Words of claims and titles are today's.
-- Only what had been recorded by then counts, so what a backfill or a better reader found later is not in it.

CREATE OR REPLACE MACRO findings_on(day) AS TABLE
SELECT * FROM finding_history
WHERE recorded_at < CAST(day AS DATE) + INTERVAL 1 DAY
  AND (closed_at IS NULL OR closed_at >= CAST(day AS DATE) + INTERVAL 1 DAY);

CREATE OR REPLACE MACRO headline_on(day) AS TABLE
SELECT report_id, claim_id, answer, arg_min(verdict, severity) AS verdict, arg_min(family, severity) AS family,
       [v.verdict FOR v IN list_sort(list(DISTINCT {'severity': severity, 'verdict': verdict}))] AS all_verdicts,
       -- Two findings may be as grave as each other: the same one speaks whoever asks, on whichever engine.
       arg_min(reason_en, (severity, check_name, source_id, figure, finding_id)) AS reason_en,
       arg_min(reason_zh, (severity, check_name, source_id, figure, finding_id)) AS reason_zh
FROM finding_history
WHERE recorded_at < CAST(day AS DATE) + INTERVAL 1 DAY
  AND (closed_at IS NULL OR closed_at >= CAST(day AS DATE) + INTERVAL 1 DAY)
GROUP BY report_id, claim_id, answer;

CREATE OR REPLACE MACRO issues_on(day) AS TABLE
SELECT * FROM issue
WHERE recorded_at < CAST(day AS DATE) + INTERVAL 1 DAY
  AND (closed_at IS NULL OR closed_at >= CAST(day AS DATE) + INTERVAL 1 DAY);

CREATE OR REPLACE MACRO figures_on(day) AS TABLE
WITH newest AS (
    SELECT source_id, arg_max(content_digest, (shown_at, capture_id)) AS body_digest, max(shown_at) AS shown_at,
           arg_max(capture_id, (shown_at, capture_id)) AS capture_id
    FROM readable_capture
    WHERE shown_at < CAST(day AS DATE) + INTERVAL 1 DAY AND known_at < CAST(day AS DATE) + INTERVAL 1 DAY
    GROUP BY source_id
), then_read AS (
    SELECT r.*, n.shown_at, n.capture_id
    FROM newest n JOIN reading r USING (source_id, body_digest)
    WHERE r.recorded_at < CAST(day AS DATE) + INTERVAL 1 DAY
    QUALIFY row_number() OVER (PARTITION BY r.source_id, r.figure ORDER BY r.recorded_at DESC, r.is_current DESC,
                                                                           r.reader_digest) = 1
)
SELECT t.source_id, t.figure, t.outcome, o.value, o.low, o.high, o.unit, o.comparator, o.date, o.period, o.label,
       o.as_printed, o.sentence, t.shown_at, t.capture_id, o.observation_id
FROM then_read t
LEFT JOIN observation o USING (source_id, figure, body_digest, reader_digest);
