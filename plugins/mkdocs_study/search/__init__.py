"""Chinese full-text search for any Material site: index, files, and the browser's engine."""
