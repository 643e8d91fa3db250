"""From a checked library to a site that may be shown: checks, audiences, staging."""
