"""One start, told on standard output in milliseconds since START (a CLOCK_MONOTONIC time in ns, in the environment).

starting.py bare: a plain PySide6 window; prints when its first paint is done.
starting.py bodymap VAULT: the program; prints when the window's first paint is done, when the plate stands painted at
its own scale, and when the records are open and the list is shown.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def since_start() -> float:
    return (time.clock_gettime_ns(time.CLOCK_MONOTONIC) - int(os.environ["START"])) / 1e6


def main() -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

    told: dict[str, float] = {}

    class Watch(QObject):
        """Notes the first paint of a window: done when the first event after it comes that paints nothing."""

        painting = False
        view: QWidget | None = None

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                if (
                    "plate" not in told
                    and isinstance(watched, QWidget)
                    and watched.objectName() == "body-view"
                ):
                    self.view = watched
                if not self.painting and isinstance(watched, QWidget) and watched.isWindow():
                    self.painting = True
                    if sys.argv[1] == "bare":
                        QTimer.singleShot(0, application.quit)
                    else:
                        watched.ready.connect(self.ready)
                return False
            if self.painting and "window" not in told:
                told["window"] = since_start()
            if self.view is not None and "plate" not in told and self.view.plate and self.view.sharp:
                told["plate"] = since_start()
            return False

        def ready(self) -> None:
            told["ready"] = since_start()
            QTimer.singleShot(0, application.quit)

    application = QApplication(["starting"])
    watch = Watch()
    application.installEventFilter(watch)
    if sys.argv[1] == "bare":
        window = QMainWindow()
        window.resize(1366, 768)
        window.show()
        application.exec()
    else:
        sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
        from bodymap.app import main as run

        run(["--vault", sys.argv[2], "--size", "1366x768", "--visit", "last"])
    print(json.dumps(told))
    sys.stdout.flush()
    # What happens at exit is not what is measured.
    os._exit(0)


main()
