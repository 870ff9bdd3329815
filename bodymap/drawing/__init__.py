"""QPainter without widgets: plates, marks, pages; screen and paper alike."""
