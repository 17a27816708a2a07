"""Work on very many rights at once, in pieces that can be cut off anywhere and taken up again."""
