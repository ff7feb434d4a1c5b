"""Shows what sam local invoke prints so that it can be followed: short log lines, and the answer at the end."""

import json
import signal
import sys
from collections.abc import Iterable, Iterator
from typing import Any

#: What every log line says again.
KNOWN = {
    *("level", "location", "message", "timestamp", "service", "cold_start", "function_name", "function_memory_size"),
    *("function_arn", "function_request_id", "stack_id", "request_type", "request_id", "logical_resource_id"),
    *("xray_trace_id", "_aws"),
}


def parsed(line: str) -> dict[str, Any]:
    """Return the JSON object that a line is, or an empty one."""
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def readable(lines: Iterable[str]) -> Iterator[str]:
    """Yield each line as a person reads it, and last the answer."""
    answer: dict[str, Any] = {}
    for line in lines:
        said = parsed(line)
        if "Status" in said or "errorMessage" in said:
            answer = said
        elif "message" in said:
            more = " ".join(f"{name}={said[name]}" for name in said if name not in KNOWN)
            yield f"{said.get('timestamp', '')[11:23]}  {said['message']}  {more}".rstrip()
        elif "_aws" not in said:
            yield line.rstrip("\n")
    if answer:
        yield f"\nThe answer:\n{json.dumps(answer, indent=2, ensure_ascii=False)}"
    else:
        yield "\nThere is no answer: the function ended without one, or was not invoked."


def main() -> None:
    """Show what comes in, as it comes, to the end: Ctrl-C is for SAM, which then removes its container."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in readable(sys.stdin):
        print(line, flush=True)


if __name__ == "__main__":
    main()
