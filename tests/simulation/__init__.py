"""A simulated world around the function: time, Lambda, CloudFormation's side of the protocol, and faults."""
