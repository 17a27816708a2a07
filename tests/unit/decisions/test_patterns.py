"""Patterns by the grammar of XPath and XML Schema, where Python's own would read otherwise, or more."""

from time import monotonic

import pytest

from app.decisions import evaluate
from app.decisions.values.text import literal
from app.errors import ExpressionError


def matches(text, pattern, flags=None):
    return evaluate("matches(t, p, f)", {"t": text, "p": pattern, "f": flags})


HELD = [
    # Ends of the text and of its lines.
    ("abc", "^b|c$", None, True),
    ("abc\n", "c$", None, False),
    ("abc\nx", "c$", "m", True),
    ("abc\nx\n", "^$", "m", False),
    ("abc\n\nx", "^$", "m", True),
    ("abc\nx", "^x", None, False),
    ("abc\nx", "^x", "m", True),
    ("a", "^*a$+", None, True),
    # The dot.
    ("a\nb", "a.b", None, False),
    ("a\rb", "a.b", None, False),
    ("a\u2028b", "a.b", None, True),
    ("a\nb", "a.b", "s", True),
    (".", "[.]", "s", True),
    ("a", "[.]", "s", False),
    # Classes: `\w` is all but punctuation, separators and others; `\s` four characters; `\d` the digits of any script.
    ("_", r"\w", None, False),
    ("_", r"\W", None, True),
    ("+", r"\w", None, True),
    ("残", r"^\w$", None, True),
    ("\u00a0", r"\s", None, False),
    ("\u00a0", r"\S", None, True),
    ("\t", r"\s", None, True),
    ("٣", r"^\d$", None, True),
    ("a", r"\D", None, True),
    (":é-.·9", r"^\i\c*$", None, True),
    ("残疾人", r"^\i\c*$", None, True),
    ("9", r"\i", None, False),
    ("9", r"\I", None, True),
    ("-", r"\c", None, True),
    (" ", r"\C", None, True),
    ("a_b", r"^[\w_]+$", None, True),
    ("a b", r"^[^\s]+$", None, False),
    ("ab", r"^[^\s\d]+$", None, True),
    ("a1", r"^[^\s\d]+$", None, False),
    ("_-", r"^[\W]+$", None, True),
    # Unicode.
    ("É", r"^\p{Lu}$", None, True),
    ("é", r"\p{Lu}", None, False),
    ("é", r"\P{Lu}", None, True),
    ("残", r"^\p{IsCJKUnifiedIdeographs}$", None, True),
    ("é", r"\p{IsBasicLatin}", None, False),
    ("é", r"\P{IsBasicLatin}", None, True),
    ("ÿ", r"^[\p{IsLatin-1Supplement}]$", None, True),
    ("𠀀", "^.$", None, True),
    ("𠀀", "[\U00020000-\U0002a6df]", None, True),
    # Sets, and sets less others.
    ("b", "[a-z-[aeiou]]", None, True),
    ("e", "[a-z-[aeiou]]", None, False),
    ("e", "[^a-d-[aeiou]]", None, False),
    ("f", "[^a-d-[aeiou]]", None, True),
    ("b", "[a-z-[a-f-[b]]]", None, True),
    ("c", "[a-z-[a-f-[b]]]", None, False),
    ("5", r"[\d-[0-4]]", None, True),
    ("3", r"[\d-[0-4]]", None, False),
    ("x", r"[\w-[\p{Ll}]]", None, False),
    ("X", r"[\w-[\p{Ll}]]", None, True),
    ("-", "[a-]", None, True),
    ("-", "[-a]", None, True),
    ("-", r"[a\-z]", None, True),
    ("b", r"[a\-z]", None, False),
    ("&", "^[a&&b]$", None, True),
    ("|", "^[a||b]$", None, True),
    ("~", "^[a~~b]$", None, True),
    ("^", "[a^]", None, True),
    ("(", "[()]", None, True),
    # Groups and what they caught.
    ("abab", r"^(ab)\1$", None, True),
    ("aba", r"^(ab)\1$", None, False),
    ("b", r"^(a)?b\1$", None, True),
    ("aa1", r"^(a)\11$", None, True),
    ("abcdefghijkk", r"^(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)\11$", None, True),
    ("abab", "^(?:ab)+$", None, True),
    ("", "()", None, True),
    ("b", "^(a||b)$", None, True),
    # How often.
    ("aaa", "^a{3}$", None, True),
    ("aaa", "^a{2,}$", None, True),
    ("aaa", "^a{1,2}$", None, False),
    ("aaa", "^a{1,2}?a$", None, True),
    ("aaa", "^a+?$", None, True),
    ("", "a??", None, True),
    # Flags.
    ("ABC", "abc", "i", True),
    ("aA", r"(a)\1", "i", True),
    ("straße", "STRASSE", "i", False),
    ("\u212a", "k", "i", True),
    ("a", r"\p{Lu}", "i", False),
    ("a", r"[\p{Lu}B]", "i", False),
    ("b", r"[\p{Lu}B]", "i", True),
    ("b", r"[^\p{Lu}B]", "i", False),
    ("c", r"[^\p{Lu}B]", "i", True),
    ("o", "[A-Z-[OI]]", "i", False),
    ("hello world", "hello\\ sworld", "x", True),
    ("hello world", "hel\nlo [ ] world", "x", True),
    ("helloworld", "hello[ ]world", "x", False),
    ("a#b", "a # b", "x", True),
    ("a]b", r"a [\]] b", "x", True),
    ("a\u00a0b", "a\u00a0b", "x", True),
    ("a.b", "a.b", "q", True),
    ("axb", "a.b", "q", False),
    ("A.B", "a.b", "qi", True),
    ("a b", "a b", "qx", True),
    ("[", "[", "q", True),
    ("ab", "ab", "smixsmix", True),
]
NO_PATTERNS = [
    "(", ")", "[", "]", "{", "}", "a{", "a}", "[]", "[^]", "[a", "*", "+a", "?", "a**", "a+*", "a++", "a?+", "(*a)",
    "a{,2}", "a{2,1}", "a{x}", "a{1}{2}", "(?=a)", "(?!a)", "(?<=a)", "(?<n>a)", "(?P<n>a)", "(?i)a", "(?#a)", "(?>a)",
    r"\b", r"\B", r"\A", r"\Z", r"\z", r"\G", r"\K", r"\R", r"\X", r"\x41", r"\u0041", r"\N{DIGIT ONE}", r"\L<a>",
    r"\a", r"\0", r"\1", r"(a\1)", r"(a)\2", r"(a)[\1]", "\\", r"\p", r"\p{", r"\p{}", r"\pL", r"\p{Latin}",
    r"\p{Script=Han}", r"\p{IsNoSuchBlock}", r"\p{^L}", r"\p{ Lu}", "[b-a]", "[[a]]", "[a-[b]c]", "[a-z--[b]]x[",
    "(?:a){e<=1}", r"\e", r"\-\_", "[[:alpha:]]", r"\ ",
]  # fmt: skip


@pytest.mark.parametrize(("text", "pattern", "flags", "holds"), HELD)
def test_a_pattern_means_what_xpath_says(text, pattern, flags, holds):
    assert matches(text, pattern, flags) is holds


@pytest.mark.parametrize("pattern", NO_PATTERNS)
def test_what_is_no_pattern_in_xpath_is_null(pattern):
    assert matches("a", pattern) is None
    assert evaluate('replace("a", p, "b")', {"p": pattern}) is None
    assert evaluate('split("a", p)', {"p": pattern}) is None


@pytest.mark.parametrize("flags", [" ", "X", "p", "gi", "u", "i,m"])
def test_a_flag_that_xpath_does_not_know_is_null(flags):
    assert matches("a", "a", flags) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'replace("abc", "b", "[$0]")', "a[b]c"),
        (r'replace("abc", "(b)", "$1$1")', "abbc"),
        (r'replace("abc", "(b)", "$12")', "ab2c"),
        (r'replace("abc", "(b)", "$2")', "ac"),
        (r'replace("abc", "(x)?b", "<$1>")', "a<>c"),
        (r'replace("abc", "b", "\\$1")', "a$1c"),
        (r'replace("abc", "b", "\\\\")', r"a\c"),
        (r'replace("a.b", ".", "-", "q")', "a-b"),
        (r'replace("abc", "b", "$1\\", "q")', "a$1\\c"),
        ('replace("ABC", "b", "x", "i")', "AxC"),
        ('replace("a\\nb", "^.", "#", "m")', "#\n#"),
        ('replace("𠀀𠀀", ".", "x")', "xx"),
        (r'replace("abc", "b", "$")', None),
        (r'replace("abc", "b", "$x")', None),
        (r'replace("abc", "b", "\\x")', None),
        (r'replace("abc", "b", "x\\")', None),
        (r'replace("abc", "z", "$")', None),
        ('replace("abc", "z*", "-")', None),
        ('split("a1b22c", "\\d+")', ["a", "b", "c"]),
        ('split("a1b2c", "(\\d)")', ["a", "b", "c"]),
        ('split("a1b2c", "(x)?\\d")', ["a", "b", "c"]),
        ('split(",a,", ",")', ["", "a", ""]),
        ('split("a|b", "|")', None),
        ('split("a|b", "\\|")', ["a", "b"]),
        ('split("a.b", ".")', ["", "", "", ""]),
        ('split("𠀀,残", ",")', ["𠀀", "残"]),
        ('split("abc", "")', None),
    ],
)
def test_replacing_and_splitting_go_by_the_same_patterns(text, expected):
    assert evaluate(text, {}) == expected, literal(evaluate(text, {}))


@pytest.mark.parametrize("pattern", ["(" * 200 + "a" + ")" * 200, "[a-" * 200, "(" * 5000, "a{9999999}"])
def test_a_pattern_too_deep_or_too_large_is_null(pattern):
    assert matches("a", pattern) is None


def test_a_pattern_that_would_go_on_for_ever_is_stopped():
    started = monotonic()
    with pytest.raises(ExpressionError):
        evaluate("matches(t, p)", {"t": "a" * 40, "p": "^(a|aa|aaa|b?a)+c(d)+$|^(a*)*b$"})
    assert monotonic() - started < 5
