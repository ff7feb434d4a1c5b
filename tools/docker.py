"""What is asked of a Docker engine: whether one answers, where containers reach this machine, which images it has."""

import platform
import shutil
import subprocess

ARM = platform.machine() in ("arm64", "aarch64")
#: The image that sam local invoke runs the function in; for this machine's processor: another's would only time out.
IMAGE = f"public.ecr.aws/lambda/python:3.13-{'arm64' if ARM else 'x86_64'}"


def docker(*arguments: str) -> str:
    """Return what a docker command prints, or nothing: there is no engine that answers, or not what was asked for."""
    command = shutil.which("docker")
    if command is None:
        return ""
    try:
        return subprocess.run(
            [command, *arguments], capture_output=True, text=True, timeout=20, check=True
        ).stdout.strip()
    except subprocess.SubprocessError:
        return ""


def has_engine() -> bool:
    """Return whether a Docker engine answers."""
    return bool(docker("version", "-f", "{{.Server.Version}}"))


def bridge() -> str:
    """Return the address of this machine that containers reach it by, or nothing."""
    return docker("network", "inspect", "bridge", "-f", "{{(index .IPAM.Config 0).Gateway}}")


def has_image() -> bool:
    """Return whether the image need not be pulled."""
    return bool(docker("image", "inspect", IMAGE, "-f", "{{.Id}}"))
