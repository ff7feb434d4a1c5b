"""An operation goes on in another invocation, by a real Invoke over a real socket."""

import json
import traceback
from urllib.parse import unquote

import pytest
from handover import hand_over
from progress import Progress

from errors import NotHandedOver
from tests.fakes.endpoint import endpoint
from tests.simulation.cloudformation import sample

ARN = "arn:aws:lambda:us-east-1:123456789012:function:opensearch-packages-Function"


def learnt() -> Progress:
    """Return what an operation has learnt."""
    progress = Progress(since=1000.0, hop=2, physical_id="movies|F111111111")
    progress.of("F111111111").asked, progress.of("F111111111").tried = 1001.5, True
    return progress


@pytest.mark.parametrize("qualifier", ["", ":live", ":7"])
def test_the_same_event_goes_to_the_same_alias_or_version(monkeypatch: pytest.MonkeyPatch, qualifier: str) -> None:
    event = sample("create")
    with endpoint(202) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", service.url.split("/answer")[0])
        hand_over(event, learnt(), ARN + qualifier)
    assert ARN + qualifier in unquote(service.paths[0])
    sent = json.loads(service.bodies[0])
    resumed = Progress.resumed(sent, now=5000.0)
    assert {key: sent[key] for key in event} == event
    assert (resumed.hop, resumed.since, resumed.physical_id) == (3, 1000.0, "movies|F111111111")
    assert resumed.of("F111111111") == learnt().of("F111111111")


@pytest.mark.parametrize("status", [403, 404])
def test_what_can_not_be_handed_over_raises_for_lambdas_own_retry(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    with endpoint(*[status] * 9) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", service.url.split("/answer")[0])
        with pytest.raises(NotHandedOver) as error:
            hand_over(sample("create"), learnt(), ARN)
    assert "Signature" not in str(error.value)
    assert "Signature" not in "".join(traceback.format_exception_only(error.value))


def test_a_first_delivery_has_learnt_nothing() -> None:
    progress = Progress.resumed(sample("create"), now=5000.0)
    assert (progress.hop, progress.since, progress.packages, progress.tried) == (0, 5000.0, {}, False)
