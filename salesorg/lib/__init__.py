"""Helpers without a clock and without models; everybody may import from here, and nothing here imports from above."""
