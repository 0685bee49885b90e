-- Bytes that a retention rule let go: the capture's row stays, its place in the evidence is emptied, and this row says
-- when and why.

CREATE TABLE disposal (
    capture_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, warc_file VARCHAR NOT NULL, bytes BIGINT NOT NULL,
    rule VARCHAR NOT NULL, disposed_at TIMESTAMP NOT NULL
);
