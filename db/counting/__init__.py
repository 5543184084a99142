"""What the records of a plan come to: members, figures, completeness, statistics."""
