"""The suite draws on no screen, whoever runs it and wherever: set before anything makes a QApplication."""

import os

from hypothesis import HealthCheck, settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"

# How fast the machine is that happens to run them is nothing that examples could be wrong about.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
