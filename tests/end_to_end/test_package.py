"""What make package makes: the same bytes from every folder, and enough for CloudFormation alone."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Cloud
from tools.deploy import runtime
from tools.local import ROOT, SAM

pytestmark = pytest.mark.end_to_end

MAKE = "import sys; from pathlib import Path; from tools.package import package; package(*map(Path, sys.argv[1:]))"


def packaged(source: Path, target: Path) -> Path:
    """Make the package of a folder in another; return that one."""
    target.mkdir()
    subprocess.run([SAM.with_name("python"), "-c", MAKE, source, target], check=True, cwd=ROOT)
    return target


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the package."""
    return packaged(ROOT, tmp_path_factory.mktemp("package") / "dist")


def test_two_folders_make_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "another place"
    shutil.copytree(ROOT / "handler", elsewhere / "handler", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("template.yaml", "pyproject.toml"):
        shutil.copyfile(ROOT / name, elsewhere / name)
    again = packaged(elsewhere, tmp_path / "dist")
    assert (again / "SHA256SUMS").read_text() == (dist / "SHA256SUMS").read_text()


def test_the_sums_are_of_every_file_and_the_bill_names_every_requirement(dist: Path) -> None:
    lines = [line.split("  ") for line in (dist / "SHA256SUMS").read_text().splitlines()]
    files = {path.name: path for path in dist.iterdir() if path.name != "SHA256SUMS"}
    assert {name: sum_ for sum_, name in lines} == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()
    }
    requirements = (ROOT / "handler" / "requirements.txt").read_text().splitlines()
    named = {one["name"].lower() for one in json.loads(files["bom.cdx.json"].read_text())["components"]}
    assert named == {line.split("==")[0].split("[")[0].lower() for line in requirements if "==" in line}


def test_cloudformation_alone_deploys_it_and_a_stack_runs_on_it(cloud: Cloud, dist: Path) -> None:
    template = (dist / "template.yaml").read_text(encoding="utf-8")
    assert "Transform" not in template and len(template) < 51_200  # what create_stack takes without a bucket
    s3 = cloud.aws.client("s3")
    s3.create_bucket(Bucket="code-us-east-1")
    for path in dist.glob("*.zip"):
        s3.upload_file(str(path), "code-us-east-1", f"packages/{path.name}")
    parameters = {"CodeBucket": "code", "CodeBucketPerRegion": "true", "CodeKeyPrefix": "packages/"}
    parameters |= {"PythonRuntime": runtime(), "OpenSearchEndpointUrl": cloud.aws.opensearch, "RolePath": "/packages/"}
    events = list(cloud.stacks.create("plain", template, **parameters))
    assert cloud.stacks.status("plain") == "CREATE_COMPLETE", events
    token = cloud.aws.client("ssm").get_parameter(Name="/opensearch-packages/plain/ServiceToken")["Parameter"]["Value"]
    assert token == cloud.stacks.outputs("plain")["ServiceToken"]
    domain, package = cloud.domain("plain-movies"), cloud.package("plain-words")
    cloud.create("plain-search", domain, package, provider="plain")
    assert cloud.associations(domain) == {package: "ACTIVE"}
    list(cloud.stacks.delete("plain-search"))
    assert cloud.associations(domain) == {}
