"""Loaded before everything else (`-p tests.environment`): pytest-django reads the settings earlier than any conftest."""

from __future__ import annotations

import os
import tempfile

from hypothesis import HealthCheck, settings

# A data folder of its own for each process, so that no test ever touches var/.
os.environ["OPENCEM_DATA_DIR"] = tempfile.mkdtemp(prefix="opencem-test-")
os.environ["OPENCEM_TESTING"] = "true"
os.environ.setdefault("OPENCEM_LOG_LEVEL", "ERROR")
for _name in ("OPENCEM_PORT", "OPENCEM_HOST", "OPENCEM_PUBLIC_URL", "OPENCEM_ROLE"):
    os.environ.pop(_name, None)

# No test asserts a time: on a busy machine Hypothesis would fail an example for being slow.
settings.register_profile("opencem", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("opencem")
