"""What operators are given: the queries of docs/operating.md and the metrics, on log lines of deployed functions."""

import time

import pytest

import metrics
from tests.end_to_end.conftest import Cloud
from tests.pages import OPERATING, section, snippets
from tools.deploy import BUCKET, PROVIDER, deploy
from tools.local import ROOT
from tools.stage import metric_names

pytestmark = pytest.mark.end_to_end

WHY, WAITING, LAST = snippets(section("Logs", OPERATING))


def ask(cloud: Cloud, query: str, function: str = "Function", provider: str = PROVIDER) -> list[str]:
    """Run a Logs Insights query; return the messages that it finds."""
    logs, now = cloud.aws.client("logs"), int(time.time())
    group = f"/aws/lambda/{provider}-{function}"
    started = logs.start_query(logGroupName=group, startTime=now - 3600, endTime=now + 60, queryString=query)
    results = logs.get_query_results(queryId=started["queryId"])["results"]
    return [field["value"] for result in results for field in result if field["field"] == "@message"]


def test_the_queries_say_why_a_stack_failed_and_what_it_waits_for(cloud: Cloud) -> None:
    domain, package = cloud.domain("trailers"), cloud.package("trailer-words")
    time.sleep(1.5)
    cloud.aws.control("busy", domain=domain, seconds=6)
    cloud.aws.control("fail", package=package, status="ASSOCIATION_FAILED", type="InvalidDictionary", message="line 3")
    cloud.create("movies-search", domain, package)
    why = ask(cloud, WHY)
    assert len(why) == 1 and "InvalidDictionary: line 3" in why[0]
    waiting = ask(cloud, WAITING.replace("limit 5", "limit 50"))
    assert any("the domain is being changed" in line for line in waiting)
    assert any('"ASSOCIATION_FAILED"' in line for line in waiting)
    assert len(ask(cloud, WAITING)) <= 5
    assert ask(cloud, WHY.replace("movies-search", "another-stack")) == []
    assert ask(cloud, LAST, "LastResponder") == []


def test_every_metric_of_the_alarms_and_the_dashboard_is_emitted(cloud: Cloud) -> None:
    domain, package = cloud.domain("posters"), cloud.package("poster-words")
    cloud.create("gallery", domain, package)
    list(cloud.stacks.delete("gallery"))
    cloud.create("gallery", domain, "F999999999")
    template = (ROOT / "examples" / "package-and-association.yaml").read_text(encoding="utf-8")
    cloud.aws.control("put_object", bucket=BUCKET, key="frames.txt", content="frame, picture")
    source = {"SourceBucket": BUCKET, "SourceKey": "frames.txt"}
    list(cloud.stacks.create("frames", template, DomainName=domain, PackageName="frame-words", **source))
    list(cloud.stacks.delete("frames"))
    lines = [line for line in cloud.logged(PROVIDER) if '"OpenSearchPackages"' in line]
    names = metric_names() - {*metrics.WAITING, metrics.DRIFT}  # those take five minutes, and a look for drift
    assert len(names) == 11
    assert all(any(f'"{name}"' in line for line in lines) for name in names)
    assert all(f'"service":"{PROVIDER}"' in line.replace(" ", "") for line in lines)


def test_a_provider_for_some_domains_only_and_with_a_dashboard_can_be_deployed(cloud: Cloud) -> None:
    deploy(
        cloud.aws,
        cloud.built,
        stack="narrow",
        DomainNamePattern="movies-*",
        Dashboard="true",
        DriftSchedule='"rate(1 day)"',
    )
    iam = cloud.aws.client("iam")
    (role,) = [
        one["RoleName"] for one in iam.list_roles()["Roles"] if one["RoleName"].startswith("narrow-FunctionRole")
    ]
    policy = iam.get_role_policy(RoleName=role, PolicyName="packages")["PolicyDocument"]
    (domains,) = [one for one in policy["Statement"] if one["Sid"] == "Domains"]
    assert domains["Resource"].endswith(":domain/movies-*")
    assert not any(one["Sid"] == "KeyAccessRole" for one in policy["Statement"])
    assert cloud.aws.client("cloudwatch").list_dashboards()["DashboardEntries"]
    assert [one["ScheduleExpression"] for one in cloud.aws.client("events").list_rules()["Rules"]] == ["rate(1 day)"]
