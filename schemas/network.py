"""The network map of a specimen catalogue: real host names, answered by a site on this machine.

It is the only place where a loopback address is allowed, and it allows nothing else.
"""

import datetime as dt
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class Address(BaseModel):
    """Where a host of the map really is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ip: IPv4Address | IPv6Address = Field(description="A loopback address, 127.0.0.1 as a rule.")
    port: int = Field(ge=1, le=65535, description="Port of the HTTPS server; stands in for 443.")
    plain_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="Port of the plain HTTP server, in place of 80; none: http:// is refused.",
    )

    @field_validator("ip")
    @classmethod
    def _loopback(cls, ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
        if not ip.is_loopback:
            raise ValueError(f"{ip} is not a loopback address; a specimen map points at this machine only")
        return ip


class NetworkMap(BaseModel):
    """Host names to loopback addresses, and the authority whose certificates they show."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    origin: Literal["specimen"] = "specimen"
    hosts: dict[str, Address] = Field(description="Real host name, lower case, to the address that answers for it.")
    authority: Path = Field(description="PEM file of the certificate authority to trust, and the only one.")
    date: dt.date | None = Field(default=None, description="The day the specimen site is showing.")

    @model_validator(mode="after")
    def _host_names(self) -> Self:
        for host in self.hosts:
            if host != host.lower() or host.endswith(".") or not host:
                raise ValueError(f"write the host {host!r} in lower case and without a trailing dot")
        return self

    def address(self, host: str) -> Address | None:
        """The address that answers for `host`, or None if the map does not know it."""
        return self.hosts.get(host.lower().rstrip("."))

    @classmethod
    def load(cls, path: Path) -> "NetworkMap":
        """Read a map from YAML or JSON; a relative authority path is taken from the file's own folder."""
        data = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        network = cls.model_validate(data)
        if network.authority.is_absolute():
            return network
        return network.model_copy(update={"authority": path.parent / network.authority})
