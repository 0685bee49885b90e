-- Pictures that figures stand in: each fetch of one, what a machine read in its bytes, and the mark and box of a value
-- that was read so. `content_digest` is what there was to read: the page, or the page and its pictures together.

ALTER TABLE capture ADD COLUMN content_digest VARCHAR;
ALTER TABLE capture ADD COLUMN pictures VARCHAR;
UPDATE capture SET content_digest = body_digest, pictures = '[]';
ALTER TABLE observation ADD COLUMN picture_digest VARCHAR;
ALTER TABLE observation ADD COLUMN box VARCHAR;
ALTER TABLE observation ADD COLUMN confidence_permille INTEGER;
CREATE TABLE picture_capture (
    capture_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, route VARCHAR NOT NULL, origin VARCHAR NOT NULL,
    url VARCHAR NOT NULL, final_url VARCHAR NOT NULL, status INTEGER, state VARCHAR NOT NULL, is_moved BOOLEAN NOT NULL,
    reason VARCHAR NOT NULL, captured_at TIMESTAMP NOT NULL, document_on DATE, content_type VARCHAR, charset VARCHAR,
    body_digest VARCHAR, body_length BIGINT, payload_digest VARCHAR, etag VARCHAR, last_modified VARCHAR,
    hops VARCHAR NOT NULL, headers VARCHAR NOT NULL, robots VARCHAR, retry_after_s INTEGER, warc_file VARCHAR,
    warc_offset BIGINT, warc_length BIGINT
);
CREATE TABLE picture_text (
    body_digest VARCHAR NOT NULL, engine VARCHAR NOT NULL, outcome VARCHAR NOT NULL, reason VARCHAR NOT NULL,
    format VARCHAR, width INTEGER, height INTEGER, lines VARCHAR NOT NULL
);
