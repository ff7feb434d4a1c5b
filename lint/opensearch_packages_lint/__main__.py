"""`opensearch-packages-lint template.yaml …`: cfn-lint, with its own options, and with this rule."""

import sys

from cfnlint.exceptions import CfnLintExitException
from cfnlint.runner.cli import main as cfn_lint


def main() -> None:
    """Lint the templates that the command line names; its status is cfn-lint's."""
    if len(sys.argv) == 1:
        sys.exit("Which template? opensearch-packages-lint template.yaml, and any option of cfn-lint's.")
    sys.argv.insert(1, "--append-rules=opensearch_packages_lint")
    try:
        cfn_lint()
    except CfnLintExitException as error:  # a rule that --append-rules names besides is not there
        sys.exit(str(error))


if __name__ == "__main__":
    main()
