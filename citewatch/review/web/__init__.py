"""The review desk in a browser: pages made on the server, one small script for keys, nothing from elsewhere."""
