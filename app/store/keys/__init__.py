"""The file of master keys, and how a master key is changed; keyring.py and upkeep call it."""
