"""A script that ends while a daemon thread is in the middle of a kernel."""

import threading
import time

import numpy as np

from juliaset import Problem, escape_counts

ENDLESS = 2**31 - 1
problem = Problem(np.linspace(-0.3, 0.3, 999), np.linspace(-0.2, 0.2, 999), 0.25 + 0j, ENDLESS)
threading.Thread(
    target=escape_counts, args=(problem, "best"), kwargs={"threads": 1}, daemon=True
).start()
time.sleep(0.3)  # longer than the time between two looks for Ctrl-C
