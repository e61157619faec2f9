"""The roof: pages that show several stages, and nothing that decides."""
