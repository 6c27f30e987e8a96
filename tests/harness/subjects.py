"""Cases as subjects of the proof, with what is known about them. Does not belong here: the proof itself."""

from __future__ import annotations

from tests.harness import reasons
from tests.harness.case import Case, live_model, project
from tests.harness.proof import Subject
from tests.harness.reasons import reason


def subject(case: Case) -> Subject:
    """What is to be proved about the case."""
    first = "data_format=channels_first" in case.id
    return Subject(
        case.id,
        lambda: live_model(case),
        lambda outputs: project(case, outputs),
        {name: feed.kind for name, feed in case.feeds.items()},
        names_of_ops=not case.is_op,
        training=case.training,
        refused=reason(reasons.REFUSED, case.id),
        not_run=reason(reasons.NOT_RUN, case.id),
        not_from_file=reason(reasons.NOT_FROM_FILE, case.id),
        not_tried=reason(reasons.NOT_TRIED, case.id),
        may_not_run=reasons.CHANNELS_FIRST if first else "",
    )
