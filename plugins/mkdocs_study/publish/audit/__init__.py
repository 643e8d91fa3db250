"""From a finished site and its sources to what must not, or should not, be published as it is."""
