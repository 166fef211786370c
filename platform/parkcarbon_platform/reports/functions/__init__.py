"""The functions of a digital energy and carbon centre that a park has, with their evidence."""
