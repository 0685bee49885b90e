"""Figures in a text: `figures` and the readers of numbers, units, dates and hedges in four languages."""
