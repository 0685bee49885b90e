"""Sources: one YAML each, code only where a page needs it, and the typed readers in `reading`."""
