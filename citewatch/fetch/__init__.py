"""Fetching: one client per run, polite by construction, that reaches checked addresses only.

`settings` says what can be asked and set; `client` is the way in; `stream`, `addresses` and `target` guard the
network; `hosts`, `slots`, `retry` and `robots` are the manners; `headers` and `decode` read what servers send;
`outcome` turns it into a capture.
"""

from citewatch.fetch.client import Client
from citewatch.fetch.errors import FetchSetupError
from citewatch.fetch.robots_kept import RobotsFile
from citewatch.fetch.settings import Exchange, Fetched, FetchRequest, FetchSettings, Outside
from citewatch.urls import clean_url

__all__ = [
    "Client",
    "Exchange",
    "FetchRequest",
    "FetchSettings",
    "FetchSetupError",
    "Fetched",
    "Outside",
    "RobotsFile",
    "clean_url",
]
