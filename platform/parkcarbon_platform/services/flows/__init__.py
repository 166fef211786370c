"""Where energy comes from and goes: the flow diagram of a park or an enterprise, and its balance."""
