"""What libcurl says went wrong with one transfer, as a problem in words a person can act on."""

import errno
import os

import pycurl

from citewatch.fetch.errors import NO_DESCRIPTORS, Problem, no_descriptors
from citewatch.fetch.target import Target
from citewatch.fetch.transfer import Transfer

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
_E_HTTP2_STREAM = 92  # CURLE_HTTP2_STREAM, which pycurl has no name for


def explain(here: Target, error: pycurl.error, easy: pycurl.Curl, transfer: Transfer) -> Problem:
    """The problem behind an error of libcurl; `easy` and `transfer` tell how far it had come."""
    text = "".join(char if char.isprintable() else " " for char in str(error.args[-1]))  # it may quote the server
    problem = _problem(here, int(error.args[0]), " ".join(text.split())[:200], easy, transfer)
    problem.began = transfer.has_head
    return problem


def _problem(here: Target, number: int, text: str, easy: pycurl.Curl, transfer: Transfer) -> Problem:
    host = here.host
    if number in (pycurl.E_URL_MALFORMAT, pycurl.E_BAD_FUNCTION_ARGUMENT):
        return Problem("unreachable", f"No valid request can be made for {host} ({text}).")
    if number == pycurl.E_PEER_FAILED_VERIFICATION:
        return Problem("unreachable", f"We refused the secure connection to {host}: {_certificate(easy, text)}.")
    if transfer.heard_at is None:
        return _unconnected(here, number, text, easy, transfer)
    return Problem("unreachable", _words(host, number, text, easy, transfer), retry=True)


def _unconnected(here: Target, number: int, text: str, easy: pycurl.Curl, transfer: Transfer) -> Problem:
    """There never was a connection over which to ask."""
    host = here.host
    if transfer.no_socket is not None and transfer.no_socket.errno in NO_DESCRIPTORS:
        return no_descriptors(host)
    said = int(easy.getinfo(pycurl.OS_ERRNO))
    shakes_hands = here.scheme == "https" and float(easy.getinfo(pycurl.CONNECT_TIME)) > 0
    if number == pycurl.E_OPERATION_TIMEDOUT:
        what = "did not finish the TLS handshake in time" if shakes_hands else "did not take a connection in time"
        return Problem("unreachable", f"{host} {what}.", retry=True)
    if shakes_hands:
        if said or any(word in text for word in ("SSL_ERROR_SYSCALL", "unexpected eof", "errno")):
            return Problem("unreachable", f"{host} closed the connection during the TLS handshake.", retry=True)
        return Problem("unreachable", f"A secure connection to {host} could not be agreed on ({text}).")
    why = os.strerror(said).lower() if said else text
    if said == errno.ECONNREFUSED:
        why = "it refused the connection"
    return Problem("unreachable", f"{host} can't be reached: {why}.", retry=True)


def _certificate(easy: pycurl.Curl, text: str) -> str:
    number = int(easy.getinfo(pycurl.SSL_VERIFYRESULT))
    if "subject name" in text:  # libcurl compares it, and OpenSSL has no complaint
        number = 62
    return _CERTIFICATE.get(number, f"its certificate was not accepted ({text})")


def _words(host: str, number: int, text: str, easy: pycurl.Curl, transfer: Transfer) -> str:
    if transfer.is_head_too_long:
        return f"{host} broke the rules of HTTP (the head of its answer has no end)."
    match number:
        case pycurl.E_OPERATION_TIMEDOUT:
            return f"{host} sent nothing for too long (read time limit)."
        case pycurl.E_PARTIAL_FILE:
            return f"{host} closed the connection before the whole page had come."
        case pycurl.E_GOT_NOTHING | pycurl.E_ABORTED_BY_CALLBACK:  # the latter: asked twice, for nothing
            return f"{host} closed the connection before it had answered."
        case pycurl.E_HTTP2 if not text:  # whichever side ended it
            return f"The HTTP/2 connection to {host} broke off before the answer was whole."
        case n if n == _E_HTTP2_STREAM:
            return f"{host} did not end its answer as HTTP/2 has it ({text})."
        case pycurl.E_SEND_ERROR:
            return f"{host} cut the connection ({text})."
        case pycurl.E_RECV_ERROR if int(easy.getinfo(pycurl.OS_ERRNO)) or "errno" in text or "eof" in text:
            return f"{host} cut the connection ({text})."
    return f"{host} broke the rules of HTTP ({text or f'libcurl error {number}'})."
