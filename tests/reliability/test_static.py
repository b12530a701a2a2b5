"""Goal S: what can be seen in the source without running it, and what secrets leave behind when it runs."""

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from remit.accounts.operations.feeds import create_feed, revoke_feed
from remit.accounts.operations.tokens import create_token
from remit.conftest import World
from remit.core.log_lines import OneLine

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "remit"

Lines = Iterator[tuple[str, int, str]]


def lines_of(*endings: str, tests: bool = False) -> Lines:
    """Yield every line of our own files: where, its number, its text."""
    for path in sorted(SOURCE.rglob("*")):
        parts = path.relative_to(SOURCE).parts
        if path.suffix not in endings or "vendor" in parts or "migrations" in parts:
            continue
        if not tests and ("tests" in parts or path.name == "conftest.py"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield "/".join(parts), number, line


# What never stands in a source file, and a line that shows it: the pattern must find its example.
NEVER = {
    "unpickling": (r"^\s*(?:import|from)\s+(?:pickle|cPickle|dill|shelve|marshal)\b", "import pickle"),
    "yaml that makes objects": (r"\byaml\.(?:unsafe_|full_)?load(?:_all)?\(", "yaml.load(text)"),
    "code from text": (r"(?<![\w.])(?:eval|exec|compile|__import__)\(", "x = eval(text)"),
    "SQL by hand": (r"\.(?:raw|extra)\(|\bRawSQL\(", "Person.objects.raw(text)"),
    "SQL from parts": (r"execute(?:many)?\(\s*[\"'].*[\"']\s*(?:%|\+|\.format)", 'c.execute("SELECT %s" % x)'),
    "markup from parts": (r"format_html\(\s*f[\"']", 'format_html(f"<b>{name}</b>")'),
    "a shell": (r"shell\s*=\s*True|\bos\.(?:system|popen)\(", "subprocess.run(x, shell=True)"),
    "debugging switched on": (r"^\s*(?:TEMPLATE_)?DEBUG\s*=\s*(?!\s|False\b)", "DEBUG = True"),
    "any host": (r"ALLOWED_HOSTS\s*=\s*\[\s*[\"']\*", 'ALLOWED_HOSTS = ["*"]'),
    "an unproved certificate": (r"verify\s*=\s*False|_create_unverified_context", "get(url, verify=False)"),
    "a name of a temporary file": (r"\btempfile\.mktemp\(", "tempfile.mktemp()"),
    "a breakpoint": (r"\b(?:breakpoint\(\)|pdb\.set_trace)", "breakpoint()"),
    "every field of a model": (r"fields\s*=\s*[\"']__all__[\"']", 'fields = "__all__"'),
}  # fmt: skip

# What may stand in a source file where a reason stands behind it on the same line.
WITH_REASON = {
    "text taken for safe markup": (
        r"\b(?:mark_safe|SafeString|SafeText)\((?!\)|\"[^\"]*\"\))",
        "return mark_safe(text)",
    ),
    "no proof of origin": (r"csrf_exempt", "@csrf_exempt"),
    "no sign-in": (r"auth\s*=\s*None\b", "@router.get('/x', auth=None)"),
}
REASON = re.compile(r"#.*(?:noqa: \w+ - |type: ignore\[[^]]+\]\s+# )\S|#\s\S.{8,}")

# What never stands in a template; a policy of content forbids inline script and style anyway.
NEVER_IN_TEMPLATES = {
    "escaping switched off": (r"{%\s*autoescape\s+off", "{% autoescape off %}"),
    "inline script": (r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)", "<script>x()</script>"),
    "a handler in an attribute": (r"<[^>]*\son[a-z]+\s*=", '<a onclick="x()">'),
    "inline style": (r"<[^>]*\sstyle\s*=", '<p style="color: red">'),
    "an address that is script": (
        r"(?:href|src|action)\s*=\s*[\"']\s*javascript:",
        '<a href="javascript:x()">',
    ),
    "evaluated by htmx": (r"hx-(?:on[:-]|vals\s*=\s*[\"']js:)", "<p hx-on:click='x()'>"),
}
SAFE = re.compile(r"\|\s*safe\b")
# Files that are written without markup need no escaping.
PLAIN_TEXT = re.compile(r"\.txt$")


def found(
    patterns: dict[str, tuple[str, str]], lines: Callable[[], Lines], *, reasons: bool = False
) -> list[str]:
    """Return where one of `patterns` stands; with `reasons`, only where no reason stands behind it."""
    compiled = {what: re.compile(pattern) for what, (pattern, _example) in patterns.items()}
    return [
        f"{where}:{number} {what}"
        for where, number, line in lines()
        for what, pattern in compiled.items()
        if pattern.search(line) and not (reasons and REASON.search(line))
    ]


def test_every_pattern_finds_its_example() -> None:
    for patterns in (NEVER, WITH_REASON, NEVER_IN_TEMPLATES):
        for what, (pattern, example) in patterns.items():
            assert re.search(pattern, example), what
            assert not re.search(pattern, "evaluate(draw(verified))"), what
    assert not REASON.search("@csrf_exempt")
    assert REASON.search("mark_safe(x)  # noqa: S308 - the drawings are ours")


def test_nothing_dangerous_stands_in_the_source() -> None:
    bad = found(NEVER, lambda: lines_of(".py"))
    bad += found(WITH_REASON, lambda: lines_of(".py"), reasons=True)
    print(
        f"S: {len(NEVER) + len(WITH_REASON)} patterns in {sum(1 for _ in lines_of('.py'))} lines, {len(bad)} found"
    )
    assert bad == []


def test_templates_escape_and_hold_neither_script_nor_style() -> None:
    bad = [
        each
        for each in found(NEVER_IN_TEMPLATES, lambda: lines_of(".html", ".txt"))
        if not (PLAIN_TEXT.search(each.split(":")[0]) and "escaping" in each)
    ]
    assert bad == []


# Where a template may take text for markup, and why nothing that somebody typed can reach it.
SAFE_WITH_REASON = {
    "core/templates/core/field.html": "help texts stand in the forms' source; those of passwords are Django's own list",
}


def test_text_is_taken_for_markup_only_where_a_reason_is_known() -> None:
    places = {where for where, _number, line in lines_of(".html", ".txt") if SAFE.search(line)}
    assert places == set(SAFE_WITH_REASON)


def test_help_texts_hold_nothing_that_was_typed() -> None:
    """The one place where markup is trusted: what is put into it must come from the source alone."""
    suspicious = [
        f"{where}:{number}"
        for where, number, line in lines_of(".py")
        if re.search(r"help_text\s*=.*(?:request|\.name\b|objects|cleaned_data)", line)
    ]
    assert suspicious == []


def test_the_one_view_without_proof_of_origin_proves_it_itself(world: World) -> None:
    world.give("Petra", "project-manager")
    client = Client(enforce_csrf_checks=True)
    user = world.person("Petra").user
    assert user is not None
    client.force_login(user)
    answer = client.post("/api/v1/projects/P-1/baselines", b'{"name": "x"}', content_type="application/json")
    assert answer.status_code == 403
    assert client.get("/api/v1/projects/P-1").status_code == 200


def test_bandit_finds_nothing_of_weight() -> None:
    command = [sys.executable, "-m", "bandit", "--quiet", "--severity-level", "medium", "--format", "json"]
    command += ["--configfile", str(ROOT / "pyproject.toml"), "--recursive", str(SOURCE)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=ROOT)
    report = json.loads(done.stdout)
    bad = [f"{each['filename']}:{each['line_number']} {each['test_id']}" for each in report["results"]]
    print(f"S: bandit read {report['metrics']['_totals']['loc']} lines, {len(bad)} found")
    assert bad == []
    assert report["errors"] == []
    assert report["metrics"]["_totals"]["loc"] > 5000


def test_django_finds_nothing_against_the_settings_of_a_public_server(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REMIT_", "DJANGO_"))}
    settings = {
        "PYTHONPATH": str(SOURCE.parent),
        "REMIT_DATA_DIR": str(tmp_path),
        "REMIT_BASE_URL": "https://remit.example.org",
        "DJANGO_SETTINGS_MODULE": "remit.web.settings",
    }
    program = "from django.core.management import call_command; import django; django.setup();"
    program += "call_command('check', deploy=True, fail_level='WARNING')"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=kept | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    silent = [line for line in done.stderr.splitlines() if re.match(r"^\?: \(|^\S+: \(", line)]
    assert [line for line in silent if not any(code in line for code in ANSWERED_FOR)] == [], done.stderr


# Warnings of Django that Remit answers in another way.
ANSWERED_FOR = {
    "security.W001": "our own middleware sets these headers, on errors and files as well",
    "security.W002": "as W001",
    "security.W003": "as W001",
    "security.W005": "sub-domains are named in our own middleware",
    "security.W008": "whoever serves over HTTPS redirects before Remit is reached",
    "security.W021": "preloading is a decision of whoever owns the domain",
}


@pytest.mark.django_db
def test_secrets_stand_in_no_log_and_no_cache(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    world.give("Petra", "project-manager")
    person = world.person("Petra")
    assert person.user is not None
    _token, raw = create_token(
        person.user, name="Export", may_write=False, days=30, actor=world.actor("Petra")
    )
    right, wrong = "correct horse battery staple", "wrong-horse-canary-7f3a"
    client = Client()
    for password in (wrong, right):
        client.post("/accounts/login/", {"login": person.email, "password": password})
    assert client.get("/projects/").status_code == 200
    session = client.session.session_key or ""
    bearer = {"Authorization": f"Bearer {raw}"}
    assert Client().get("/api/v1/projects/P-1", headers=bearer).status_code == 200
    assert Client().get("/api/v1/nowhere", headers=bearer).status_code == 404
    feed, secret = create_feed(person.user, name="Phone", parts=["leave"], actor=world.actor("Petra"))
    assert Client().get(f"/feeds/{secret}.ics").status_code == 200
    written = caplog.text + repr([record.__dict__ for record in caplog.records])
    kept = repr(getattr(cache, "_cache", {}))
    planted = (right, wrong, raw, session, secret)
    leaked = [each for each in planted if each in written or each in kept]
    print(
        f"S: {len(planted)} secrets planted, {len(leaked)} found in {len(caplog.records)} lines of log and the cache"
    )
    assert session
    assert leaked == []
    # an address that ended is logged as what was not found, by the formatter of the process without its secret
    revoke_feed(feed, actor=world.actor("Petra"))
    caplog.clear()
    assert Client().get(f"/feeds/{secret}.ics").status_code == 404
    lines = [OneLine("%(message)s").format(record) for record in caplog.records]
    assert any("/feeds/…" in line for line in lines)
    assert secret not in "".join(lines)
