"""Runs a command and prints what it took: seconds by the clock and by the processor, megabytes of its largest process.

By a process of its own, and a small one (`python -I -S`): Linux counts what a process was forked from as its memory.
"""

import resource
import subprocess
import sys
import time

start = time.perf_counter()
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False).returncode
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)
sys.exit(status)
