-- What the tables review_line and review_source have to hold. They are kept so by warehouse/lines.py, within the
-- transactions that change what they are made of; review_source at the end of a refresh.

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
), placed AS (
    SELECT report_id, claim_id, says, section, place,
           CASE WHEN regexp_matches(section, '^(摘要|結論|[Ss]ummary|[Aa]bstract|[Kk]ey |[Ee]xec)') THEN 'summary'
                WHEN regexp_matches(place, '圖|表|[Ff]igure|[Tt]able|[Cc]hart') THEN 'figure'
                WHEN regexp_matches(place, '^(註|[Nn]ote|[Ff]ootnote)') OR section IN ('註腳', 'Notes', 'Footnotes')
                    THEN 'footnote'
                ELSE 'text' END AS prominence
    FROM claim
)
SELECT a.alert_id, f.finding_id, a.report_id, r.title AS report_title, a.claim_id, a.check_name, a.verdict, f.source_id, f.figure,
       s.publisher, p.says, p.section, p.place, coalesce(p.prominence, 'text') AS prominence, f.stated, a.observed,
       f.unit, f.difference, f.ratio, f.reason_en, f.reason_zh, f.suggestion_en, f.suggestion_zh,
       lower(concat_ws(' ', a.claim_id, p.says, p.section, p.place, f.source_id, s.publisher, f.figure, a.observed))
           AS words,
       coalesce(g.is_so, false) AS agreed_before,
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
LEFT JOIN agreed g ON g.report_id = a.report_id AND g.claim_id = a.claim_id AND g.source_id = f.source_id
                  AND g.figure = f.figure
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
