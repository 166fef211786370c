"""Places of a park: park, enterprise, node, meter; what each uses and of what parts, and its plan."""
