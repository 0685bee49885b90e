-- Version 1 of what analysts may rely on: each query names all columns of a view or of an as-of question.
-- A line is never changed or removed; a view may gain columns. A view that has to change gets another name beside the old one.

SELECT source_id, stay, body_digest, first_at, last_at, captures, archived, first_capture_id, last_capture_id,
    document_on, origin, route
FROM capture_stay;
SELECT decision_id, alert_id, version, seq, act, state, assignee, snoozed_until, note, mistake, observed, span,
    previous_alert_id, undoes, request_id, by_whom, decided_at
FROM current_decision;
SELECT finding_id, report_id, claim_id, answer, check_name, verdict, family, source_id, figure, observation_id,
    capture_id, stated, stated_value, observed, observed_value, first_read_value, unit, difference, ratio, edition,
    reason_en, reason_zh, suggestion_en, suggestion_zh, sentence, span_start, span_end, needs_second, finding_key,
    episode, first_at, closed_at, alert_key, recorded_at, report_title, says, section, place, measures, severity
FROM current_findings;
SELECT source_id, figure, first_at, last_at, captures, archived, value, low, high, unit, comparator, date, period,
    label, picture, picture_digest, box, confidence_permille, as_printed, sentence, capture_id, observation_id,
    origin, read_by
FROM figure_history;
SELECT finding_id, report_id, claim_id, answer, check_name, verdict, family, source_id, figure, observation_id,
    capture_id, stated, stated_value, observed, observed_value, first_read_value, unit, difference, ratio, edition,
    reason_en, reason_zh, suggestion_en, suggestion_zh, sentence, span_start, span_end, needs_second, finding_key,
    episode, first_at, closed_at, alert_key, recorded_at, report_title, says, section, place, measures, severity
FROM finding_history;
SELECT report_id, claim_id, answer, verdict, family, all_verdicts, reason_en, reason_zh
FROM headline;
SELECT report_id, claim_id, check_name, source_id, figure, observed, observed_value, note, by_whom, decided_at,
    alert_id
FROM last_accepted;
SELECT capture_id, source_id, route, route_order, origin, url, final_url, status, state, is_moved, reason,
    captured_at, document_on, content_type, charset, body_digest, body_length, payload_digest, etag, last_modified,
    hops, headers, robots, retry_after_s, warc_file, warc_offset, warc_length, fetched_at, content_digest, pictures,
    shown_at, known_at
FROM readable_capture;
SELECT capture_id, source_id, route, route_order, origin, url, final_url, status, state, is_moved, reason,
    captured_at, document_on, content_type, charset, body_digest, body_length, payload_digest, etag, last_modified,
    hops, headers, robots, retry_after_s, warc_file, warc_offset, warc_length, fetched_at, content_digest, pictures
FROM source_attempt;
SELECT source_id, publisher, title, reader, every, state, status, reason, route, origin, is_moved, final_url, last_at,
    last_good_at, open_issues, promised, archived_copies, newest_copy_at
FROM source_health;
SELECT report_id, claim_id, says, cites, last_good_at, state
FROM stale_claims;
SELECT source_id, figure, outcome, value, low, high, unit, comparator, date, period, label, as_printed, sentence,
    shown_at, capture_id, observation_id
FROM figures_on('2024-12-31');
SELECT finding_id, report_id, claim_id, answer, check_name, verdict, family, source_id, figure, observation_id,
    capture_id, stated, stated_value, observed, observed_value, first_read_value, unit, difference, ratio, edition,
    reason_en, reason_zh, suggestion_en, suggestion_zh, sentence, span_start, span_end, needs_second, finding_key,
    episode, first_at, closed_at, alert_key, recorded_at, report_title, says, section, place, measures, severity
FROM findings_on('2024-12-31');
SELECT report_id, claim_id, answer, verdict, family, all_verdicts, reason_en, reason_zh
FROM headline_on('2024-12-31');
SELECT issue_id, source_id, figure, kind, expected, found, remedy, issue_key, episode, first_at, closed_at,
    recorded_at
FROM issues_on('2024-12-31');
