"""Stylesheets and scripts are kept by browsers under addresses that name their content, and under no others."""

import os
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, url_for

from app.web.look import assets


@pytest.fixture
def styled(tmp_path):
    app = Flask("styled", static_folder=str(tmp_path), static_url_path="/static")
    (tmp_path / "site.css").write_text("p {color: black}")
    assets.set_up(app)
    return app


def address(app, name="site.css"):
    with app.test_request_context():
        return url_for("static", filename=name)


def kept(app, path, **headers):
    return app.test_client().get(path, headers=headers).headers["Cache-Control"]


def test_under_the_address_that_names_its_content_a_file_is_kept_for_a_year(styled):
    path = address(styled)
    assert re.fullmatch(r"/static/site\.css\?v=[0-9a-f]{16}", path)
    for header in ({}, {"If-None-Match": styled.test_client().get(path).headers["ETag"]}):
        assert sorted(kept(styled, path, **header).split(", ")) == ["immutable", "max-age=31536000", "public"]


@pytest.mark.parametrize("query", ["", "?v=", "?v=0123456789abcdef", "?w=1"])
def test_under_any_other_address_a_browser_asks_again(styled, query):
    assert kept(styled, f"/static/site.css{query}") == "no-cache"


def test_other_content_has_another_address_and_the_old_one_is_kept_no_more(styled, tmp_path):
    old, file = address(styled), tmp_path / "site.css"
    file.write_text("p {color: white}")
    os.utime(file, ns=(1, 1))
    assert urlsplit(address(styled)).path == urlsplit(old).path
    assert parse_qs(urlsplit(address(styled)).query) != parse_qs(urlsplit(old).query)
    assert kept(styled, old) == "no-cache"


def test_what_is_not_there_has_a_plain_address_and_is_not_found(styled):
    assert address(styled, "gone.css") == "/static/gone.css"
    for path in ("/static/gone.css?v=None", "/static/../../etc/passwd?v=1", "/static/?v=1"):
        answer = styled.test_client().get(path)
        assert answer.status_code == 404
        assert "immutable" not in answer.headers.get("Cache-Control", "")
