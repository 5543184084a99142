"""The official report: what it says (contents) and how it looks (layout, styles)."""
