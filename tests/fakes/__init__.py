"""The package operations of Amazon OpenSearch Service, added to moto in moto's own layout.

Held to the service's API model and developer guide; where those say nothing, a control chooses between the answers.
Importing it adds the operations, in process and in moto's server alike.
"""

from tests.fakes.responses import install

install()
