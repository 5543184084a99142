"""Compiles the plan language to SQL: sets become views, readings the queries that list their members."""
