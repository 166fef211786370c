"""The web tier: builds the application and serves it."""

import argparse
import gc
import json
import resource
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import FrameType
from typing import Any

import anyio.to_thread
import uvicorn
from fastapi import FastAPI
from fastapi.routing import APIRoute
from parkcarbon_platform.errors import PlatformError
from parkcarbon_platform.services.access import passwords
from parkcarbon_platform.services.access.access import Access
from parkcarbon_platform.services.access.chain_watch import ChainWatch
from parkcarbon_platform.services.access.sso import provider
from parkcarbon_platform.telemetry import logs, tracing
from parkcarbon_platform.telemetry.serving import served
from starlette.types import ASGIApp

from parkcarbon_saas import downloads, errors, etags, web
from parkcarbon_saas import settings as web_settings
from parkcarbon_saas.auditing import AuditMiddleware
from parkcarbon_saas.features.account import api as account
from parkcarbon_saas.features.activity import api as activity
from parkcarbon_saas.features.alerts import api as alerts
from parkcarbon_saas.features.allocations import api as allocations
from parkcarbon_saas.features.analyses import api as analyses
from parkcarbon_saas.features.audit import api as audit
from parkcarbon_saas.features.budgets import api as budgets
from parkcarbon_saas.features.budgets import benchmark_api as benchmarks
from parkcarbon_saas.features.conversions import api as conversions
from parkcarbon_saas.features.corrections import api as corrections
from parkcarbon_saas.features.costs import api as costs
from parkcarbon_saas.features.devices import api as devices
from parkcarbon_saas.features.devices import ladder_api as ladders
from parkcarbon_saas.features.directory import api as directory
from parkcarbon_saas.features.drivers import api as drivers
from parkcarbon_saas.features.edge_orders import api as edge_orders
from parkcarbon_saas.features.edges import api as edges
from parkcarbon_saas.features.enrolment import api as enrolment
from parkcarbon_saas.features.enterprises import api as enterprises
from parkcarbon_saas.features.evidence import api as evidence
from parkcarbon_saas.features.explain import api as explain
from parkcarbon_saas.features.exports import api as exports
from parkcarbon_saas.features.factors import api as factors
from parkcarbon_saas.features.flows import api as flows
from parkcarbon_saas.features.fuel_stock import api as fuel_stock
from parkcarbon_saas.features.functions import api as functions
from parkcarbon_saas.features.green import api as green
from parkcarbon_saas.features.health import api as health
from parkcarbon_saas.features.home import api as home
from parkcarbon_saas.features.inventory import api as inventory
from parkcarbon_saas.features.inventory import figures_api as inventory_figures
from parkcarbon_saas.features.inventory import stored_api as inventories
from parkcarbon_saas.features.live import api as live
from parkcarbon_saas.features.locks import api as locks
from parkcarbon_saas.features.meter_events import api as meter_events
from parkcarbon_saas.features.meter_health import api as meter_health
from parkcarbon_saas.features.meters import api as meters
from parkcarbon_saas.features.onboarding import api as onboarding
from parkcarbon_saas.features.people import api as people
from parkcarbon_saas.features.places import api as places
from parkcarbon_saas.features.places import plan_api as site_plan
from parkcarbon_saas.features.planning import api as planning
from parkcarbon_saas.features.plausible import api as plausible
from parkcarbon_saas.features.quality_plan import api as quality_plan
from parkcarbon_saas.features.quarantine import api as quarantine
from parkcarbon_saas.features.record_points import api as record_points
from parkcarbon_saas.features.resources import api as resources
from parkcarbon_saas.features.search import api as search
from parkcarbon_saas.features.second_factor import api as second_factor
from parkcarbon_saas.features.session import api as session
from parkcarbon_saas.features.sources import api as sources
from parkcarbon_saas.features.sso import api as sso
from parkcarbon_saas.features.system import api as system
from parkcarbon_saas.features.terms import api as terms
from parkcarbon_saas.features.virtual_points import api as virtual_points
from parkcarbon_saas.features.wall import api as wall
from parkcarbon_saas.features.zero_carbon import api as zero_carbon
from parkcarbon_saas.gate import Gate
from parkcarbon_saas.settings import Settings
from parkcarbon_saas.sse import Hub
from parkcarbon_saas.trace import TraceMiddleware, current_trace_id

PREFIX = "/api/v1"
THREADS = 24  # each request holds at most one database connection at a time
POOL = 16
GENERATIONS = (50_000, 20, 20)  # objects, and rounds: of the collector
FEATURES = (
    session,
    live,
    explain,
    quarantine,
    evidence,
    meter_events,
    meters,
    costs,
    record_points,
    resources,
    meter_health,
    alerts,
    search,
    enterprises,
    home,
    places,
    site_plan,
    locks,
    virtual_points,
    conversions,
    allocations,
    activity,
    drivers,
    fuel_stock,
    corrections,
    edges,
    edge_orders,
    devices,
    ladders,
    enrolment,
    directory,
    planning,
    budgets,
    benchmarks,
    plausible,
    zero_carbon,
    flows,
    functions,
    factors,
    exports,
    inventory,
    inventory_figures,
    inventories,
    sources,
    green,
    quality_plan,
    analyses,
    audit,
    people,
    account,
    second_factor,
    sso,
    system,
    terms,
    wall,
    onboarding,
)

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(settings: Settings) -> FastAPI:
    """The application; its connections live from start-up to shut-down."""
    app = Application(
        title="ParkCarbon",
        version="1",
        description="Carbon of an industrial park, live and explained.",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(settings),
        responses=errors.RESPONSES,
        max_body_size=settings.max_body_bytes,
        generate_unique_id_function=_operation_id,
    )
    app.state.settings = settings
    app.state.gate = Gate()
    app.state.sso = provider(settings)
    passwords.refuse_breached(settings.breached_passwords_file)
    app.state.audit_watch = ChainWatch()
    for feature in FEATURES:
        app.include_router(feature.router, prefix=PREFIX)
    app.include_router(health.router)
    downloads.install(app, settings.downloads_dir)
    errors.install(app)
    etags.install(app)
    web.install(app, settings.static_dir)
    return app


class Application(FastAPI):
    """Describes its errors, too, and traces whatever it answers."""

    def build_middleware_stack(self) -> ASGIApp:
        """Tracing is around Starlette's own outermost layers, which answer what fails or is too large."""
        tagged = etags.EtagMiddleware(super().build_middleware_stack())
        stack = errors.SizeMiddleware(AuditMiddleware(tagged, self))
        return TraceMiddleware(stack, secure=self.state.settings.secure)

    def openapi(self) -> dict[str, Any]:
        """The description of the API, with the schema of a problem."""
        description = super().openapi()
        description["components"]["schemas"].update(errors.problem_schemas())
        return description


def _operation_id(route: APIRoute) -> str:
    return f"{route.tags[0] if route.tags else 'root'}_{route.name}"


def _lifespan(settings: Settings) -> Lifespan:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        app.state.access = Access.of(settings, size=POOL)
        app.state.gate.share(app.state.access.cache)
        app.state.hub = Hub(settings.redis_url, streams_per_person=settings.streams_per_person)
        await app.state.hub.start()
        yield
        await app.state.hub.stop()
        app.state.access.close()

    return lifespan


class Server(uvicorn.Server):
    """Ends the streams when told to stop; they would hold the process otherwise."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop taking requests, and let the streams go."""
        application = self.config.app
        if isinstance(application, FastAPI) and (hub := getattr(application.state, "hub", None)):
            hub.close()
        super().handle_exit(sig, frame)


def configuration(settings: Settings) -> uvicorn.Config:
    """How the application is served."""
    return uvicorn.Config(
        create_app(settings),
        host=settings.http_host,
        port=settings.http_port,
        access_log=False,
        log_config=None,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=30,
    )


def allow_many_connections() -> None:
    """Every stream is an open file; many systems begin with 1,024."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def keep_start() -> None:
    """What is there now stays: the collector need not look at it again.

    The application is a million objects that are there for good. To walk through them took 0.25 s each time,
    every tenth request or so; a large answer alone makes some 50,000 objects, all of them gone with it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GENERATIONS)


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT."""
    logs.configure(settings.log_level, settings.log_format, current_trace_id)
    allow_many_connections()
    with served(settings.metrics_port, settings.metrics_host), tracing.exported("parkcarbon-api"):
        server = Server(configuration(settings))
        keep_start()
        server.run()


def openapi() -> str:
    """The description of the API."""
    app = create_app(Settings(database_url="", demo=True))
    return json.dumps(app.openapi(), indent=2, ensure_ascii=False)


def serve(argv: Sequence[str] | None = None) -> int:
    """`parkcarbon-saas`: serve; `parkcarbon-saas openapi`: print the description of the API."""
    parser = argparse.ArgumentParser(prog="parkcarbon-saas", description=serve.__doc__)
    parser.add_argument("command", nargs="?", choices=("serve", "openapi"), default="serve")
    arguments = parser.parse_args(argv)
    if arguments.command == "openapi":
        sys.stdout.write(openapi() + "\n")
        return 0
    try:
        run(web_settings.load())
    except PlatformError as error:
        sys.stderr.write(f"{error.code}: {error}\n")
        return 1
    return 0
