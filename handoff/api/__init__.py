"""API of this stage: the same access and the same actions as the pages."""
