"""Volume data for benchmarks: as large as asked for, the same each time, true to every constraint and trigger."""
