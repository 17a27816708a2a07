"""What can happen to a case, how it is written down and chained; any room above may call."""
