"""A believable department for a newcomer: the real actions, driven through simulated time. Nothing is written around them."""
