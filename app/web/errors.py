"""One handler for every problem: a page for people, a problem document for programs; only set_up calls it."""

from typing import Any, Final

import structlog
from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.errors import InvalidAnswers, Problem
from app.web.access import carrying
from app.web.access.log import route
from app.web.look.language import say

log: Final = structlog.get_logger(__name__)
TITLES: Final = {
    400: "请求无法办理",
    401: "请先登录",
    403: "您没有办理这项操作的权限",
    404: "没有找到这个页面",
    405: "不支持这种操作",
    409: "内容已经变化",
    413: "文件超过大小限制",
    422: "有内容需要补充或更正",
    429: "操作过于频繁",
    500: "系统出现问题",
    502: "外部系统拒绝了请求",
    503: "外部系统暂时没有响应",
}
ADVICE: Final = {
    400: "请返回上一页，检查后重新提交。",
    403: "如果您认为应当有权限，请联系本单位的管理员。",
    404: "请检查网址是否完整，或从首页重新进入。",
    409: "请查看最新情况后再继续，您刚才的操作没有生效。",
    413: "请压缩文件或分开上传后重试。",
    429: "请稍等几分钟后再试。",
    500: "本次操作没有生效。请稍后再试；多次出现时请联系工作人员。",
}
NO_WAY_BACK: Final = {409, 413}  # the form is closed by now, or was too much to be read
STALE: Final = "页面停留时间过长或已在别处退出登录，请返回上一页刷新后重新提交。"


def set_up(app: Flask) -> None:
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(HTTPException, _http)


def _problem(problem: Problem) -> Response:
    if problem.status >= 500:
        log.error("problem", kind=type(problem).__name__, route=route(), exc_info=problem)
    extra: dict[str, Any] = {}
    if isinstance(problem, InvalidAnswers):
        extra["errors"] = [{"key": e.key, "label": e.label, "message": e.message} for e in problem.errors]
    words = problem.detail if problem.detail and problem.status < 500 and _chinese(problem.detail) else problem.zh
    return _answer(problem.status, words, problem.context, extra)


def _http(problem: HTTPException) -> Response:
    if problem.response is not None:  # a redirect in disguise, or one made by hand
        return make_response(problem.get_response())
    if isinstance(problem, CSRFError) and (kept := carrying.typed()):
        return make_response(carrying.onward(kept, 400))
    status = problem.code or 500
    extra = {"errors": found} if (found := getattr(problem, "data", {}).get("messages")) else {}
    answer = _answer(status, STALE if isinstance(problem, CSRFError) else ADVICE.get(status, ""), {}, extra)
    for name, value in problem.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            answer.headers[name] = value
    return answer


def _answer(status: int, words: str, context: dict[str, Any], extra: dict[str, Any]) -> Response:
    title = say(TITLES.get(status, TITLES[500]))
    if request.path.startswith("/api/"):
        shown = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in context.items()}
        answer = jsonify({"status": status, "title": title, "detail": say(words), **shown, **extra})
        answer.mimetype = "application/problem+json"
    else:
        advice = ADVICE.get(status, "")
        told = {"title": title, "words": say(words), "advice": say(advice), "context": context}
        kept = carrying.typed() if status not in NO_WAY_BACK else None
        answer = make_response(render_template("web/problem.html", status=status, typed=kept, **told))
    answer.status_code = status
    return answer


def _chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)
