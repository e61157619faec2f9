"""Pages of the hunters, one file per desk."""
