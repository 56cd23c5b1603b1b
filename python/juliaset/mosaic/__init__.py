"""Pictures larger than the memory of a machine, computed tile by tile into a Zarr store.

`pip install 'juliaset[cluster]'` brings the packages that it needs.
"""

from juliaset.mosaic.checking import Fault
from juliaset.mosaic.computation import Progress
from juliaset.mosaic.errors import DigestConflictError, MosaicError
from juliaset.mosaic.layout import Layout, Level, Place
from juliaset.mosaic.mosaic import Mosaic

__all__ = [
    "DigestConflictError",
    "Fault",
    "Layout",
    "Level",
    "Mosaic",
    "MosaicError",
    "Place",
    "Progress",
]
