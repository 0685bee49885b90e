-- What the review desk lists: one row an alert, and one a source. Everything in them can be had from the other tables,
-- by the views of the same name with `_derived`: they are kept because a page can't wait for that with many alerts.

CREATE TABLE review_line (
    alert_id VARCHAR NOT NULL, finding_id VARCHAR, report_id VARCHAR NOT NULL, report_title VARCHAR, claim_id VARCHAR NOT NULL,
    check_name VARCHAR NOT NULL, verdict VARCHAR NOT NULL, source_id VARCHAR, figure VARCHAR, publisher VARCHAR,
    says VARCHAR, section VARCHAR, place VARCHAR, prominence VARCHAR NOT NULL, stated VARCHAR, observed VARCHAR,
    unit VARCHAR, difference DECIMAL(38,10), ratio DECIMAL(38,10), reason_en VARCHAR, reason_zh VARCHAR,
    suggestion_en VARCHAR, suggestion_zh VARCHAR, words VARCHAR NOT NULL, agreed_before BOOLEAN NOT NULL,
    weight INTEGER NOT NULL, opened_at TIMESTAMP NOT NULL, closed_at TIMESTAMP, alert_state VARCHAR NOT NULL,
    state VARCHAR NOT NULL, version INTEGER NOT NULL, assignee VARCHAR, snoozed_until DATE, is_reopened BOOLEAN NOT NULL
);
CREATE TABLE review_source (
    source_id VARCHAR NOT NULL, publisher VARCHAR NOT NULL, title VARCHAR NOT NULL, reader VARCHAR NOT NULL,
    every VARCHAR NOT NULL, state VARCHAR, status INTEGER, is_moved BOOLEAN, final_url VARCHAR, last_at TIMESTAMP,
    last_good_at TIMESTAMP, read_at TIMESTAMP, open_issues BIGINT NOT NULL, days VARCHAR NOT NULL
);
