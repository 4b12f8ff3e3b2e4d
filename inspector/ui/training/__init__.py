"""The strip at the bottom: settings, plots, and the run."""
