"""Every built-in function of the specification, asked rightly and in every wrong way."""

from dataclasses import dataclass

import pytest

from app.decisions import evaluate, load
from app.decisions.builtins import BUILTINS
from app.decisions.feel.run import Run
from app.decisions.values.kinds import kind
from app.decisions.values.text import literal
from tests.unit.decisions.models import literal as decision
from tests.unit.decisions.models import model

OF_EVERY_KIND = (
    "1",
    '"x"',
    "true",
    '@"2026-09-01"',
    '@"10:00:00"',
    '@"2026-09-01T10:00:00"',
    '@"P1Y"',
    '@"P1D"',
    '[1, "a"]',
    "{a: 1}",
    "[1..2]",
    "function(x) x",
)
GROUPS = {
    "day": {"date", "date and time"},
    "temporal": {"date", "time", "date and time"},
    "duration": {"days and time duration", "years and months duration"},
    "offset": {"days and time duration"},
    "point": {
        "number",
        "string",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    },
}


@dataclass(frozen=True)
class Form:
    """One form of a function in the specification: `name: kind = sample`; `?` may be left out, `!` may be null."""

    name: str
    parameters: tuple[tuple[str, str, str], ...]
    result: str

    @classmethod
    def of(cls, written, result):
        name, _, rest = written.partition("(")
        parts = rest.removesuffix(")").split(" | ") if rest != ")" else []
        cut = [(each.partition(": ")[0], *each.partition(": ")[2].split(" = ", 1)) for each in parts]
        return cls(name, tuple(cut), result)

    @property
    def samples(self):
        return [evaluate(sample, {}) for _, _, sample in self.parameters]

    @property
    def names(self):
        return {name for name, _, _ in self.parameters}

    @property
    def least(self):
        return sum("?" not in of for _, of, _ in self.parameters)

    def takes(self, args):
        return self.least <= len(args) <= len(self.parameters) and all(
            _fits(arg, of) for arg, (_, of, _) in zip(args, self.parameters, strict=False)
        )


def _fits(value, of):
    bare = of.rstrip("?!")
    if value is None:
        return "!" in of
    if bare in {"any", "list"}:
        return True
    return kind(value) in GROUPS.get(bare, {bare})


FORMS = [
    Form.of(written, result)
    for written, result in [
        # conversion
        ('date(from: string = "2026-09-01")', "2026-09-01"),
        ('date(from: day = @"2026-09-01T10:00:00")', "2026-09-01"),
        ("date(year: number = 2026 | month: number = 9 | day: number = 1)", "2026-09-01"),
        ('time(from: string = "10:00:00Z")', "10:00:00Z"),
        ('time(from: temporal = @"2026-09-01T10:00:00")', "10:00:00"),
        (
            'time(hour: number = 9 | minute: number = 0 | second: number = 5 | offset: offset?! = @"PT8H")',
            "09:00:05+08:00",
        ),
        ('date and time(from: string = "2026-09-01T10:00:00")', "2026-09-01T10:00:00"),
        ('date and time(date: day = @"2026-09-01" | time: time = @"10:00:00")', "2026-09-01T10:00:00"),
        ('number(from: string = "1000.5")', "1000.5"),
        (
            'number(from: string = "1 000,5" | grouping separator: string! = " " | decimal separator: string! = ",")',
            "1000.5",
        ),
        ("string(from: any = 1.50)", '"1.5"'),
        ('duration(from: string = "P1D")', "P1D"),
        ('years and months duration(from: day = @"2025-01-01" | to: day = @"2026-09-01T10:00:00")', "P1Y8M"),
        # logic
        ("not(negand: boolean = true)", "false"),
        ("is(value1: any?! = 1 | value2: any?! = 1.0)", "true"),
        # strings
        ('substring(string: string = "foobar" | start position: number = 3 | length: number? = 2)', '"ob"'),
        ('string length(string: string = "foo")', "3"),
        ('upper case(string: string = "aBc4")', '"ABC4"'),
        ('lower case(string: string = "aBc4")', '"abc4"'),
        ('substring before(string: string = "foobar" | match: string = "bar")', '"foo"'),
        ('substring after(string: string = "foobar" | match: string = "ob")', '"ar"'),
        (
            'replace(input: string = "AB" | pattern: string = "b" | replacement: string = "#" | flags: string?! = "i")',
            '"A#"',
        ),
        ('contains(string: string = "foobar" | match: string = "ob")', "true"),
        ('starts with(string: string = "foobar" | match: string = "fo")', "true"),
        ('ends with(string: string = "foobar" | match: string = "r")', "true"),
        ('matches(input: string = "foobar" | pattern: string = "^FO*b" | flags: string?! = "i")', "true"),
        ('split(string: string = "a;b" | delimiter: string = ";")', '["a", "b"]'),
        ('string join(list: list = ["a", "b"] | delimiter: string?! = "-")', '"a-b"'),
        # lists
        ("list contains(list: list = [1, 2] | element: any! = 2)", "true"),
        ("count(list: list = [1, 2])", "2"),
        ("min(list: list = [3, 1, 2])", "1"),
        ("max(list: list = [3, 1, 2])", "3"),
        ("sum(list: list = [3, 1, 2])", "6"),
        ("mean(list: list = [3, 1, 2])", "2"),
        ("all(list: list = [true, false])", "false"),
        ("any(list: list = [true, false])", "true"),
        ("sublist(list: list = [4, 5, 6] | start position: number = 1 | length: number? = 2)", "[4, 5]"),
        ("insert before(list: list = [1, 3] | position: number = 1 | newItem: any! = 2)", "[2, 1, 3]"),
        ("remove(list: list = [1, 2, 3] | position: number = 2)", "[1, 3]"),
        ("reverse(list: list = [1, 2, 3])", "[3, 2, 1]"),
        ("index of(list: list = [1, 2, 3, 2] | match: any! = 2)", "[2, 4]"),
        ("distinct values(list: list = [1, 2, 3, 2, 1])", "[1, 2, 3]"),
        ("flatten(list: list = [[1, 2], [[3]], 4])", "[1, 2, 3, 4]"),
        ("product(list: list = [2, 3, 4])", "24"),
        ("median(list: list = [6, 1, 2, 3])", "2.5"),
        ("stddev(list: list = [2, 4, 7, 5])", "2.081665999466132735282297706979931"),
        ("mode(list: list = [6, 3, 9, 6, 6])", "[6]"),
        ("list replace(list: list = [2, 4, 7, 8] | position: number = 3 | newItem: any! = 6)", "[2, 4, 6, 8]"),
        (
            "list replace(list: list = [2, 7] | match: function = function(a, b) a < b | newItem: any! = 5)",
            "[5, 7]",
        ),
        ("sort(list: list = [3, 1, 4] | precedes: function? = function(x, y) x < y)", "[1, 3, 4]"),
        # numbers
        ("decimal(n: number = 2.5 | scale: number = 0)", "2"),
        ("floor(n: number = -1.56 | scale: number? = 1)", "-1.6"),
        ("ceiling(n: number = -1.56 | scale: number? = 1)", "-1.5"),
        ("round up(n: number = 1.121 | scale: number = 2)", "1.13"),
        ("round down(n: number = 1.126 | scale: number = 2)", "1.12"),
        ("round half up(n: number = 1.125 | scale: number = 2)", "1.13"),
        ("round half down(n: number = 1.125 | scale: number = 2)", "1.12"),
        ("abs(n: number = -10)", "10"),
        ('abs(n: duration = @"-PT5H")', "PT5H"),
        ("modulo(dividend: number = -12 | divisor: number = 5)", "3"),
        ("sqrt(number: number = 16)", "4"),
        ("log(number: number = 1)", "0"),
        ("exp(number: number = 0)", "1"),
        ("odd(number: number = 5)", "true"),
        ("even(number: number = 5)", "false"),
        # dates
        ('day of year(date: day = @"2019-09-17")', "260"),
        ('day of week(date: day = @"2019-09-17")', '"Tuesday"'),
        ('month of year(date: day = @"2019-09-17")', '"September"'),
        ('week of year(date: day = @"2005-01-01T00:00:00")', "53"),
        # ranges
        ('range(from: string = "[18..21)")', "[18..21)"),
        ("before(point1: point = 1 | point2: point = 10)", "true"),
        ("before(point: point = 1 | range: range = (1..10])", "true"),
        ("before(range: range = [1..10] | point: point = 15)", "true"),
        ("before(range1: range = [1..10) | range2: range = [10..20])", "true"),
        ("after(point1: point = 10 | point2: point = 5)", "true"),
        ("after(point: point = 12 | range: range = [1..10])", "true"),
        ("after(range: range = (10..20] | point: point = 10)", "true"),
        ("after(range1: range = [11..20] | range2: range = [1..11))", "true"),
        ("meets(range1: range = [1..5] | range2: range = [5..10])", "true"),
        ("met by(range1: range = [5..10] | range2: range = [1..5])", "true"),
        ("overlaps(range1: range = [1..5] | range2: range = [3..8])", "true"),
        ("overlaps before(range1: range = [1..5] | range2: range = (5..8])", "false"),
        ("overlaps after(range1: range = [3..8] | range2: range = [1..5])", "true"),
        ("finishes(point: point = 10 | range: range = [1..10])", "true"),
        ("finishes(range1: range = [5..10) | range2: range = [1..10))", "true"),
        ("finished by(range: range = [1..10] | point: point = 10)", "true"),
        ("finished by(range1: range = [1..10) | range2: range = [5..10))", "true"),
        ("includes(range: range = [1..10] | point: point = 5)", "true"),
        ("includes(range1: range = [1..10] | range2: range = [4..6])", "true"),
        ("during(point: point = 5 | range: range = [1..10])", "true"),
        ("during(range1: range = [4..6] | range2: range = [1..10])", "true"),
        ("starts(point: point = 1 | range: range = [1..10])", "true"),
        ("starts(range1: range = (1..5] | range2: range = (1..10])", "true"),
        ("started by(range: range = [1..10] | point: point = 1)", "true"),
        ("started by(range1: range = (1..10] | range2: range = (1..5])", "true"),
        ("coincides(point1: point = 5 | point2: point = 5)", "true"),
        ("coincides(range1: range = [1..5] | range2: range = [1..5])", "true"),
        # contexts
        ('get value(m: context = {key1: "v"} | key: string = "key1")', '"v"'),
        ("get entries(m: context = {a: 1})", '[{key: "a", value: 1}]'),
        ('context(entries: list = [{key: "a", value: 1}])', "{a: 1}"),
        ('context put(context: context = {x: 1} | key: string = "y" | value: any! = 2)', "{x: 1, y: 2}"),
        ('context put(context: context = {y: {a: 0}} | keys: list = ["y", "a"] | value: any! = 2)', "{y: {a: 2}}"),
        ("context merge(contexts: list = [{x: 1}, {y: 2}])", "{x: 1, y: 2}"),
    ]
]
OF_MANY = {
    "min": ("3, 1, 2", "1"),
    "max": ("3, 1, 2", "3"),
    "sum": ("3, 1, 2", "6"),
    "mean": ("3, 1, 2", "2"),
    "all": ("true, false", "false"),
    "any": ("true, false", "true"),
    "product": ("2, 3, 4", "24"),
    "median": ("6, 1, 2, 3", "2.5"),
    "stddev": ("2, 4, 7, 5", "2.081665999466132735282297706979931"),
    "mode": ("6, 3, 9, 6, 6", "[6]"),
    "append": ("[1], 2, 3", "[1, 2, 3]"),
    "concatenate": ("[1, 2], [3]", "[1, 2, 3]"),
    "union": ("[1, 2], [2, 3]", "[1, 2, 3]"),
}
OF_NONE = {"now", "today"}
forms = pytest.mark.parametrize(
    "form", FORMS, ids=lambda form: f"{form.name}({', '.join(p[0] for p in form.parameters)})"
)


def asked(name, args):
    """The answer and the reasons noted for it."""
    run = Run()
    call = BUILTINS[name].call_named if isinstance(args, dict) else BUILTINS[name].call
    return call(run, args), run.notes


def refused(name, args):
    value, notes = asked(name, args)
    return value is None and len(notes) == 1 and notes[0][0] == "arguments" and notes[0][1].startswith(f"{name}(")


def named(form, args):
    return {name: arg for (name, _, _), arg in zip(form.parameters, args, strict=False)}


def taken(name, args):
    return name in OF_MANY or any(form.takes(args) for form in FORMS if form.name == name)


def test_every_function_of_the_specification_is_here_and_no_other():
    assert {form.name for form in FORMS} | OF_MANY.keys() | OF_NONE == BUILTINS.keys()


@forms
def test_it_gives_the_specifications_example(form):
    assert literal(asked(form.name, form.samples)[0]) == form.result


@forms
def test_its_parameters_have_the_specifications_names(form):
    assert literal(asked(form.name, named(form, form.samples))[0]) == form.result
    if sum(other.names == form.names for other in FORMS if other.name == form.name) == 1:
        shuffled = dict(reversed(named(form, form.samples).items()))
        assert literal(asked(form.name, shuffled)[0]) == form.result


@forms
def test_a_name_that_it_does_not_have_is_refused(form):
    assert refused(form.name, named(form, form.samples) | {"no such": 1})
    for name in named(form, form.samples):
        args = named(form, form.samples)
        args["no such"] = args.pop(name)
        assert refused(form.name, args)


@forms
def test_an_argument_of_another_kind_is_refused_with_the_reason(form):
    for place in range(len(form.parameters)):
        for sample in OF_EVERY_KIND:
            args = form.samples
            args[place] = evaluate(sample, {})
            if not taken(form.name, args):
                assert refused(form.name, args), (place, sample)
                assert kind(args[place]) in asked(form.name, args)[1][0][1]


@forms
def test_null_is_refused_unless_the_specification_takes_it(form):
    for place in range(len(form.parameters)):
        args = form.samples
        args[place] = None
        if not taken(form.name, args):
            assert refused(form.name, args)
            assert refused(form.name, named(form, args))


@forms
def test_too_few_and_too_many_are_refused(form):
    if form.name in OF_MANY:
        assert refused(form.name, [])
        return
    args = form.samples
    for some in [args[:count] for count in range(len(args))] + [[*args, args[-1]], [*args, None]]:
        if not taken(form.name, some):
            assert refused(form.name, some), some


@forms
def test_a_list_of_one_stands_for_its_item(form):
    for place, (_, of, _) in enumerate(form.parameters):
        args = form.samples
        if of.rstrip("?!") not in {"list", "any"}:
            args[place] = [args[place]]
            if not any(other.takes(args) for other in FORMS if other.name == form.name):
                assert literal(asked(form.name, args)[0]) == form.result


@pytest.mark.parametrize("name", sorted(OF_MANY))
def test_functions_of_many_take_them_one_by_one(name):
    args, result = OF_MANY[name]
    assert literal(evaluate(f"{name}({args})", {})) == result
    assert refused(name, [])


@pytest.mark.parametrize("name", sorted(OF_NONE))
def test_the_clock_takes_nothing(name):
    assert refused(name, [None])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("upper case(1)", "函数参数不符：upper case(number)"),
        ('upper case(text: "a")', "函数参数不符：upper case(text: string)"),
        ("sqrt(-1)", "运算没有结果：sqrt(number)"),
        ('date("gestern")', "运算没有结果：date(string)"),
        ('1 + "a"', "运算没有结果：number + string"),
        ("1 / 0", "运算没有结果：number / number"),
        ('-"a"', "运算没有结果：-string"),
        ('1 < "a"', "运算没有结果：number < string"),
        ('1 = "1"', "运算没有结果：number = string"),
        ('1 between "a" and 3', "运算没有结果：number between string and number"),
        ('[1.."a"]', "运算没有结果：number..string"),
        ('[1, 2]["a"]', "运算没有结果：list[string]"),
        ("for i in 1.5..3 return i", "运算没有结果：number..number"),
        ("some i in [1] satisfies i", "运算没有结果：satisfies number"),
        ("1()", "不是函数：number"),
        ("nobody", "没有这个名称：nobody"),
    ],
)
def test_a_null_comes_with_its_reason(text, reason):
    told = load(model(decision("a", text)), strict=False).decide("a", {})
    assert told.outcome is None
    assert reason in told.as_text("zh")


@pytest.mark.parametrize(
    "text", ["null + 1", "null < 1", "-null", "{a: 1}.b", "[1][2]", "[1..null]", "all(null, true)"]
)
def test_what_follows_from_a_null_or_is_an_answer_like_any_other_needs_no_reason(text):
    told = load(model(decision("a", text)), strict=False).decide("a", {})
    assert told.outcome is None
    assert told.notes == ()
