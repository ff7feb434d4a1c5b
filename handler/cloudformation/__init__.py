"""CloudFormation's side: what it sends, what it is answered, and what it says of the stack."""
