"""The suite draws on no screen, whoever runs it and wherever: set before anything makes a QApplication."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
