"""Fixtures that tests of more than one folder share."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests.builds import ROOT, Build, build_site

settings.register_profile("busy", deadline=None)  # how long an example takes tells of the machine
settings.load_profile("busy")


@pytest.fixture(scope="session")
def shipped_build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Give the strict build of the site that the checkout ships, whatever its outcome."""
    return build_site(ROOT, tmp_path_factory.mktemp("shipped") / "site")


@pytest.fixture(scope="session")
def shipped_site(shipped_build: Build) -> Path:
    """Give the folder of the built shipped site; a failed build fails every test that asks."""
    if shipped_build.exit_code != 0:
        pytest.fail(f"the shipped site does not build:\n{shipped_build.output}")
    return shipped_build.site
