"""Deployment: the files agree with the code and with each other, and nginx takes its configuration."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from bench.load.servers import nginx_configuration
from serving.settings import read_settings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
OBJECTS = {each["kind"]: each for path in sorted((DEPLOY / "kubernetes").glob("*.yaml")) for each in yaml.safe_load_all(path.read_text())}
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def test_the_image_holds_every_package_the_server_imports():
    code = "import sys, server; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([os.sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")} & {*loaded}
    assert {"components", "data", "serving"} <= ours
    copied = set(re.findall(r"^COPY (\S+) \S+$", CONTAINERFILE, re.MULTILINE))
    assert ours | {"pages", "static", "locales", ".streamlit"} <= copied
    assert not copied & {"tests", "bench"}


def test_the_container_runs_as_nobody_and_takes_no_compiler_along():
    last = CONTAINERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert not re.search(r"apt-get|gcc|build-essential", CONTAINERFILE)


def test_compose_gives_nothing_it_need_not():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    for service in services.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in services["dashboard-1"]
    assert "/readyz" in " ".join(services["dashboard-1"]["healthcheck"]["test"])
    assert {each["condition"] for each in services["nginx"]["depends_on"].values()} == {"service_healthy"}
    read_settings(services["dashboard-1"]["environment"])


def test_compose_and_nginx_name_the_same_replicas():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    upstream = re.findall(r"^\s+server (\S+):8501", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"), re.MULTILINE)
    assert upstream == [name for name in services if name != "nginx"]


def test_kubernetes_is_given_every_object_by_name():
    listed = set(OBJECTS["Kustomization"]["resources"])
    assert listed == {path.name for path in (DEPLOY / "kubernetes").glob("*.yaml")} - {"kustomization.yaml"}
    for kind, each in OBJECTS.items():
        assert each["apiVersion"]
        assert kind == "Kustomization" or re.fullmatch(r"[a-z][a-z0-9-]*", each["metadata"]["name"])


def test_two_replicas_are_replaced_one_by_one_and_run_with_no_rights():
    spec = OBJECTS["Deployment"]["spec"]
    assert spec["replicas"] == 2
    assert spec["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    pod, container = spec["template"]["spec"], spec["template"]["spec"]["containers"][0]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert OBJECTS["PodDisruptionBudget"]["spec"]["minAvailable"] == 1


def test_the_pods_labels_ports_and_settings_fit_together():
    labels = OBJECTS["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert OBJECTS["Service"]["spec"]["selector"] == labels
    assert OBJECTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels
    assert OBJECTS["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"] == labels
    assert OBJECTS["Service"]["spec"]["sessionAffinity"] == "ClientIP"
    backend = OBJECTS["Ingress"]["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]
    assert (backend["name"], backend["port"]) == (OBJECTS["Service"]["metadata"]["name"], {"name": "http"})
    settings = OBJECTS["ConfigMap"]["data"]
    assert all(isinstance(value, str) for value in settings.values())
    assert read_settings(settings).allowed_hosts == (OBJECTS["Ingress"]["spec"]["rules"][0]["host"],)


def test_nginx_takes_the_configuration(tmp_path):
    nginx = next((path for path in ("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx") if Path(path).exists()), None)
    if nginx is None:
        pytest.skip("nginx is not installed here")
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(nginx_configuration(tmp_path, 18080, (18081, 18082)), encoding="utf-8")
    tested = subprocess.run([nginx, "-e", f"{tmp_path}/log", "-t", "-c", str(configuration)], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
