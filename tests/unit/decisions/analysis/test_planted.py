"""Each thing that can be wrong with a table is found where it is planted, with an example that shows it."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from tests.unit.decisions.analysis.tables import found, noted, told

AGE = ["age:number"]
LEVELS = (
    '<itemDefinition name="tLevels" isCollection="true">'
    '<itemComponent name="category"><typeRef>string</typeRef></itemComponent>'
    '<itemComponent name="level"><typeRef>number</typeRef></itemComponent></itemDefinition>'
    '<itemDefinition name="tGrade"><typeRef>number</typeRef>'
    "<allowedValues><text>1, 2, 3</text></allowedValues></itemDefinition>"
)


def example(policy, columns, rules, **more):
    (flaw,) = found(policy, columns, rules, **more)
    return flaw.kind, [seen.value for seen in flaw.example]


@pytest.mark.parametrize(
    ("column", "rules", "value"),
    [
        ("age:number", ["< 16 => 1", "> 16 => 2"], Decimal(16)),
        ("age:number", ["<= 16 => 1", ">= 17 => 2"], Decimal("16.5")),
        ("age:number:[0..120]", ["< 100 => 1"], Decimal(100)),
        ("kind:string", ['"a" => 1', '"b" => 2'], "其他"),
        ('kind:string:"a","b","c"', ['"a" => 1', '"b" => 2'], "c"),
        ("kind:string", ['< "m" => 1', '> "m" => 2'], "m"),
        ("flag:boolean", ["true => 1"], False),
        ("on:date", ['< @"2026-01-01" => 1', '> date("2026-01-01") => 2'], date(2026, 1, 1)),
        ("at:time", ['< @"08:00:00" => 1', '[@"08:00:00"..@"17:00:00") => 2', '> @"17:00:00" => 3'], time(17)),
        (
            "at:date and time",
            ['< @"2026-01-01T08:00:00" => 1', '> @"2026-01-01T08:00:00" => 2'],
            datetime.fromisoformat("2026-01-01T08:00:00"),
        ),
        ("level:tGrade", ["1 => 1", "2 => 2"], Decimal(3)),
        ("kind", ['"a" => 1', '"b" => 2'], "其他"),
        ("kind:string", ['starts with(?, "14") => 1', 'starts with(?, "41") => 2'], "其他"),
        ("kind:string", ['starts with(?, "其") => 1', '"a" => 2'], "…"),
        ("kind:string", ['"其" => 1', 'starts with(?, "其他") => 2', 'not(starts with(?, "其")) => 3'], "其…"),
    ],
)
def test_a_gap_is_found_with_an_input_that_no_rule_covers(column, rules, value):
    assert example("UNIQUE", [column], rules, types=LEVELS) == ("gap", [value])


@pytest.mark.parametrize(
    ("column", "rules"),
    [
        ("age:number", ["< 16 => 1", ">= 16 => 2"]),
        ("age:number", ["< 16 => 1", "[16..60] => 2", "> 60 => 3"]),
        ("on:date", ['<= @"2025-12-31" => 1', '>= @"2026-01-01" => 2']),
        ("months:years and months duration", ['<= @"P11M" => 1', '>= @"P1Y" => 2']),
        ("level:tGrade", ["1 => 1", "2 => 2", "3 => 3"]),
        ('if a > 1 then "x" else "y"', ['"x" => 1', '"y" => 2']),
        ("kind:string", ['starts with(?, "14") => 1', 'not(starts with(?, "14")) => 2']),
        ("on:date", ["? < today() => 1", "not(? < today()) => 2"]),
        ("xs:tLevels", ["some e in ? satisfies e.level > 2 => 1", "not(some e in ? satisfies e.level > 2) => 2"]),
    ],
)
def test_a_whole_table_has_no_flaw(column, rules):
    assert found("UNIQUE", [column], rules, types=LEVELS) == []


def test_a_default_leaves_no_gap():
    assert told(found("UNIQUE", AGE, ["< 16 => 1"], "out:::0")) == []


def test_collecting_nothing_is_no_gap():
    assert told(found("COLLECT", AGE, ["< 16 => 1"])) == []


def test_null_is_a_gap_only_where_the_table_speaks_of_null():
    rules = ["< 16 | true => 1", ">= 16 | true => 2", "- | false => 3"]
    assert told(noted("UNIQUE", ["age:number", "ok:boolean"], rules)) == [("gap_null",)]
    spoken = ["< 16 | true => 1", "null, >= 16 | true => 2", "< 20 | false => 3", ">= 20 | false => 4"]
    flaws = found("UNIQUE", ["age:number", "ok:boolean"], spoken)
    assert [(flaw.kind, flaw.given) for flaw in flaws] == [("gap", {"age": None, "ok": False})]


@pytest.mark.parametrize(
    ("policy", "rules", "kind", "value"),
    [
        ("UNIQUE", ["<= 16 => 1", ">= 16 => 2"], "overlap", Decimal(16)),
        ("ANY", ["<= 16 => 1", ">= 16 => 2"], "conflict", Decimal(16)),
        ("FIRST", ["- => 1", ">= 16 => 2"], "shadowed", Decimal(16)),
        ("PRIORITY", ["- => 2", ">= 16 => 1"], "shadowed", Decimal(16)),
    ],
)
def test_clashes_and_shadows_are_found_with_an_example(policy, rules, kind, value):
    (flaw,) = found(policy, AGE, rules, "out::2,1")
    assert (flaw.kind, flaw.given) == (kind, {"age": value})


def test_agreeing_rules_may_both_hold_under_any():
    assert told(found("ANY", AGE, ["<= 16 => 1", ">= 16 => 1"])) == []


def test_a_rule_may_be_shadowed_by_several_together():
    (flaw,) = found("FIRST", AGE, ["< 16 => 1", ">= 16, null => 2", "[10..20] => 3"])
    assert (flaw.kind, flaw.rules[0].id, [rule.id for rule in flaw.others]) == ("shadowed", "r3", ["r1", "r2"])


def test_a_repeated_rule_is_told_once():
    assert told(found("UNIQUE", AGE, ["< 2 => 1", "< 2.0 => 1.0", ">= 2 => 2"])) == [("duplicate", "r1", "r2")]
    assert told(found("COLLECT", AGE, ["[1..2] => 1", ">= 1 => 1", "[1..2] => 1"])) == [("duplicate", "r1", "r3")]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("age:number", '"sixteen"'),
        ("age:number", "? > 5 and ? < 3"),
        ("age:number", "[10..5]"),
        ("flag:boolean", "1"),
        ('kind:string:"a","b"', '"c"'),
        ("on:date", '"2026-01-01"'),
        ("level:tGrade", "4"),
    ],
)
def test_a_cell_that_can_never_hold_is_named(column, cell):
    flaws = found("UNIQUE", [column], [f"{cell} => 1", f"not({cell}) => 2"], "out:::0", LEVELS)
    assert told(flaws)[0] == ("never", "r1")


def test_a_part_of_a_cell_that_never_holds_is_a_warning():
    flaws = found("UNIQUE", ['kind:string:"a","b"'], ['"a", "c" => 1', '"b" => 2'])
    assert [(flaw.kind, flaw.severity, dict(flaw.details)["part"]) for flaw in flaws] == [
        ("never_part", "warning", '"c"')
    ]


def test_two_columns_that_ask_the_same_are_one():
    flaws = found("FIRST", ["age:number", "age:number"], ["< 5 | > 5 => 1", "- | - => 2"])
    assert told(flaws) == [("unreachable", "r1")]


@pytest.mark.parametrize(
    ("output", "value", "kind"),
    [
        ('out:string:"a","b"', '"x"', "output"),
        ("out:number", '"x"', "output_type"),
        ("out:number:1,2", "3", "output"),
        ("out:number:[0..10]", "5 * 3", "output"),
        ("out:boolean:true", "false", "output"),
        ("out:boolean", "1", "output_type"),
        ('out:date:>= @"2026-01-01"', 'date("2025-12-31")', "output"),
        ("out:date", '"2026-01-01"', "output_type"),
        ('out:days and time duration:<= @"P10D"', '@"P5D" * 3', "output"),
        ('out:years and months duration:@"P1Y"', '@"P13M"', "output"),
        ('out:string:starts with(?, "a")', '"b"', "output"),
        ("out:number:1,2::3", "1", "output"),
    ],
)
def test_an_output_outside_what_is_allowed_is_found(output, value, kind):
    at = "table" if output.endswith("::3") else "r1"
    output = output.replace("::3", ":3")
    assert told(found("UNIQUE", ["flag:boolean"], ["true, false => " + value], output)) == [(kind, at)]


def test_what_can_not_be_told_is_a_warning():
    flaws = found("UNIQUE", ["age:number", "limit:number"], ["? > limit | - => 1", "? <= limit | - => 2"])
    assert [(flaw.kind, flaw.severity) for flaw in flaws] == [("overlap_maybe", "warning"), ("gap_maybe", "warning")]


def test_columns_that_share_inputs_make_an_example_doubtful():
    flaws = found("UNIQUE", ["age:number", "age + 1:number"], ["< 5 | < 6 => 1", ">= 5 | >= 6 => 2"])
    assert [flaw.kind for flaw in flaws] == ["gap_maybe"]


def test_a_column_that_can_not_be_put_in_order_says_so():
    mixed = ['< @"2026-01-01T08:00:00Z" => 1', '>= @"2026-01-01T08:00:00" => 2']
    assert "unordered" in {flaw.kind for flaw in found("FIRST", ["at:date and time"], mixed)}


def test_too_many_conditions_are_said_to_be_too_many():
    rules = [f'contains(?, "{letter}") => {place}' for place, letter in enumerate("abcdefghi")]
    assert "conditions" in {flaw.kind for flaw in found("FIRST", ["kind:string"], rules)}


def test_a_table_too_large_to_analyse_says_so():
    columns = [f"x{place}:number" for place in range(9)]
    rules = [" | ".join(f"> {(number * 7 + place * 5) % 60}" for place in range(9)) + " => 1" for number in range(60)]
    assert "too large" in {flaw.kind for flaw in found("FIRST", columns, rules)}


def test_a_flaw_is_told_in_both_languages():
    (flaw,) = found("UNIQUE", AGE, ["<= 16 => 1", ">= 16 => 2"])
    finding = flaw.finding("dmn/t.dmn")
    assert (finding.severity, finding.file, finding.element) == ("error", "dmn/t.dmn", "r2")
    assert finding.what == "Rule 1 (r1) and rule 2 (r2) both hold for age = 16, and UNIQUE allows one only."
    assert finding.what_zh == "第1条（r1）与第2条（r2）同时符合：age = 16；UNIQUE 只允许一条规则符合。"


def test_a_file_that_can_not_be_loaded_is_left_to_its_findings():
    assert found("UNIQUE", ["age:number"], ["? > unheard_of => 1"]) == []
