"""Pages of every form (HTML, JSON, XML, PDF) as blocks in reading order, each with its span."""
