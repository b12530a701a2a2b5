"""Words of the glossary on pages: each leads to it once, beside a heading or below a word, and never in a name."""

import pytest

from remit.web.demo.sign_ins import SIGN_INS
from tests.browser.conftest import CHROMIUM, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
    pytest.mark.xdist_group("journey"),
]
MANAGER = next(each.email for each in SIGN_INS if each.persona == "Project manager")


def test_a_word_of_the_glossary_is_linked_once_where_it_stands(visitor: Visitor) -> None:
    visitor.sign_in(MANAGER)
    visitor.page.goto(f"{visitor.address}/help/")
    visitor.page.wait_for_selector(".term-link, .term-mark")
    links = visitor.page.eval_on_selector_all(
        ".term-link, .term-mark", "found => found.map(each => each.getAttribute('href'))"
    )
    assert len(links) == len(set(links)) > 0
    assert all(link.startswith("/glossary/") for link in links)
    visitor.page.locator(".term-link").first.click()
    assert "/glossary/" in visitor.page.url
