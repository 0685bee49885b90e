-- Rows that their contract refused, kept with the reason so that nothing is dropped silently.
CREATE TABLE quarantine (
    quarantine_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, table_name VARCHAR NOT NULL, column_name VARCHAR NOT NULL,
    rule VARCHAR NOT NULL, found VARCHAR NOT NULL, content VARCHAR NOT NULL, quarantined_at TIMESTAMP NOT NULL
);
