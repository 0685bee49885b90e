-- What the tables review_… have to hold. They are kept so by warehouse/lines.py: review_line within the transactions
-- that change what it is made of, the others at the end of a refresh.

CREATE OR REPLACE VIEW review_line_derived AS
WITH told AS (
    SELECT a.alert_id, f.* FROM alert a JOIN finding f ON f.alert_key = a.alert_key
    UNION ALL
    SELECT a.alert_id, f.* FROM alert a JOIN finding f ON f.finding_id = a.finding_id
    WHERE f.alert_key IS DISTINCT FROM a.alert_key
), speaking AS (
    -- The finding that speaks for an alert: what stands before what is gone, now before then.
    SELECT * FROM told
    QUALIFY row_number() OVER (PARTITION BY alert_id ORDER BY closed_at IS NULL DESC, answer, coalesce(source_id, ''),
                                                              coalesce(figure, ''), coalesce(edition, '')) = 1
), agreed AS (
    SELECT DISTINCT report_id, claim_id, source_id, figure, true AS is_so FROM finding
    WHERE family = 'agrees' AND closed_at IS NOT NULL
), redesigned AS (
    -- So many figures of one source that agreed before and were upset at the same moment. Counted over all alerts, so
    -- that of those which fit a filter no more can be.
    SELECT f.source_id, a.opened_at, f.source_id || '@' || strftime(a.opened_at, '%Y-%m-%dT%H:%M:%S.%f') AS key
    FROM alert a
    JOIN speaking f ON f.alert_id = a.alert_id
    JOIN agreed g ON g.report_id = a.report_id AND g.claim_id = a.claim_id AND g.source_id = f.source_id
                 AND g.figure = f.figure
    GROUP BY f.source_id, a.opened_at HAVING count(DISTINCT f.figure) >= 4
), placed AS (
    SELECT report_id, claim_id, says, section, place,
           CASE WHEN regexp_matches(section, '^(摘要|結論|[Ss]ummary|[Aa]bstract|[Kk]ey |[Ee]xec)') THEN 'summary'
                WHEN regexp_matches(place, '圖|表|[Ff]igure|[Tt]able|[Cc]hart') THEN 'figure'
                WHEN regexp_matches(place, '^(註|[Nn]ote|[Ff]ootnote)') OR section IN ('註腳', 'Notes', 'Footnotes')
                    THEN 'footnote'
                ELSE 'text' END AS prominence
    FROM claim
)
SELECT a.alert_id, f.finding_id, a.report_id, r.title AS report_title, r.language AS report_language, a.claim_id,
       a.check_name, a.verdict, f.source_id, f.figure, s.publisher, s.title AS source_title, s.url AS source_url, p.says, p.section, p.place, coalesce(p.prominence, 'text') AS prominence, f.stated, a.observed,
       f.unit, f.difference, f.ratio, f.reason_en, f.reason_zh, f.suggestion_en, f.suggestion_zh,
       f.capture_id, k.captured_at, k.document_on, k.route, k.url AS capture_url, k.final_url, k.body_digest,
       lower(concat_ws(' ', a.claim_id, p.says, p.section, p.place, f.source_id, s.publisher, f.figure, a.observed))
           AS words,
       CASE WHEN g.is_so THEN n.key END AS redesign,
       CAST(CASE a.verdict WHEN 'scale_error' THEN 600 WHEN 'inconsistent' THEN 500 WHEN 'differs' THEN 400
                           WHEN 'meaning_differs' THEN 300 WHEN 'date_error' THEN 200 ELSE 100 END
            + CASE WHEN f.ratio IS NULL OR f.ratio = 0 THEN 0
                   ELSE CAST(least(90, 30 * abs(log10(abs(CAST(f.ratio AS DOUBLE))))) AS INTEGER) END
            + CASE coalesce(p.prominence, 'text') WHEN 'summary' THEN 60 WHEN 'figure' THEN 40 WHEN 'text' THEN 20
                                                  ELSE 0 END AS INTEGER) AS weight,
       a.opened_at, a.closed_at, a.state AS alert_state, coalesce(d.state, 'open') AS state,
       coalesce(d.version, 0) AS version, d.assignee, d.snoozed_until,
       coalesce(d.act = 'reopened', false) AS is_reopened
FROM alert a
LEFT JOIN speaking f ON f.alert_id = a.alert_id
LEFT JOIN placed p ON p.report_id = a.report_id AND p.claim_id = a.claim_id
LEFT JOIN report r ON r.report_id = a.report_id
LEFT JOIN source s ON s.source_id = f.source_id
-- By source too: a long history is then looked at where those sources' captures lie.
LEFT JOIN capture k ON k.capture_id = f.capture_id AND k.source_id = f.source_id
LEFT JOIN agreed g ON g.report_id = a.report_id AND g.claim_id = a.claim_id AND g.source_id = f.source_id
                  AND g.figure = f.figure
LEFT JOIN redesigned n ON n.source_id = f.source_id AND n.opened_at = a.opened_at
LEFT JOIN current_decision d ON d.alert_id = a.alert_id;

CREATE OR REPLACE VIEW review_source_derived AS
WITH lately AS (
    SELECT max(captured_at) - INTERVAL 28 DAY AS since FROM capture WHERE route NOT IN ('archive', 'person')
), of_day AS (
    SELECT source_id, CAST(captured_at AS DATE) AS day,
           arg_max(state, (captured_at, state IN ('ok', 'not_modified'))) AS state
    FROM capture WHERE route NOT IN ('archive', 'person') AND captured_at >= (SELECT since FROM lately)
    GROUP BY source_id, CAST(captured_at AS DATE)
), calendar AS (
    SELECT source_id, string_agg(day || ' ' || state, ',' ORDER BY day) AS days FROM of_day GROUP BY source_id
), person AS (
    SELECT source_id, max(entered_at) AS read_at FROM person_reading GROUP BY source_id
)
SELECT h.source_id, h.publisher, h.title, h.reader, h.every, h.state, h.status, h.is_moved, h.final_url, h.last_at,
       h.last_good_at, greatest(h.last_good_at, g.read_at) AS read_at, h.open_issues, coalesce(c.days, '') AS days
FROM source_health h
LEFT JOIN person g ON g.source_id = h.source_id
LEFT JOIN calendar c ON c.source_id = h.source_id;

CREATE OR REPLACE VIEW review_section_derived AS
WITH graded AS (
    SELECT report_id, claim_id, verdict, family,
           list_position(['scale_error', 'inconsistent', 'differs', 'meaning_differs', 'date_error', 'superseded',
                          'confirmed', 'consistent', 'ambiguous', 'gone', 'not_found', 'blocked', 'image_only',
                          'no_source_given'], verdict) AS severity
    FROM finding WHERE closed_at IS NULL AND answer = 'now'
), head AS (
    SELECT report_id, claim_id, arg_min(verdict, severity) AS verdict, arg_min(family, severity) AS family
    FROM graded GROUP BY report_id, claim_id
)
SELECT c.report_id, c.section, h.verdict, h.family, count(*) AS claims, min(c.claim_id) AS first_claim_id
FROM claim c
LEFT JOIN head h ON h.report_id = c.report_id AND h.claim_id = c.claim_id
WHERE c.not_judged IS NULL
GROUP BY c.report_id, c.section, h.verdict, h.family;

CREATE OR REPLACE VIEW review_change_derived AS
-- Against the end of the seventh day before the newest attempt.
WITH week AS (
    SELECT CAST(CAST(max(last_at) AS DATE) AS TIMESTAMP) - INTERVAL 6 DAY AS starts FROM source_state
), graded AS (
    SELECT report_id, claim_id, answer, verdict, closed_at IS NULL AS is_now,
           recorded_at < starts AND (closed_at IS NULL OR closed_at >= starts) AS was_then,
           list_position(['scale_error', 'inconsistent', 'differs', 'meaning_differs', 'date_error', 'superseded',
                          'confirmed', 'consistent', 'ambiguous', 'gone', 'not_found', 'blocked', 'image_only',
                          'no_source_given'], verdict) AS severity
    FROM finding, week WHERE starts IS NOT NULL AND (closed_at IS NULL OR closed_at >= starts)
), head AS (
    SELECT report_id, claim_id, answer, arg_min(verdict, severity) FILTER (was_then) AS verdict_before,
           arg_min(verdict, severity) FILTER (is_now) AS verdict_now
    FROM graded GROUP BY report_id, claim_id, answer
)
SELECT h.*, coalesce(c.says, h.claim_id) AS says
FROM head h
LEFT JOIN claim c ON c.report_id = h.report_id AND c.claim_id = h.claim_id
WHERE h.verdict_before IS DISTINCT FROM h.verdict_now;
