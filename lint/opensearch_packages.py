"""The rule, for `cfn-lint --append-rules lint -- template.yaml` in this folder's parent."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))

from opensearch_packages_lint import OpenSearchPackages

__all__ = ["OpenSearchPackages"]
