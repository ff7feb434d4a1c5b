"""What stands around a snippet of the pages: a stack with a domain."""

from tests.pages import PAGES, snippets

#: What stands around a snippet: a domain whose access policy the CDK sets with a resource of its own.
TYPESCRIPT = """
import {{ App, Stack }} from 'aws-cdk-lib';
import {{ AnyPrincipal, PolicyStatement }} from 'aws-cdk-lib/aws-iam';
import {{ Domain, EngineVersion }} from 'aws-cdk-lib/aws-opensearchservice';
import {{ Construct }} from 'constructs';
{imports}
class Search extends Stack {{
  constructor(scope: Construct, id: string) {{
    super(scope, id);
    const accessPolicies = [new PolicyStatement({{
      actions: ['es:ESHttpGet'], principals: [new AnyPrincipal()], resources: ['*'],
    }})];
    const domain = new Domain(this, 'Domain', {{ version: EngineVersion.OPENSEARCH_2_19, accessPolicies }});
    {body}
  }}
}}
const app = new App();
new Search(app, 'Search');
app.synth();
"""
IN_PYTHON = """
from aws_cdk import App, Stack
from aws_cdk.aws_iam import AnyPrincipal, PolicyStatement
from aws_cdk.aws_opensearchservice import Domain, EngineVersion
{imports}
class Search(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        policies = [PolicyStatement(actions=["es:ESHttpGet"], principals=[AnyPrincipal()], resources=["*"])]
        domain = Domain(self, "Domain", version=EngineVersion.OPENSEARCH_2_19, access_policies=policies)
        {body}
app = App()
Search(app, "Search")
app.synth()
"""


def put(snippet: str, around: str, separator: str) -> str:
    """Return a snippet within what stands around it: its imports first."""
    lines = snippet.splitlines()
    imports = [line for line in lines if line.startswith(("import ", "from "))]
    body = separator.join(line for line in lines if line not in imports)
    return around.format(imports="\n".join(imports), body=body)


#: The only snippet of each page that has one, as a whole file, by the page.
IN_TYPESCRIPT = {
    page: put(snippet, TYPESCRIPT, "\n    ") for page, text in PAGES.items() for snippet in snippets(text, "ts")
}
