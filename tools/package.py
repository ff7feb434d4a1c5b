"""Makes the release: zips and a template without Transform, a bill of materials, the rule for cfn-lint, sums."""

import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import yaml
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

from tools import lint_wheel

ROOT = Path(__file__).parents[1]
FUNCTIONS = ("Function", "LastResponder")
#: The oldest that a zip can say, for every file: nobody asks, and the same files make the same zip.
DATE = (1980, 1, 1, 0, 0, 0)
#: What the console groups the parameters by.
INTERFACE = "AWS::CloudFormation::Interface"
PARAMETERS = {
    "CodeBucket": {
        "Type": "String",
        "Description": "The bucket that holds the zips, in the region that this is deployed to.",
    },
    "CodeBucketPerRegion": {
        "Type": "String",
        "Default": "false",
        "AllowedValues": ["true", "false"],
        "Description": "For many regions: each has a bucket, whose name is CodeBucket, a hyphen and the region's.",
    },
    "CodeKeyPrefix": {
        "Type": "String",
        "Default": "",
        "AllowedPattern": "^([!-~]+/)?$",
        "Description": "What stands before the zips' names in that bucket, with a slash at its end.",
    },
}
GROUP = {"Label": {"default": "Where the code is"}, "Parameters": list(PARAMETERS)}
CONDITIONS = {"HasBucketPerRegion": {"Fn::Equals": [{"Ref": "CodeBucketPerRegion"}, "true"]}}
BUCKET = {"Fn::If": ["HasBucketPerRegion", {"Fn::Sub": "${CodeBucket}-${AWS::Region}"}, {"Ref": "CodeBucket"}]}


def package(source: Path, target: Path) -> None:
    """Make it all from one folder into another, which must be empty."""
    keys = {}
    for name in FUNCTIONS:
        code = zipped(source, name)
        # Its name says what is in it: CloudFormation takes new code only from a new name.
        keys[name] = f"{name}-{hashlib.sha256(code).hexdigest()[:16]}.zip"
        (target / keys[name]).write_bytes(code)
    unshared = json.loads(
        json.dumps(plain(source, keys))
    )  # no YAML anchors: not all of CloudFormation's tools read them
    text = yaml.safe_dump(unshared, sort_keys=False, width=120, allow_unicode=True)
    (target / "template.yaml").write_text(text, encoding="utf-8")
    bill_of_materials(source, target / "bom.cdx.json")
    lint_wheel.build(source, target)
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in sorted(target.iterdir())]
    (target / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8")


def zipped(source: Path, name: str) -> bytes:
    """Build one function as `sam build` does; return it as a zip that depends on nothing but its files."""
    content = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        variables = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
        command = ["make", "-s", "-C", str(source / "handler"), f"build-{name}", f"PYTHON={sys.executable}"]
        subprocess.run([*command, f"ARTIFACTS_DIR={folder}"], check=True, env=variables)
        files = {path.relative_to(folder).as_posix(): path for path in Path(folder).rglob("*") if path.is_file()}
        with zipfile.ZipFile(content, "w") as archive:
            for file, path in sorted(files.items()):
                entry = zipfile.ZipInfo(file, DATE)
                entry.external_attr = 0o100644 << 16
                archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return content.getvalue()


def plain(source: Path, keys: dict[str, str]) -> dict[str, Any]:
    """Return the template as CloudFormation's SAM transform would make it, with its code in a bucket."""
    template = yaml_parse((source / "template.yaml").read_text(encoding="utf-8"))
    template["Parameters"] = PARAMETERS | template["Parameters"]
    template["Conditions"] |= CONDITIONS
    template["Metadata"] = {
        INTERFACE: {"ParameterGroups": [GROUP, *template["Metadata"][INTERFACE]["ParameterGroups"]]}
    }
    del template["Globals"]["Function"]["CodeUri"]
    for name, key in keys.items():
        function = template["Resources"][name]
        function["Metadata"].pop("BuildMethod", None)
        function["Properties"]["CodeUri"] = {"Bucket": BUCKET, "Key": {"Fn::Sub": "${CodeKeyPrefix}" + key}}
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")  # the translator wants one; nothing of it is written
    translated: dict[str, Any] = Translator({}, Parser()).translate(template, {}, passthrough_metadata=True)
    return translated


def bill_of_materials(source: Path, target: Path) -> None:
    """Write the CycloneDX bill of materials of what Lambda runs."""
    requirements = str(source / "handler" / "requirements.txt")
    command = [str(Path(sys.executable).with_name("cyclonedx-py")), "requirements", requirements]
    options = [
        "--pyproject",
        str(source / "pyproject.toml"),
        "--output-reproducible",
        "--of",
        "JSON",
        "-o",
        str(target),
    ]
    # Its one warning is that the root component's direct dependencies are not told apart from theirs.
    subprocess.run([*command, *options], check=True, env=os.environ | {"PYTHONWARNINGS": "ignore"})


def main() -> None:
    """Make it into dist/."""
    target = ROOT / "dist"
    target.mkdir(exist_ok=True)
    for path in target.iterdir():
        path.unlink()
    package(ROOT, target)
    print(f"{target.name}/:")
    print((target / "SHA256SUMS").read_text(encoding="utf-8"), end="")


if __name__ == "__main__":
    main()
