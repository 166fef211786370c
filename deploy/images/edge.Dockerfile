# The gateway agent alone, for gateways that run containers. Its spool is the volume /var/lib/parkcarbon-edge.
# Build from the root of the repository: docker build -f deploy/images/edge.Dockerfile -t parkcarbon/edge .
ARG PYTHON=3.13-slim-bookworm

FROM python:${PYTHON} AS build
WORKDIR /src
COPY . .
# The same wheels, by the same step, as the platform serves to gateways without containers.
RUN python3 bootstrap.py web \
 && python3 -m venv /opt/parkcarbon-edge \
 && /opt/parkcarbon-edge/bin/pip install --no-cache-dir --no-index \
    --find-links saas/parkcarbon_saas/downloads/wheels "parkcarbon-edge[opcua,mqtt,modbus,dlt645]"

FROM python:${PYTHON}
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin parkcarbon \
 && install -d -o 10001 -g 10001 -m 0700 /var/lib/parkcarbon-edge
COPY --from=build /opt/parkcarbon-edge /opt/parkcarbon-edge
ENV PATH=/opt/parkcarbon-edge/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
VOLUME /var/lib/parkcarbon-edge
STOPSIGNAL SIGTERM
ENTRYPOINT ["parkcarbon-edge"]
CMD ["run", "--config", "/var/lib/parkcarbon-edge/edge.toml"]
