"""The only door to a network: what a person orders with the address of a PostgreSQL server, and nothing else."""
