-- What was judged is kept packed. It holds nothing that is not made anew by the next refresh, and is made in the form
-- of the engine when the file is opened.

DROP TABLE IF EXISTS judged;
