"""Pages, one file per desk: each view is a guard, a fetch through access, one action and an answer."""
