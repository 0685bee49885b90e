-- A page of the review desk reads as many rows as it shows. So what the overview counts is kept as the lines are, and a
-- line says whether it may be one of a redesign's.

CREATE TABLE review_section (
    report_id VARCHAR NOT NULL, section VARCHAR NOT NULL, verdict VARCHAR, family VARCHAR, claims BIGINT NOT NULL,
    first_claim_id VARCHAR NOT NULL
);
CREATE TABLE review_change (
    report_id VARCHAR NOT NULL, claim_id VARCHAR NOT NULL, answer VARCHAR NOT NULL, verdict_before VARCHAR,
    verdict_now VARCHAR, says VARCHAR NOT NULL
);
DROP TABLE review_line;
CREATE TABLE review_line (
    alert_id VARCHAR NOT NULL, finding_id VARCHAR, report_id VARCHAR NOT NULL, report_title VARCHAR, claim_id VARCHAR NOT NULL,
    check_name VARCHAR NOT NULL, verdict VARCHAR NOT NULL, source_id VARCHAR, figure VARCHAR, publisher VARCHAR,
    says VARCHAR, section VARCHAR, place VARCHAR, prominence VARCHAR NOT NULL, stated VARCHAR, observed VARCHAR,
    unit VARCHAR, difference DECIMAL(38,10), ratio DECIMAL(38,10), reason_en VARCHAR, reason_zh VARCHAR,
    suggestion_en VARCHAR, suggestion_zh VARCHAR, words VARCHAR NOT NULL, redesign VARCHAR,
    weight INTEGER NOT NULL, opened_at TIMESTAMP NOT NULL, closed_at TIMESTAMP, alert_state VARCHAR NOT NULL,
    state VARCHAR NOT NULL, version INTEGER NOT NULL, assignee VARCHAR, snoozed_until DATE, is_reopened BOOLEAN NOT NULL
);
