"""The API of the client department (contract.md)."""
