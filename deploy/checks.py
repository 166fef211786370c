"""Renders what containers and clusters are given, and holds it against its schemas and our own rules.

Runs in an environment of its own (`requirements.lock` beside it is for `bootstrap.py check`): the compose
parser of Docker, Helm's own library and the schemas of Kubernetes, without Docker, Helm or a cluster.
"""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import helm_python
import kubernetes_validate
import yaml

DEPLOY = Path(__file__).parent
CHART = DEPLOY / "helm" / "parkcarbon"
# The oldest that the chart admits, and the newest whose schemas there are.
KUBERNETES = ("1.28", kubernetes_validate.latest_version())
# Of others: their schemas are not among Kubernetes' own.
FOREIGN = ("keda.sh/", "monitoring.coreos.com/")
VALUES: dict[str, dict[str, Any]] = {
    "plain": {},
    "scaled": {
        "ingest": {"shares": 4},
        "replica": True,
        "directory": True,
        "worker": {"autoscaling": {"enabled": True}},
        "metrics": {"operator": True},
        "imagePullSecrets": [{"name": "registry"}],
        "nodeSelector": {"disk": "ssd"},
        "ingress": {"className": "nginx", "annotations": {"a/b": "c"}},
    },
    "balanced": {
        "ingest": {"slots": 8, "autoscaling": {"enabled": True, "prometheus": "http://prometheus:9090"}},
        "archive": {"enabled": True, "storageClass": "fast"},
    },
    "balanced by processor time": {
        "ingest": {"slots": 8, "replicas": 3, "autoscaling": {"enabled": True, "maxReplicas": 20}},
        "worker": {"autoscaling": {"enabled": True}},
        "archive": {"enabled": True, "accessMode": "ReadWriteMany"},
    },
    "balanced by hand": {
        "ingest": {"slots": 8, "replicas": 3},
        "worker": {"replicas": 4},
        "archive": {"enabled": True, "existingClaim": "nas"},
    },
    "small": {
        "api": {"replicas": 1, "autoscaling": {"enabled": False}},
        "ingress": {"enabled": False},
        "networkPolicy": {"enabled": False},
        "broker": {"ownAuthority": False},
    },
}
REFUSED: dict[str, dict[str, Any]] = {
    "no host": {"host": ""},
    "shares that do not divide the partitions": {"ingest": {"shares": 3}},
    "slots that do not divide the partitions": {"ingest": {"slots": 3}},
    "more slots than partitions": {"ingest": {"slots": 32}},
    "fixed shares that scale": {"ingest": {"autoscaling": {"enabled": True}}},
    "an archive of one worker for several": {"archive": {"enabled": True}, "worker": {"replicas": 2}},
}
# Volumes that the values name, and others made.
OUTSIDE = {"nas"}
Found = Iterator[str]


def compose(*beside: str) -> Found:
    """What is wrong with compose.yaml, alone or with files that change it."""
    title = ", ".join(("compose.yaml", *beside))
    package = importlib.util.find_spec("compose")
    assert package is not None
    assert package.submodule_search_locations is not None
    # The package's wrapper answers 0 whatever the program says.
    program = Path(package.submodule_search_locations[0]) / "docker-compose"
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "PARKCARBON_HOST": "carbon.example"}
        command = [
            program,
            *(word for file in ("compose.yaml", *beside) for word in ("-f", DEPLOY / file)),
            "--profile",
            "metrics",
            "config",
            "--format",
            "json",
        ]
        said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if said.returncode:
        yield f"{title}: {said.stderr.strip()}"
        return
    described = json.loads(said.stdout)
    for name, service in described["services"].items():
        for problem in service_rules(service):
            yield f"{title}, {name}: {problem}"


def service_rules(service: dict[str, Any]) -> Found:
    """Our rules for a container of compose."""
    yield from image_rules(service["image"])
    if not service.get("user") and not service.get("build") and "caddy" not in service["image"]:
        yield "runs as root"
    if service.get("cap_drop") != ["ALL"]:
        yield "keeps capabilities"
    if "no-new-privileges:true" not in service.get("security_opt", []):
        yield "may gain privileges"
    if not service.get("deploy", {}).get("resources", {}).get("limits"):
        yield "has no limits"
    if not service.get("healthcheck", {}).get("test") and service.get("restart") != "on-failure":
        yield "has no health check"
    for name, value in (service.get("environment") or {}).items():
        if "://" in str(value) and "@" in str(value):
            yield f"{name} carries a log-in"


def image_rules(image: str) -> Found:
    """An image has a version."""
    tag = image.rpartition("/")[2].partition(":")[2]
    if tag in ("", "latest"):
        yield f"{image} has no version"


def chart() -> Found:
    """What is wrong with the chart."""
    loaded = helm_python.Chart.load(str(CHART))
    for name, values in VALUES.items():
        try:
            rendered = loaded.render({"host": "carbon.example", **values}, name="park", namespace="carbon")
        except helm_python.HelmError as error:
            yield f"chart, {name}: {error}"
            continue
        texts = {Path(path).name: text for path, text in rendered.items() if path.endswith(".yaml")}
        for file, text in texts.items():
            yield from (f"chart, {name}, {file}: {problem}" for problem in manifests(text))
        yield from (f"chart, {name}: {problem}" for problem in together(texts.values()))
    yield from (f"chart, two shards: {problem}" for problem in shards(loaded))
    for name, values in REFUSED.items():
        try:
            loaded.validate_schema({"host": "carbon.example", **values})
            loaded.render({"host": "carbon.example", **values}, name="park", namespace="carbon")
        except helm_python.HelmError:
            continue
        yield f"chart: {name} is taken"


def shards(loaded: helm_python.Chart) -> Found:
    """What two platforms in one namespace would take from each other."""
    found: list[dict[str, list[Any]]] = []
    for name in ("north", "south"):
        values = {"host": f"{name}.carbon.example", "secretName": name, "ingest": {"slots": 8}}
        values |= {"archive": {"enabled": True}, "ingress": {"tlsSecretName": f"{name}-tls"}}
        rendered = loaded.render(values, name=name, namespace="carbon")
        texts = [text for path, text in rendered.items() if path.endswith(".yaml")]
        made = [one for text in texts for one in yaml.safe_load_all(text) if one]
        found.append(
            {f"{one['kind']} {one['metadata']['name']}": selected(one.get("spec", {})) for one in made}
        )
    north, south = found
    yield from (f"{name} is in both" for name in sorted({*north} & {*south}))
    for name, labels in north.items():
        if labels and labels in south.values():
            yield f"{name} selects what one of the other does"


def selected(spec: dict[str, Any]) -> list[Any]:
    """The labels by which an object finds pods."""
    selector = spec.get("podSelector") or spec.get("selector") or {}
    return sorted((selector.get("matchLabels", selector) if isinstance(selector, dict) else {}).items())


MANY = ["ReadWriteMany"]


def together(texts: Iterable[str]) -> Found:
    """What is wrong between manifests: what scales or mounts something that is not there."""
    found = [one for text in texts for one in yaml.safe_load_all(text) if one]
    deployments = {one["metadata"]["name"]: one["spec"] for one in found if one["kind"] == "Deployment"}
    scalers = [one for one in found if one["kind"] in ("HorizontalPodAutoscaler", "ScaledObject")]
    for scaler in scalers:
        target = scaler["spec"]["scaleTargetRef"]["name"]
        if target not in deployments:
            yield f"{scaler['kind']} scales {target}, which there is not"
        elif "replicas" in deployments[target]:
            yield f"{target} is scaled and has a number of its own"
    modes = {
        one["metadata"]["name"]: one["spec"]["accessModes"]
        for one in found
        if one["kind"] == "PersistentVolumeClaim"
    }
    for name, spec in deployments.items():
        rolls = spec.get("strategy", {}).get("type") != "Recreate"
        for volume in spec["template"]["spec"]["volumes"]:
            claim = volume.get("persistentVolumeClaim", {}).get("claimName")
            if claim and claim not in {*modes} | OUTSIDE:
                yield f"{name} mounts {claim}, which there is not"
            elif claim and rolls and modes.get(claim, MANY) != MANY:
                yield f"a new pod of {name} would wait for the old one to leave {claim}"


def manifests(text: str) -> Found:
    """What is wrong with rendered manifests."""
    for resource in yaml.safe_load_all(text):
        if not resource:
            continue
        title = f"{resource['kind']} {resource['metadata']['name']}"
        if not resource["apiVersion"].startswith(FOREIGN):
            for version in KUBERNETES:
                try:
                    kubernetes_validate.validate(resource, version, strict=True)
                except kubernetes_validate.ValidationError as error:
                    yield f"{title} ({version}): {error.message}"
        yield from (f"{title}: {problem}" for problem in pod_rules(resource))


def pod_rules(resource: dict[str, Any]) -> Found:
    """Our rules for whatever makes pods."""
    template = resource.get("spec", {}).get("template", {}).get("spec")
    if template is None:
        return
    if not template["securityContext"].get("runAsNonRoot"):
        yield "may run as root"
    if template.get("automountServiceAccountToken") is not False:
        yield "is given a token"
    for container in template["containers"]:
        yield from image_rules(container["image"])
        if not container["securityContext"].get("readOnlyRootFilesystem"):
            yield "may write its own programs"
        if not container["resources"].get("limits"):
            yield "has no limits"
        if resource["kind"] == "Deployment" and "livenessProbe" not in container:
            yield "is not watched"
        if any("valueFrom" in variable for variable in container["env"]):
            yield "has secrets in its environment"


def main() -> int:
    """Print what is wrong; 1 if anything is."""
    problems = [*compose(), *compose("compose.directory.yaml"), *chart()]
    sys.stdout.write("\n".join(problems or ["compose.yaml and the chart render, and keep the rules"]) + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
