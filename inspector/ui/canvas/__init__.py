"""The graph on the screen: one widget that paints a `Picture` at any zoom, and the painter that exports share."""
