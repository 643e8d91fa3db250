"""nginx before an object store serves its pages, by the lines that docs/dev/hosting.md gives."""

import datetime as dt
import re
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from mkdocs_study.publish.hosting.s3 import upload_release
from mkdocs_study.publish.hosting.s3_store import S3Target
from mkdocs_study.publish.release.layout import release_id
from mkdocs_study.publish.release.manifest import Manifest, list_files
from tests.builds import ROOT
from tests.hosting import HOST, free_port, run_nginx

DAY = "2026-01-01T00:00:00+00:00"


def test_pages_of_a_store_behind_nginx(
    shipped_site: Path, nginx_program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    store = ThreadedMotoServer(ip_address=HOST, port=0)
    store.start()
    try:
        endpoint = f"http://{HOST}:{store.get_host_and_port()[1]}"
        client = boto3.client("s3", endpoint_url=endpoint)
        client.create_bucket(Bucket="study", ACL="public-read")
        manifest = Manifest(
            id=release_id(1, dt.date(2026, 1, 1)),
            serial=1,
            built_at=DAY,
            published_at=DAY,
            files=list_files(shipped_site),
        )
        upload_release(shipped_site, manifest, S3Target.named("s3://study/public", endpoint))
        for each in client.list_objects_v2(Bucket="study")["Contents"]:
            client.put_object_acl(Bucket="study", Key=each["Key"], ACL="public-read")
        page = (ROOT / "docs" / "dev" / "hosting.md").read_text("utf-8")
        (lines,) = re.findall(r"```nginx\n(.*?)```", page, re.DOTALL)
        port = free_port()
        file = tmp_path / "proxy.conf"
        text = lines.replace("http://minio:9000", endpoint)
        file.write_text(f"server {{ listen {HOST}:{port};\n{text}}}\n", encoding="utf-8")
        with run_nginx(nginx_program, [file], tmp_path / "work", port) as server:
            for path in ("", "texts/", "search/search_index.json", "assets/site.css"):
                local = shipped_site / (
                    f"{path}index.html" if path.endswith("/") or not path else path
                )
                assert server.ask(f"/{path}").body == local.read_bytes(), path
            assert server.ask("/none/").status == 404
    finally:
        store.stop()
