"""What make package makes: the same bytes from every folder, and enough for CloudFormation alone."""

import hashlib
import json
import marshal
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.end_to_end.conftest import TEMPLATE, Cloud
from tools.deploy import runtime
from tools.local import ROOT, SAM

pytestmark = pytest.mark.end_to_end

IMPORTED = '\n        Fn::ImportValue: !Sub "${ProviderStack}-ServiceToken"'
MAKE = "import sys; from pathlib import Path; from tools.package import package; package(*map(Path, sys.argv[1:]))"


def packaged(source: Path, target: Path) -> Path:
    """Make the package of a folder in another; return that one."""
    target.mkdir()
    command = [str(SAM.with_name("python")), "-c", MAKE, str(source), str(target)]
    subprocess.run(command, check=True, cwd=ROOT)
    return target


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the package."""
    return packaged(ROOT, tmp_path_factory.mktemp("package") / "dist")


def test_two_folders_make_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "another place"
    for name in ("handler", "lint"):
        shutil.copytree(ROOT / name, elsewhere / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("template.yaml", "pyproject.toml", "LICENSE"):
        shutil.copyfile(ROOT / name, elsewhere / name)
    again = packaged(elsewhere, tmp_path / "dist")
    assert (again / "SHA256SUMS").read_text() == (dist / "SHA256SUMS").read_text()


def test_the_zips_hold_all_of_the_code_and_bytecode_that_names_lambdas_paths(dist: Path) -> None:
    with zipfile.ZipFile(next(dist.glob("Function-*.zip"))) as archive:
        files = set(archive.namelist())
        compiled = [name for name in files if name.endswith(f"app.{sys.implementation.cache_tag}.pyc")]
        code = [marshal.loads(archive.read(name)[16:]) for name in compiled]
    sources = [path for pattern in ("*.py", "schema.json") for path in (ROOT / "handler").rglob(pattern)]
    assert {path.relative_to(ROOT / "handler").as_posix() for path in sources} <= files
    assert [one.co_filename for one in code] == ["/var/task/app.py"]
    assert not [name for name in files if name.endswith("RECORD") or name.startswith("bin/")]


def test_the_last_responder_runs_on_its_zip_and_the_standard_library_alone(dist: Path) -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import last_responder; print(last_responder.ATTEMPTS)"
    command = [sys.executable, "-I", "-S", "-c", code, str(next(dist.glob("LastResponder-*.zip")))]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "5\n"


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
    name = "/opensearch-packages/plain/ServiceToken"
    token = cloud.aws.client("ssm").get_parameter(Name=name)["Parameter"]["Value"]
    assert token == cloud.stacks.outputs("plain")["ServiceToken"]
    domain, package = cloud.domain("plain-movies"), cloud.package("plain-words")
    soft = TEMPLATE.replace(IMPORTED, " !Ref ProviderStack").replace(
        "ProviderStack:\n    Type: String", "ProviderStack:\n    Type: AWS::SSM::Parameter::Value<String>"
    )
    assert "ImportValue" not in soft
    found = {"DomainName": domain, "PackageID": package, "ProviderStack": name}
    events = list(cloud.stacks.create("plain-search", soft, **found))
    assert cloud.stacks.status("plain-search") == "CREATE_COMPLETE", events
    assert cloud.associations(domain) == {package: "ACTIVE"}
    list(cloud.stacks.delete("plain-search"))
    assert cloud.associations(domain) == {}
