"""The only room with Qt: the window, the canvas, the panels, the plots and exported pictures."""
