"""Names what is missing before anything is installed, each with its remedy. Runs on any Python 3."""

import shutil
import subprocess
import sys


def version_of(command):
    try:
        text = subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return tuple(int(part) for part in text.strip().lstrip("v").split(".")[:2])


def faults():
    if sys.version_info < (3, 11):  # this script also runs on what is too old
        yield "Python 3.11 or newer is needed; this is %d.%d. Try: make demo PYTHON=python3.12" % sys.version_info[:2]
    try:
        import ensurepip  # noqa: F401  # Debian packs it apart
        import venv  # noqa: F401
    except ImportError:
        yield "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"
    node = version_of("node")
    if node is None:
        yield "Node.js 20 or newer is needed to build the console. See nodejs.org, or: apt-get install nodejs npm"
    elif node < (20, 0):
        yield "Node.js 20 or newer is needed; this is %d.%d." % node
    if shutil.which("npm") is None:
        yield "npm is missing; it comes with Node.js."


found = list(faults())
for fault in found:
    print("opencem: " + fault, file=sys.stderr)
sys.exit(1 if found else 0)
