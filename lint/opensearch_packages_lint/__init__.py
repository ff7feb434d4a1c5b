"""A rule for cfn-lint, which finds mistakes in our custom resources before the deploy.

`opensearch-packages-lint template.yaml`, or `cfn-lint --append-rules opensearch_packages_lint -- template.yaml`. It
asks the function's own code, which is beside it in a clone and within it in the wheel, so that both say the same of a
template.
"""

import sys
from pathlib import Path

_HERE = Path(__file__).parent
_HANDLER = next(folder for folder in (_HERE / "handler", _HERE.parents[1] / "handler") if folder.is_dir())
sys.path.insert(0, str(_HANDLER))  # before all that may have modules of the same names
try:
    from opensearch_packages_lint._rule import OpenSearchPackages
finally:
    sys.path.remove(str(_HANDLER))

__all__ = ["OpenSearchPackages"]
