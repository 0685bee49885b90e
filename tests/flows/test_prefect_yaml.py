"""prefect.yaml by Prefect's own models."""

import asyncio
import importlib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from prefect.cli.deploy._models import ConcurrencyLimitSpec, PrefectYamlModel, RawScheduleConfig
from prefect.client.schemas.objects import ConcurrencyLimitStrategy
from prefect.client.schemas.schedules import CronSchedule
from prefect.flows import Flow
from prefect.server.schemas.schedules import CronSchedule as ServerSchedule

FILE = Path(__file__).parents[2] / "prefect.yaml"
TAIPEI = ZoneInfo("Asia/Taipei")


@pytest.fixture(scope="module")
def deployments():
    return {d.name: d for d in PrefectYamlModel.model_validate(yaml.safe_load(FILE.read_text("utf-8"))).deployments}


def test_the_deployments(deployments):
    assert set(deployments) == {"daily", "weekly", "backup", "retention"}
    assert deployments["backup"].parameters == {"keep": 8}
    assert deployments["daily"].parameters == {"only_due": True}
    assert deployments["weekly"].parameters == {"only_due": False}
    for deployment in deployments.values():
        assert deployment.description
        assert deployment.work_pool.name == "citewatch"


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("daily", datetime(2026, 11, 23, 6, 30, tzinfo=TAIPEI), datetime(2026, 11, 24, 6, 30, tzinfo=TAIPEI)),
        ("backup", datetime(2026, 11, 29, 3, 0, tzinfo=TAIPEI), datetime(2026, 12, 6, 3, 0, tzinfo=TAIPEI)),
        ("retention", datetime(2026, 12, 1, 4, 0, tzinfo=TAIPEI), datetime(2027, 1, 1, 4, 0, tzinfo=TAIPEI)),
        ("weekly", datetime(2026, 11, 23, 5, 0, tzinfo=TAIPEI), datetime(2026, 11, 30, 5, 0, tzinfo=TAIPEI)),
    ],
)
def test_when_they_fire(deployments, name, first, second):
    (raw,) = deployments[name].schedules
    assert isinstance(raw, RawScheduleConfig)
    schedule = CronSchedule(cron=raw.cron, timezone=raw.timezone)
    # The server's own arithmetic, from a Sunday noon on: 2026-11-23 is a Monday.
    dates = asyncio.run(
        ServerSchedule.model_validate(schedule.model_dump()).get_dates(
            2, start=datetime(2026, 11, 22, 12, tzinfo=TAIPEI)
        )
    )
    assert [d.astimezone(TAIPEI) for d in dates] == [first, second]


def test_many_machines_have_all_that_one_has(deployments):
    file = yaml.safe_load(FILE.with_name("prefect.many.yaml").read_text("utf-8"))
    many = {d.name: d for d in PrefectYamlModel.model_validate(file).deployments}
    assert set(many) - set(deployments) == {"part", "tidy"} and set(deployments) <= set(many)
    for name, deployment in many.items():
        module, _, attribute = deployment.entrypoint.rpartition(".")
        flow = getattr(importlib.import_module(module), attribute)
        assert isinstance(flow, Flow) and set(deployment.parameters or {}) <= set(flow.parameters.properties)
        if name in deployments:
            assert deployment.schedules == deployments[name].schedules, name


def test_one_at_a_time(deployments):
    for deployment in deployments.values():
        limit = deployment.concurrency_limit
        assert isinstance(limit, ConcurrencyLimitSpec) and limit.limit == 1
        assert ConcurrencyLimitStrategy(limit.collision_strategy) is ConcurrencyLimitStrategy.ENQUEUE


def test_entrypoints_are_dotted_and_take_the_parameters(deployments):
    for deployment in deployments.values():
        assert ":" not in deployment.entrypoint and "/" not in deployment.entrypoint
        module, _, name = deployment.entrypoint.rpartition(".")
        flow = getattr(importlib.import_module(module), name)
        assert isinstance(flow, Flow)
        assert flow.validate_parameters(deployment.parameters)
