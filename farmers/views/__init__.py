"""Pages of the client department."""
