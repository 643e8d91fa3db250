"""The workbook opens in LibreOffice, which is installed where the browsers are."""

import csv
import subprocess
from pathlib import Path

import pytest

from browser_program import find_office
from mkdocs_study.cli import main
from tests.library_sites import inside
from tests.saved_files import done, saved, write_saved

OPEN_SECONDS = 120
UTF_8, EVERY_SHEET = "76", "-1"


@pytest.fixture(scope="session")
def office() -> str:
    """Give the LibreOffice to test with; its absence is a failure, not a skip."""
    program = find_office()
    if program is None:
        pytest.fail("no LibreOffice on PATH: apt-get install libreoffice-calc-nogui")
    return program


def convert(office: str, file: Path, target: str, out: Path) -> None:
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    options = [profile, "--headless", "--convert-to", target, "--outdir", str(out)]
    finished = subprocess.run(
        [office, *options, str(file)],
        capture_output=True,
        text=True,
        timeout=OPEN_SECONDS,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr


def test_libreoffice_reads_every_sheet_and_prints_it(office: str, tmp_path: Path) -> None:
    names = ["王敏", "李四", "=1+1"]
    files = [
        write_saved(tmp_path / f"{n}.json", saved({"case-one": done(on="2026-11-20")}, name))
        for n, name in enumerate(names)
    ]
    with inside(tmp_path):
        assert main(["report", *map(str, files), "-o", "a.xlsx"]) == 0
    out = tmp_path / "out"
    out.mkdir()
    options = f"44,34,{UTF_8},1,,0,false,true,false,false,false,{EVERY_SHEET}"
    convert(office, tmp_path / "a.xlsx", f"csv:Text - txt - csv (StarCalc):{options}", out)
    sheets = {
        file.stem.split("-", 1)[1]: list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
        for file in out.glob("*.csv")
    }
    assert sorted(sheets) == sorted(["说明", "汇总", "图表", "单元", "明细", "缺项"])
    assert "自行填报" in sheets["说明"][1][0]
    assert [row[0] for row in sheets["汇总"][1:]] == ["=1+1", "李四", "王敏"]
    assert sheets["明细"][2][1] == "2026-11-20"
    convert(office, tmp_path / "a.xlsx", "pdf", out)
    assert (out / "a.pdf").read_bytes().startswith(b"%PDF-")
