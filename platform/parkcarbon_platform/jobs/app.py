"""What `celery -A parkcarbon_platform.jobs.app` loads: the application of this process's settings."""

from parkcarbon_platform import settings
from parkcarbon_platform.jobs.application import make_app, serve_health, tell

_settings = settings.load()
app = make_app(_settings)
serve_health(_settings)
tell(_settings)
