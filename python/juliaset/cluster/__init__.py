"""Processes on this machine and others that compute together, as a Dask cluster.

`pip install 'juliaset[cluster]'` brings the packages that it needs. Nothing here is imported before
it is asked for: Dask takes a second.
"""
