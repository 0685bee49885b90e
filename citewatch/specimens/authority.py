"""The site's certificate, from an authority made for one run, and the network map that names it."""

from __future__ import annotations

import os
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from ipaddress import IPv4Address
from pathlib import Path

import trustme

from schemas.network import Address, NetworkMap

MAP_NAME = "network.json"


@dataclass(frozen=True, slots=True)
class Certified:
    """Where a run's certificate files are. The authority's own key is never written anywhere."""

    authority: Path
    key: Path

    def server_context(self) -> ssl.SSLContext:
        """TLS as the site speaks it: HTTP/2 if the client can, else HTTP/1.1."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["h2", "http/1.1"])
        context.load_cert_chain(self.key)
        return context


def certify(hosts: Sequence[str], folder: Path) -> Certified:
    """Make an authority and one certificate for all hosts, in `folder`; only its owner can read the key."""
    folder.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA(organization_name="citewatch specimens")
    leaf = authority.issue_cert(*(hosts or ("nothing.invalid",)), common_name="citewatch specimen site")
    files = Certified(folder / "ca.pem", folder / "site-key.pem")
    chain = b"".join(blob.bytes() for blob in leaf.cert_chain_pems)
    _write(files.key, leaf.private_key_pem.bytes() + chain, 0o600)
    _write(files.authority, authority.cert_pem.bytes(), 0o644)
    return files


def write_map(folder: Path, hosts: Sequence[str], port: int, authority: Path, day: date) -> Path:
    """Write the network map: its reader reaches every host at `port` and trusts that authority alone."""
    here = Address(ip=IPv4Address("127.0.0.1"), port=port)
    # The authority by its name only: the folder may be moved or mounted elsewhere.
    network = NetworkMap(hosts=dict.fromkeys(hosts, here), authority=Path(authority.name), date=day)
    path = folder / MAP_NAME
    _write(path, (network.model_dump_json(indent=1) + "\n").encode(), 0o644)
    return path


def _write(path: Path, content: bytes, mode: int) -> None:
    """Write beside and rename: no reader ever sees half a file, and the mode is right from the start."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    beside.replace(path)
