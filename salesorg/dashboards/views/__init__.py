"""Pages that stand above all stages, one file per thing."""
