"""The key file, and the change of its master key; the keyring above reads it, the operator's console asks for both."""
