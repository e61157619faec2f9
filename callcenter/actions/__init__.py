"""What the call centre does: the listing is the feature list."""
