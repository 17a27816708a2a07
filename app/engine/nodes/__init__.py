"""How each kind of element behaves when a token comes: one SpiffWorkflow task spec a kind, shared between cases."""
