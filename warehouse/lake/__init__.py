"""The warehouse on many machines: DuckLake, with its catalogue in PostgreSQL and its rows in Parquet files.

Tables, views and statements are those of the one file. What DuckLake takes otherwise stands in `differences`.
"""
