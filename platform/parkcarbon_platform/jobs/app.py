"""What `celery -A parkcarbon_platform.jobs.app` loads: the application of this process's settings."""

from parkcarbon_platform import settings
from parkcarbon_platform.jobs.application import make_app

app = make_app(settings.load())
