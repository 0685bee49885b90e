-- Views for analysts. What one row is, and every column, is said in comments.yml.

CREATE OR REPLACE VIEW finding_history AS
SELECT f.*, r.title AS report_title, c.says, c.section, c.place, c.measures,
       list_position(['scale_error', 'inconsistent', 'differs', 'meaning_differs', 'date_error', 'superseded',
                      'confirmed', 'consistent', 'ambiguous', 'gone', 'not_found', 'blocked', 'image_only',
                      'no_source_given'], f.verdict) AS severity
FROM finding f
LEFT JOIN claim c USING (report_id, claim_id)
LEFT JOIN report r USING (report_id);

CREATE OR REPLACE VIEW current_findings AS
SELECT * FROM finding_history WHERE closed_at IS NULL;

CREATE OR REPLACE VIEW headline AS
SELECT report_id, claim_id, answer, arg_min(verdict, severity) AS verdict, arg_min(family, severity) AS family,
       [v.verdict FOR v IN list_sort(list(DISTINCT {'severity': severity, 'verdict': verdict}))] AS all_verdicts,
       -- Two findings may be as grave as each other: the same one speaks whoever asks, on whichever engine.
       arg_min(reason_en, (severity, check_name, source_id, figure, finding_id)) AS reason_en,
       arg_min(reason_zh, (severity, check_name, source_id, figure, finding_id)) AS reason_zh
FROM current_findings
GROUP BY report_id, claim_id, answer;

CREATE OR REPLACE VIEW readable_capture AS
-- A copy that a live route brought from an archive has the archive's day only; those of backfill have their moment.
SELECT *, CASE WHEN route = 'archive' THEN captured_at
               ELSE coalesce(CAST(document_on AS TIMESTAMP), captured_at) END AS shown_at,
       coalesce(fetched_at, captured_at) AS known_at
FROM capture WHERE state IN ('ok', 'not_modified') AND content_digest IS NOT NULL;

CREATE OR REPLACE VIEW capture_stay AS
WITH beside AS (
    SELECT *, lag(content_digest) OVER (PARTITION BY source_id ORDER BY shown_at, capture_id) AS previous
    FROM readable_capture
), numbered AS (
    SELECT *, sum(CASE WHEN previous IS DISTINCT FROM content_digest THEN 1 ELSE 0 END)
              OVER (PARTITION BY source_id ORDER BY shown_at, capture_id) AS stay
    FROM beside
)
SELECT source_id, stay, content_digest AS body_digest, min(shown_at) AS first_at, max(shown_at) AS last_at, count(*) AS captures,
       count(*) FILTER (route = 'archive') AS archived,
       -- Of captures of one moment, such as an archived copy that came again, always the same speaks.
       arg_min(capture_id, (shown_at, capture_id)) AS first_capture_id,
       arg_max(capture_id, (shown_at, capture_id)) AS last_capture_id, min(document_on) AS document_on,
       arg_max(origin, (shown_at, capture_id)) AS origin, arg_max(route, (shown_at, capture_id)) AS route
FROM numbered
GROUP BY source_id, stay, content_digest;

CREATE OR REPLACE VIEW figure_history AS
SELECT o.source_id, o.figure, s.first_at, s.last_at, s.captures, s.archived, o.value, o.low, o.high, o.unit, o.comparator, o.date,
       o.period, o.label, o.picture, o.picture_digest, o.box, o.confidence_permille, o.as_printed, o.sentence,
       s.last_capture_id AS capture_id, o.observation_id, s.origin, o.read_by
FROM observation o
JOIN capture_stay s USING (source_id, body_digest)
WHERE o.is_current;

CREATE OR REPLACE VIEW source_attempt AS
-- One row a source and refresh: the route that gave the page, else the first one tried. What the archive gave says
-- nothing of whether the source can be read.
SELECT * FROM capture WHERE route NOT IN ('archive', 'person')
QUALIFY row_number() OVER (PARTITION BY source_id, captured_at
                           ORDER BY state IN ('ok', 'not_modified') DESC, route_order) = 1;

CREATE OR REPLACE VIEW source_health AS
WITH open_issue AS (
    SELECT source_id, count(*) AS open_issues FROM issue WHERE closed_at IS NULL GROUP BY source_id
), promise AS (
    SELECT source_id, count(*) AS promised FROM figure WHERE is_promised GROUP BY source_id
)
SELECT s.source_id, s.publisher, s.title, s.reader, s.every, t.state, t.status, t.reason, t.route, t.origin,
       t.is_moved, t.final_url, t.last_at, t.last_good_at, coalesce(i.open_issues, 0) AS open_issues,
       coalesce(p.promised, 0) AS promised, coalesce(t.archived_copies, 0) AS archived_copies, t.newest_copy_at
FROM source s
LEFT JOIN source_state t USING (source_id)
LEFT JOIN open_issue i USING (source_id)
LEFT JOIN promise p USING (source_id);

CREATE OR REPLACE VIEW stale_claims AS
SELECT c.report_id, c.claim_id, c.says, c.cites, h.last_good_at, h.state
FROM claim c
JOIN source_health h ON h.source_id = split_part(c.cites, '.', 1)
WHERE h.last_good_at IS NULL OR h.state NOT IN ('ok', 'not_modified');
