"""Turns finished sites into what serves them: server configurations, bundles, object storage."""
