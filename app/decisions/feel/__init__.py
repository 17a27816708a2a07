"""FEEL text to closures: lexer, parser, compiler; for app.decisions only."""
