"""What moves through diagrams: tokens, the levels they live on, the values they see; only the engine room calls it."""
