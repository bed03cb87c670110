"""The documents on a local page while they are written: shown again on every save, each word leading to its line."""
