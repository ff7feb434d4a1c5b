"""A local AWS with the provider deployed, for the AWS CLI, SAM and the CDK, until Ctrl-C."""

import argparse
import signal

from tools.demo_association import prepare
from tools.stage import DOMAIN, Stage
from tools.start import bootstrap, in_sentences, provided

#: What to try first; each ends by itself.
COMMANDS = (
    "aws cloudformation deploy --stack-name movies-synonyms --template-file examples/synonyms.yaml \\\n"
    "  --parameter-overrides DomainName={domain} PackageID={package}",
    "aws opensearch list-packages-for-domain --domain-name {domain}",
    "aws cloudformation delete-stack --stack-name movies-synonyms",
)


def say(stage: Stage, package: str) -> None:
    """Say how to reach it."""
    stage.say("3. It is up. In another shell, once:")
    print("\nunset AWS_PROFILE AWS_SESSION_TOKEN")
    print("export " + " ".join(f"{name}={value}" for name, value in stage.aws.exports().items()))
    print("\nThen, for example:\n")
    for command in COMMANDS:
        print(command.format(domain=DOMAIN, package=package))
    print("\nA domain that a stack makes is there at once; a package may be made of any object in any bucket.")
    print("Ctrl-C stops it, and all that is in it is gone then.\n", flush=True)


def main() -> None:
    """Start it, say how to reach it, and wait."""
    argparse.ArgumentParser(prog="make up", description=__doc__).parse_args()
    with in_sentences("make up"), provided(SourceBucket="*") as stage:
        bootstrap(stage)
        stage.say(f"2. What is there: the domain {DOMAIN}, and three dictionaries.")
        package, *_ = prepare(stage)
        say(stage, package)
        while True:
            signal.pause()


if __name__ == "__main__":
    main()
