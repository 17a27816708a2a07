"""The sentences that forms say to people, Chinese first; only the forms room reads them."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "required": ("请填写{label}", "Enter {label}"),
    "choose": ("请选择{label}", "Choose {label}"),
    "tick": ("请勾选“{label}”", "Tick “{label}”"),
    "upload": ("请上传{label}", "Upload {label}"),
    "too_long": ("{label}不能超过{n}个字", "{label} must be {n} characters or fewer"),
    "too_short": ("{label}至少要{n}个字", "{label} must be at least {n} characters"),
    "pattern": ("{label}的格式不正确，请检查", "{label} is not in the right format"),
    "email": ("请填写正确的电子邮箱，例如 name@example.com", "Enter an e-mail address like name@example.com"),
    "phone": ("请填写正确的电话号码，例如 13800000000", "Enter a telephone number like 13800000000"),
    "number": ("{label}请填写数字", "{label} must be a number"),
    "digits": ("{label}最多保留{n}位小数", "{label} can have at most {n} decimal places"),
    "min": ("{label}不能小于{n}", "{label} must be {n} or more"),
    "max": ("{label}不能大于{n}", "{label} must be {n} or less"),
    "date": ("{label}请填写真实的日期，例如 2026-09-01", "{label} must be a real date, like 2026-09-01"),
    "time": ("{label}请填写时间，例如 10:30", "{label} must be a time, like 10:30"),
    "option": ("{label}请从列出的选项中选择", "Choose {label} from the list"),
    "files": ("{label}最多上传{n}个文件", "{label}: at most {n} files"),
    "invalid": ("{label}有误，请检查", "{label} is not right, please check"),
    "control": ("{label}含有不能识别的字符，请重新填写", "{label} has characters that can't be read"),
    "summary": ("有{n}处需要补充或更正", "There are {n} things to put right"),
    "error": ("错误：", "Error: "),
    "must": ("必填", "required"),
    "pick": ("请选择", "Please choose"),
    "kept": ("已上传的文件（取消勾选即删除）", "Files uploaded (untick to remove)"),
    "add_file": ("选择要上传的文件", "Choose files to upload"),
    "yes": ("是", "Yes"),
    "no": ("否", "No"),
    "list": ("、", ", "),
    "date_words": ("{y}年{m}月{d}日", "{y}-{m:02}-{d:02}"),
    "date_hint": ("例如 1990-01-31", "For example 1990-01-31"),
}


def say(word: str, lang: str = "zh", **values: object) -> str:
    """Say one sentence in the reader's language."""
    chinese, english = WORDS[word]
    return (english if lang == "en" else chinese).format(**values)
