"""Sticks: works with everything on a FAT or exFAT stick that is cut at any of its writes, or pulled out."""
