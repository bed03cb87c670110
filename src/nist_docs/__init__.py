"""One hearing in YAML; press release, briefing and report from it."""

__version__ = "0.1.0"
