"""The law at the terminal: releases checked and published, one decision made by hand."""
