"""How pages look and speak: languages, navigation, dates in words, the switches people set."""
