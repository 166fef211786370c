"""Files that people attach: kept as given, for those who may see them."""

import hashlib

import httpx
import pytest

from tests.saas.conftest import Login

EVIDENCE = "/api/v1/parks/alpha/evidence"
PDF = b"%PDF-1.7\n" + bytes(range(256))


def upload(
    client: httpx.Client, content: bytes = PDF, *, kind: str = "application/pdf", name: str = "bill.pdf",
    enterprise: str | None = None,
) -> httpx.Response:  # fmt: skip
    headers = {"Content-Type": kind, "X-File-Name": name}
    query = {} if enterprise is None else {"enterprise": enterprise}
    return client.post(EVIDENCE, params=query, content=content, headers=headers)


def test_a_file_comes_back_as_it_was_given(login: Login) -> None:
    client = login("steelworker")
    kept = upload(client, name="9%E6%9C%88%E7%94%B5%E8%B4%B9.pdf").json()
    assert (kept["name"], kept["size"], kept["author"]) == ("9月电费.pdf", len(PDF), "steelworker")
    assert kept["sha256"] == hashlib.sha256(PDF).hexdigest()
    answer = client.get(f"{EVIDENCE}/{kept['id']}")
    assert answer.content == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    disposition = answer.headers["Content-Disposition"]
    assert disposition == "attachment; filename*=UTF-8''9%E6%9C%88%E7%94%B5%E8%B4%B9.pdf"


def test_whose_file_it_is(login: Login) -> None:
    operator, worker, verifier = login("operator"), login("steelworker"), login("verifier")
    kept = {
        None: upload(operator).json()["id"],
        "steel": upload(operator, enterprise="steel").json()["id"],
        "office": upload(operator, enterprise="office").json()["id"],
    }
    seen = {name: worker.get(f"{EVIDENCE}/{number}").status_code for name, number in kept.items()}
    assert seen == {None: 404, "steel": 200, "office": 404}
    assert {verifier.get(f"{EVIDENCE}/{number}").status_code for number in kept.values()} == {200}
    assert upload(worker, enterprise="office").status_code == 404
    assert upload(operator, enterprise="nobody").status_code == 404


@pytest.mark.parametrize(
    ("content", "kind", "problem"),
    [
        (b"<script>", "text/html", "evidence_type"),
        (b"<script>", "application/pdf", "evidence_type"),
        (b"a\0b", "text/csv", "evidence_type"),
        (b"", "application/pdf", "evidence_size"),
        (PDF, "", "evidence_type"),
    ],
)
def test_what_is_no_evidence(login: Login, content: bytes, kind: str, problem: str) -> None:
    answer = upload(login("operator"), content, kind=kind)
    assert (answer.status_code, answer.json()["type"]) == (422, problem)
    assert answer.json()["remedy"]


def test_files_are_larger_than_other_bodies_and_end_at_10_mib(login: Login) -> None:
    client = login("operator")
    assert upload(client, PDF + bytes((10 << 20) - len(PDF))).status_code == 201
    assert upload(client, PDF + bytes(10 << 20)).status_code == 413


@pytest.mark.parametrize(("name", "kept"), [("..%2F..%5Cetc%2Fpasswd", "passwd"), ("a%0D%0Ab.pdf", "ab.pdf")])
def test_a_name_is_no_path_and_no_header(login: Login, name: str, kept: str) -> None:
    assert upload(login("operator"), name=name).json()["name"] == kept
    assert upload(login("operator"), name="%2F").status_code == 422
