-- What people decide about alerts, and what they read where a robot may not or can't. A log that only grows; each row
-- carries the whole state after it. `alert_key` ties a finding to its alert.

CREATE TABLE decision (
    decision_id VARCHAR NOT NULL, alert_id VARCHAR NOT NULL, version INTEGER NOT NULL, seq BIGINT NOT NULL,
    act VARCHAR NOT NULL, state VARCHAR NOT NULL, assignee VARCHAR, snoozed_until DATE, note VARCHAR NOT NULL,
    mistake VARCHAR, observed VARCHAR, span VARCHAR, previous_alert_id VARCHAR, undoes INTEGER,
    request_id VARCHAR NOT NULL, by_whom VARCHAR NOT NULL, decided_at TIMESTAMP NOT NULL
);
CREATE TABLE person_reading (
    capture_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, figure VARCHAR NOT NULL, observation_id VARCHAR NOT NULL,
    as_printed VARCHAR NOT NULL, sentence VARCHAR NOT NULL, url VARCHAR NOT NULL, seen_on DATE NOT NULL,
    file_name VARCHAR NOT NULL, file_digest VARCHAR, file_length BIGINT, note VARCHAR NOT NULL,
    by_whom VARCHAR NOT NULL, entered_at TIMESTAMP NOT NULL
);
ALTER TABLE observation ADD COLUMN read_by VARCHAR;
ALTER TABLE finding ADD COLUMN alert_key VARCHAR;
UPDATE finding SET alert_key = a.alert_key FROM alert a WHERE a.finding_id = finding.finding_id;
