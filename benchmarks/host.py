"""A process that stands for warm environments of Lambda functions: events go in as lines of JSON, results come out."""

import json
import os
import subprocess
import threading
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any


class FunctionError(Exception):
    """What a function raised, as Lambda words it."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error.get('errorType')}: {error.get('errorMessage')}")
        self.error = error


class Host:
    """One process; invocations run in it side by side, as in so many environments."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        results, out = os.pipe()
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                env=environment | {"RESULTS": str(out)},
                pass_fds=(out,),
                start_new_session=True,
            )
        os.close(out)
        self.log, self._lock, self._numbers = log, threading.Lock(), count()
        self._waiting: dict[int, tuple[threading.Event, list[dict[str, Any]]]] = {}
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read, args=(results,), daemon=True)
        self._ended = False
        self._reader.start()
        if not self._ready.wait(60) or self._ended:
            self.close()
            raise RuntimeError(f"{command[0]} does not start:\n{log.read_text(errors='replace')[-2000:]}")

    def invoke(self, function: str, event: Any, timeout: float) -> Any:
        """Return what the function returned.

        Raises:
            FunctionError: what it raised, or how Lambda words that it did not end.
        """
        number, ended = next(self._numbers), threading.Event()
        answers: list[dict[str, Any]] = []
        self._waiting[number] = (ended, answers)
        line = json.dumps({"id": number, "fn": function, "event": event, "timeout": timeout})
        with self._lock:
            assert self._process.stdin is not None
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        ended.wait(timeout)
        self._waiting.pop(number, None)
        if not answers:
            words = "Runtime exited" if self._ended else f"Task timed out after {timeout} s"
            raise FunctionError({"errorType": "Sandbox.Timedout", "errorMessage": words})
        if "error" in answers[0]:
            raise FunctionError(answers[0]["error"])
        return answers[0]["payload"]

    def close(self) -> None:
        """Stop it."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()

    def _read(self, results: int) -> None:
        with os.fdopen(results) as lines:
            for line in lines:
                self._ready.set()
                answer = json.loads(line)
                if answer["id"] in self._waiting:
                    ended, answers = self._waiting[answer["id"]]
                    answers.append(answer)
                    ended.set()
        self._ended = True
        for ended in (self._ready, *(ended for ended, _ in list(self._waiting.values()))):
            ended.set()
