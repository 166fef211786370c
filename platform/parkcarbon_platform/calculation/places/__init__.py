"""What is used in a place, by the meters in it and those that lead out of it."""
