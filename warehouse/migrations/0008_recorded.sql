-- Since when we believed it, beside since when it was so: what was believed on a day can be asked. An older file knows
-- no better than first_at, or the first capture of the bytes.

ALTER TABLE finding ADD COLUMN recorded_at TIMESTAMP;
ALTER TABLE issue ADD COLUMN recorded_at TIMESTAMP;
ALTER TABLE reading ADD COLUMN recorded_at TIMESTAMP;
UPDATE finding SET recorded_at = first_at;
UPDATE issue SET recorded_at = first_at;
UPDATE reading SET recorded_at = seen.at
FROM (SELECT source_id, content_digest, min(coalesce(fetched_at, captured_at)) AS at FROM capture GROUP BY ALL) seen
WHERE seen.source_id = reading.source_id AND seen.content_digest = reading.body_digest;
UPDATE reading SET recorded_at = TIMESTAMP '1970-01-01' WHERE recorded_at IS NULL;
