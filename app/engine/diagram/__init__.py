"""What a diagram says, read once from its XML and never changed; only the engine room may call."""
