"""The API, one file per side of the call centre."""
