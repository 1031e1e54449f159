"""The platform's HTTP face under /k/v1: one small file per group, joined here."""
from __future__ import annotations

from fastapi import FastAPI
from starlette.types import ASGIApp

from kiosk.platform_client.signing import PREFIX
from kiosk.reference_platform import assist, enrolments, facts, openapi, results, submissions
from kiosk.reference_platform.outermost import Outermost
from kiosk.reference_platform.platform import Platform
from kiosk.reference_platform.problems import use_problems


def create_app(platform: Platform) -> ASGIApp:
    app = routes()
    app.state.platform = platform
    return Outermost(app, platform.clock)


def routes() -> FastAPI:
    """Everything that is served, without a platform behind it."""
    app = FastAPI(
        title="Village kiosk: reference platform", version="1", openapi_url=None, docs_url=None, redoc_url=None,
        redirect_slashes=False, generate_unique_id_function=lambda route: route.name,
    )
    use_problems(app)
    for group in (enrolments, submissions, results, facts, assist, openapi):
        app.include_router(group.router, prefix=PREFIX)
    return app
