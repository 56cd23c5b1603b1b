"""One module for each topic; importing this package registers every claim."""

from importlib import import_module

from claims.claim import TITLES as TITLES

for module in TITLES:
    import_module(f"claims.topics.{module}")
