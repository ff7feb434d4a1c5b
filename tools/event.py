"""Prints a sample event as CloudFormation would make it now, for sam local invoke -e -; make local must run.

Usage: python -m tools.event http://localhost:PORT EVENT, with the variables that make local writes.
"""

import argparse
import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from tools.guard import authorization
from tools.samples import DEFAULT_URL, SAMPLES


def fetched(url: str, name: str, key: str, host: str = "host.docker.internal") -> dict[str, Any]:
    """Return an event that the local endpoint makes, to be answered there, by the name that the host has there."""
    request = urllib.request.Request(f"{url}/events/{name}", headers={"Authorization": authorization(key)})
    with urllib.request.urlopen(request, timeout=30) as answer:
        made: dict[str, Any] = json.load(answer)
    made["ResponseURL"] = made["ResponseURL"].replace(DEFAULT_URL, f"http://{host}:{urlsplit(url).port}")
    return made


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(prog="python -m tools.event", description=__doc__)
    parser.add_argument("url", help="where make local listens")
    parser.add_argument("event", choices=SAMPLES, metavar="EVENT", help=", ".join(SAMPLES))
    given = parser.parse_args()
    try:
        print(json.dumps(fetched(given.url, given.event, os.environ.get("AWS_ACCESS_KEY_ID", ""))))
    except (urllib.error.URLError, ValueError) as error:
        sys.exit(f"No event from {given.url} ({error}). Is make local running there, and are its variables set here?")


if __name__ == "__main__":
    main()
