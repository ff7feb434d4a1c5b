"""Run by the SAM CLI's own Python: prints the environments that sam local invoke would give a template's functions."""

import json
import sys
from typing import Any

from samcli.commands.local.lib.local_lambda import LocalLambdaRunner
from samcli.lib.providers.sam_function_provider import SamFunctionProvider
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider


def environments(template: str, parameters: dict[str, str], variables: dict[str, Any]) -> dict[str, Any]:
    """Return, by function, what the template's variables resolve to, and what the container gets."""
    stacks, _ = SamLocalStackProvider.get_stacks(template, parameter_overrides=parameters)
    provider = SamFunctionProvider(stacks)
    runner = LocalLambdaRunner(None, provider, ".", ".", env_vars_values=variables)
    return {
        function.name: {
            "resolved": (function.environment or {}).get("Variables", {}),
            "container": runner._make_env_vars(function).resolve(),
        }
        for function in provider.get_all()
    }


if __name__ == "__main__":
    print(json.dumps(environments(sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3]))))
