"""Why a fetch gave no page, in words a person can act on.

SettingsError
└── FetchSetupError    fetching can't start at all (no contact set): stops the run
Problem                one exchange failed: becomes the state and reason of a capture, never leaves the client
"""

import errno
import ssl

import h2.exceptions
import httpcore
import httpx

from citewatch.errors import SettingsError
from schemas.capture import State


class FetchSetupError(SettingsError):
    """Fetching can't start: a setting is missing or wrong. The message says which and what to write."""


class Problem(Exception):
    """One exchange failed. `retry`: the same request may work in a moment."""

    def __init__(self, state: State, reason: str, *, retry: bool = False, retry_after_s: int | None = None) -> None:
        super().__init__(reason)
        self.state: State = state
        self.reason = reason
        self.retry = retry
        self.retry_after_s = retry_after_s
        self.began = False
        """The answer had begun to come: the server is there, and only this page did not come to its end."""


NETWORK_ERRORS = (
    Problem,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    h2.exceptions.H2Error,
    httpx.InvalidURL,
)
"""All that a server or the network can make the libraries raise. Anything else is a bug of ours and is let through."""

# OpenSSL's X509_V_ERR numbers: the texts differ between versions, the numbers don't.
_CERTIFICATE = {
    9: "its certificate is not valid yet; look at this machine's clock first",
    10: "its certificate has expired; the site's owner has to renew it",
    18: "its certificate is self-signed, so nobody vouches for it",
    19: "its certificate comes from a self-signed authority that this machine does not trust",
    20: "its certificate comes from an authority that this machine does not trust, or the server leaves out a link",
    62: "its certificate is for another host name",
    64: "its certificate is for another address",
}


NO_DESCRIPTORS = (errno.EMFILE, errno.ENFILE)


def no_descriptors(host: str) -> Problem:
    """Ours, not the host's: nothing more can be opened on this machine."""
    return Problem(
        "unreachable",
        f"{host} was not asked: this machine has no file descriptor left (too many open files). Raise the limit with "
        "ulimit -n, or look for what keeps files open.",
        retry=True,
    )


def tls_problem(host: str, error: Exception) -> Problem:
    """A failed TLS handshake in words. A bad certificate is not retried: it won't change in a second."""
    if isinstance(error, ssl.SSLCertVerificationError):
        why = _CERTIFICATE.get(error.verify_code, f"its certificate was not accepted ({error.verify_message})")
        return Problem("unreachable", f"We refused the secure connection to {host}: {why}.")
    if isinstance(error, ssl.SSLError):
        detail = (error.reason or "protocol error").replace("_", " ").lower()
        return Problem("unreachable", f"A secure connection to {host} could not be agreed on ({detail}).")
    return Problem("unreachable", f"{host} closed the connection during the TLS handshake.", retry=True)


def explain(host: str, error: Exception) -> Problem:
    """What the HTTP libraries raised, as a problem."""
    if isinstance(error, Problem):
        return error
    inner = error.args[0] if error.args else None
    if isinstance(inner, h2.exceptions.H2Error):
        error = inner  # httpcore calls these local, but it is the server's frames that h2 objects to
    if isinstance(error, httpcore.LocalProtocolError | httpx.InvalidURL):
        return Problem("unreachable", f"No valid request can be made for {host} ({_short(error)}).")
    return Problem("unreachable", _words(host, error), retry=True)


def _words(host: str, error: Exception) -> str:
    text = _short(error)
    match error:
        case httpcore.ReadTimeout():
            return f"{host} sent nothing for too long (read time limit)."
        case httpcore.WriteTimeout():
            return f"{host} did not take our request in time (write time limit)."
        case httpcore.TimeoutException():
            return f"{host} took too long."
        case httpcore.NetworkError():
            return f"{host} cut the connection ({text})."
        case h2.exceptions.InvalidBodyLengthError():
            return f"{host} announced another length than it sent ({text})."
    if "without sending complete message body" in text:
        return f"{host} closed the connection before the whole page had come."
    if "disconnected" in text:
        return f"{host} closed the connection before it had answered."
    if "StreamReset" in text:
        return f"{host} broke off its answer (HTTP/2 stream reset)."
    if "ConnectionTerminated" in text:
        return f"{host} ended the connection (HTTP/2 GOAWAY)."
    return f"{host} broke the rules of HTTP ({text or type(error).__name__})."


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
