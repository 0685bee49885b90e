-- A line says what its alert rests on, so that a sheet of a hundred corrections looks up no capture and no source.
-- It is filled when the views are made, from the view that says what it has to hold.

DROP TABLE review_line;
CREATE TABLE review_line (
    alert_id VARCHAR NOT NULL, finding_id VARCHAR, report_id VARCHAR NOT NULL, report_title VARCHAR,
    report_language VARCHAR, claim_id VARCHAR NOT NULL, check_name VARCHAR NOT NULL, verdict VARCHAR NOT NULL,
    source_id VARCHAR, figure VARCHAR, publisher VARCHAR, source_title VARCHAR, source_url VARCHAR, says VARCHAR,
    section VARCHAR, place VARCHAR, prominence VARCHAR NOT NULL, stated VARCHAR, observed VARCHAR, unit VARCHAR,
    difference DECIMAL(38,10), ratio DECIMAL(38,10), reason_en VARCHAR, reason_zh VARCHAR, suggestion_en VARCHAR,
    suggestion_zh VARCHAR, capture_id VARCHAR, captured_at TIMESTAMP, document_on DATE, route VARCHAR,
    capture_url VARCHAR, final_url VARCHAR, body_digest VARCHAR, words VARCHAR NOT NULL, redesign VARCHAR,
    weight INTEGER NOT NULL, opened_at TIMESTAMP NOT NULL, closed_at TIMESTAMP, alert_state VARCHAR NOT NULL,
    state VARCHAR NOT NULL, version INTEGER NOT NULL, assignee VARCHAR, snoozed_until DATE, is_reopened BOOLEAN NOT NULL
);
