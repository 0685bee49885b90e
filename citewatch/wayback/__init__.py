"""The Wayback Machine as a route to what a page said on an earlier day. Asked by `citewatch backfill` and never else.

`addresses` knows its addresses, `index` its list of copies, `copies` judges what it serves, `kept` holds every answer
for good, and `walk` goes through it all, one request at a time.
"""
