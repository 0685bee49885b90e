-- The nouns of DESIGN.md §3 as tables. Only what DuckDB and DuckLake share: no keys, no ON CONFLICT, no enums;
-- uniqueness is kept by MERGE on the ids and proved by tests. Times are UTC and end in _at, dates end in _on.

CREATE TABLE report (
    report_id VARCHAR NOT NULL, title VARCHAR NOT NULL, publisher VARCHAR NOT NULL, language VARCHAR NOT NULL,
    published_first_on DATE NOT NULL, published_last_on DATE NOT NULL, published_basis VARCHAR NOT NULL
);
CREATE TABLE claim (
    report_id VARCHAR NOT NULL, claim_id VARCHAR NOT NULL, says VARCHAR NOT NULL, section VARCHAR NOT NULL,
    place VARCHAR NOT NULL, kind VARCHAR NOT NULL, value DECIMAL(38,10), low DECIMAL(38,10), high DECIMAL(38,10),
    stated VARCHAR NOT NULL, unit VARCHAR, comparator VARCHAR NOT NULL, step DECIMAL(38,10), period VARCHAR,
    measures VARCHAR NOT NULL, cites VARCHAR, no_source VARCHAR, found_by_us VARCHAR NOT NULL, damage VARCHAR,
    not_judged VARCHAR
);
CREATE TABLE source (
    source_id VARCHAR NOT NULL, title VARCHAR NOT NULL, publisher VARCHAR NOT NULL, url VARCHAR NOT NULL,
    language VARCHAR NOT NULL, found_by VARCHAR NOT NULL, every VARCHAR NOT NULL, reader VARCHAR NOT NULL,
    why_planned VARCHAR, terms VARCHAR NOT NULL, hazards VARCHAR NOT NULL, routes VARCHAR NOT NULL
);
CREATE TABLE figure (
    source_id VARCHAR NOT NULL, figure VARCHAR NOT NULL, reads VARCHAR NOT NULL, unit VARCHAR, measures VARCHAR,
    is_promised BOOLEAN NOT NULL, unverified VARCHAR
);
CREATE TABLE capture (
    capture_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, route VARCHAR NOT NULL, route_order INTEGER NOT NULL, origin VARCHAR NOT NULL,
    url VARCHAR NOT NULL, final_url VARCHAR NOT NULL, status INTEGER, state VARCHAR NOT NULL, is_moved BOOLEAN NOT NULL,
    reason VARCHAR NOT NULL, captured_at TIMESTAMP NOT NULL, document_on DATE, content_type VARCHAR, charset VARCHAR,
    body_digest VARCHAR, body_length BIGINT, payload_digest VARCHAR, etag VARCHAR, last_modified VARCHAR,
    hops VARCHAR NOT NULL, headers VARCHAR NOT NULL, robots VARCHAR, retry_after_s INTEGER, warc_file VARCHAR, warc_offset BIGINT, warc_length BIGINT
);
CREATE TABLE reading (
    reading_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, figure VARCHAR NOT NULL, route VARCHAR NOT NULL,
    body_digest VARCHAR NOT NULL, reader_digest VARCHAR NOT NULL, outcome VARCHAR NOT NULL, expected VARCHAR NOT NULL,
    found VARCHAR NOT NULL, is_current BOOLEAN NOT NULL
);
CREATE TABLE observation (
    observation_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, figure VARCHAR NOT NULL, body_digest VARCHAR NOT NULL,
    reader_digest VARCHAR NOT NULL, value DECIMAL(38,10), low DECIMAL(38,10), high DECIMAL(38,10), unit VARCHAR,
    comparator VARCHAR, step DECIMAL(38,10), date VARCHAR, period VARCHAR, label VARCHAR, names VARCHAR NOT NULL,
    picture VARCHAR, as_printed VARCHAR NOT NULL, sentence VARCHAR NOT NULL, span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL, path VARCHAR NOT NULL, headers VARCHAR NOT NULL,
    is_current BOOLEAN NOT NULL
);
CREATE TABLE finding (
    finding_id VARCHAR NOT NULL, report_id VARCHAR NOT NULL, claim_id VARCHAR NOT NULL, answer VARCHAR NOT NULL,
    check_name VARCHAR NOT NULL, verdict VARCHAR NOT NULL, family VARCHAR NOT NULL, source_id VARCHAR, figure VARCHAR,
    observation_id VARCHAR, capture_id VARCHAR, stated VARCHAR NOT NULL, stated_value DECIMAL(38,10), observed VARCHAR,
    observed_value DECIMAL(38,10), first_read_value DECIMAL(38,10), unit VARCHAR, difference DECIMAL(38,10),
    ratio DECIMAL(38,10), edition VARCHAR, reason_en VARCHAR NOT NULL, reason_zh VARCHAR NOT NULL,
    suggestion_en VARCHAR, suggestion_zh VARCHAR, sentence VARCHAR, span_start INTEGER, span_end INTEGER,
    needs_second BOOLEAN NOT NULL, finding_key VARCHAR NOT NULL, episode INTEGER NOT NULL,
    first_at TIMESTAMP NOT NULL, closed_at TIMESTAMP
);
CREATE TABLE issue (
    issue_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, figure VARCHAR, kind VARCHAR NOT NULL,
    expected VARCHAR NOT NULL, found VARCHAR NOT NULL, remedy VARCHAR NOT NULL, issue_key VARCHAR NOT NULL,
    episode INTEGER NOT NULL, first_at TIMESTAMP NOT NULL, closed_at TIMESTAMP
);
CREATE TABLE alert (
    alert_id VARCHAR NOT NULL, report_id VARCHAR NOT NULL, claim_id VARCHAR NOT NULL, check_name VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL, figure VARCHAR, finding_id VARCHAR NOT NULL, alert_key VARCHAR NOT NULL,
    episode INTEGER NOT NULL, observed VARCHAR, subject VARCHAR NOT NULL,
    body VARCHAR NOT NULL, state VARCHAR NOT NULL, opened_at TIMESTAMP NOT NULL, closed_at TIMESTAMP
);
CREATE TABLE message (
    message_id VARCHAR NOT NULL, alert_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, subject VARCHAR NOT NULL,
    body VARCHAR NOT NULL, created_at TIMESTAMP NOT NULL, sent_at TIMESTAMP
);
CREATE TABLE run (
    run_id VARCHAR NOT NULL, started_at TIMESTAMP NOT NULL, finished_at TIMESTAMP, due INTEGER NOT NULL,
    captured INTEGER NOT NULL, unchanged INTEGER NOT NULL, unreadable INTEGER NOT NULL, observations INTEGER NOT NULL,
    issues INTEGER NOT NULL, alerts INTEGER NOT NULL, reader VARCHAR NOT NULL
);
