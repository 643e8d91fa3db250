"""Study tracks and yearly plans: checked, assembled for a build and turned into pages."""
