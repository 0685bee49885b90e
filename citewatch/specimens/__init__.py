"""The specimen site: our own dated pages, served over real HTTPS on loopback under their real host names."""
