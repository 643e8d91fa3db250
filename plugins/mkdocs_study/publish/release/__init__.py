"""From a finished site to a release that a web server shows, whole at every moment."""
