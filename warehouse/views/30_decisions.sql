-- What people decided.

CREATE OR REPLACE VIEW current_decision AS
SELECT * FROM decision QUALIFY row_number() OVER (PARTITION BY alert_id ORDER BY version DESC) = 1;

CREATE OR REPLACE VIEW last_accepted AS
WITH undone AS (
    SELECT alert_id, undoes AS version FROM decision WHERE act = 'undo' AND undoes IS NOT NULL
)
SELECT a.report_id, a.claim_id, a.check_name, f.source_id, a.figure, d.observed, f.observed_value, f.unit, d.note, d.by_whom,
       d.decided_at, d.alert_id
FROM decision d
JOIN alert a USING (alert_id)
LEFT JOIN finding f ON f.finding_id = a.finding_id
WHERE d.act = 'accept' AND NOT EXISTS (FROM undone u WHERE u.alert_id = d.alert_id AND u.version = d.version)
QUALIFY row_number() OVER (PARTITION BY a.report_id, a.claim_id, a.check_name, f.source_id, a.figure
                           ORDER BY d.seq DESC) = 1;
