"""The pairs as modules: their scripts are in the folder python/profiling/checklist."""

import sys
from pathlib import Path

CHECKLIST = Path(__file__).parents[3] / "python" / "profiling" / "checklist"
sys.path.append(str(CHECKLIST))
