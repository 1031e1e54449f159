"""A matter by the column names of the national exchange tables, so that a real feed maps one to one (pure)."""
from __future__ import annotations

from kiosk.matters.model import Matter
from kiosk.matters.paper import Requirement

STATES = {"active": "1", "suspended": "2", "retired": "3"}
ASKED = {"always": "1", "conditional": "2", "optional": "3"}


def national(matter: Matter) -> dict[str, object]:
    """实施清单 columns. Official codes stay None until the platform gives them."""
    channels, law = matter.channels, matter.statutory
    return {
        "catalog_code": matter.official.catalog_code,
        "task_code": matter.official.task_code,
        "task_handle_item": matter.official.task_handle_item,
        "task_version": matter.version,
        "task_state": STATES[matter.status],
        "task_name": matter.name.zh,
        "task_type": matter.task_type,
        "by_law": [f"{one.title}{one.doc_no}{one.article}" for one in matter.legal_basis if one.official],
        "use_level": matter.use_level,
        "project_type": "1" if matter.instant else "2",
        "anticipate_day": law.value if law else None,
        "anticipate_type": law.unit if law else None,
        "promise_day": matter.promised_days,
        "promise_type": "workday",
        "accept_condition": [condition.text.zh for condition in matter.conditions],
        "handle_flow": [step.text.zh for step in matter.steps],
        "limit_scene_num": matter.visits.max,
        "limit_scene_explain": matter.visits.reason.zh if matter.visits.reason else None,
        "is_online": channels.online_depth >= 3,
        "online_handle_depth": channels.online_depth,
        "is_schedule": channels.appointment,
        "is_pay_online": channels.pay_online,
        "is_express": channels.express,
        "is_service_terminals": matter.doable,
        "is_entry_center": channels.window,
        "handle_area": channels.scope,
        "server_type": matter.audience,
        "user_topic_type": matter.theme,
        "is_fee": bool(matter.fees.items),
        "fee_basis": [matter.basis(fee.basis).title for fee in matter.fees.items],
        "result_type": matter.result.kind,
        "result_name": matter.result.name.zh,
        "result_guid": matter.result.sample or None,
        "link_way": matter.advice.phone if matter.advice else None,
        "supervise_way": matter.advice.complaint if matter.advice else None,
        "materials": [_material(matter, paper) for paper in matter.papers],
        "questions": [{"question": one.q.zh, "answer": one.a.zh} for one in matter.faq],
    }


def _material(matter: Matter, paper: Requirement) -> dict[str, object]:
    return {
        "material_name": paper.name.zh,
        "material_type": paper.kind,
        "is_need": ASKED[paper.required],
        "source_type": paper.issuer.zh,
        "source_explain": paper.guide.zh if paper.guide else None,
        "page_num": paper.pages,
        "by_law": [matter.basis(id).title for id in paper.basis if matter.basis(id).official],
        "accept_stand": [page.zh for page in paper.camera.pages],
        "fill_explain": paper.note.zh if paper.note else None,
    }
