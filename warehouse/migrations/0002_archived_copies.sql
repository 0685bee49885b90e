-- An archived copy has two times: captured_at is when the archive made it, fetched_at when we fetched it from there.

ALTER TABLE capture ADD COLUMN fetched_at TIMESTAMP;
