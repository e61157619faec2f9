"""What is typed on the roof, one file per thing."""
