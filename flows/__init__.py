"""Prefect around citewatch: what runs when, and what is told of it. Everything it calls works without Prefect."""
