"""What the checks refuse, each with its remedy, and what they let pass."""

from pathlib import Path

import pytest

from app.engine.checks import findings
from app.engine.machine import Machine
from app.errors import ModelError

# What a diagram may not hold: put into the linear diagram in place of the task Check.
CATCH = '<bpmn:intermediateCatchEvent id="Check">{}</bpmn:intermediateCatchEvent>'
CALL = (
    '<bpmn:callActivity id="Check"><bpmn:extensionElements><zeebe:calledElement processId="{}" />'
    "</bpmn:extensionElements></bpmn:callActivity>"
)
NOT_RUN = [
    ("scriptTask does not run here", '<bpmn:scriptTask id="Check"><bpmn:script>1</bpmn:script></bpmn:scriptTask>'),
    ("task does not run here", '<bpmn:task id="Check" />'),
    ("manualTask does not run here", '<bpmn:manualTask id="Check" />'),
    ("sendTask does not run here", '<bpmn:sendTask id="Check" />'),
    ("receiveTask does not run here", '<bpmn:receiveTask id="Check" />'),
    ("intermediateThrowEvent does not run here", '<bpmn:intermediateThrowEvent id="Check" />'),
    ("transaction does not run here", '<bpmn:transaction id="Check" />'),
    ("adHocSubProcess does not run here", '<bpmn:adHocSubProcess id="Check" />'),
    ("event subprocess does not run here", '<bpmn:subProcess id="Check" triggeredByEvent="true" />'),
    ("complexGateway does not run here", '<bpmn:complexGateway id="Check" />'),
    ("dataObjectReference does not run here", '<bpmn:userTask id="Check" /><bpmn:dataObjectReference id="Data" />'),
    ("link event does not run here", CATCH.format("<bpmn:linkEventDefinition />")),
    ("signal event does not run here", CATCH.format("<bpmn:signalEventDefinition />")),
    ("conditional event does not run here", CATCH.format("<bpmn:conditionalEventDefinition />")),
    (
        "several triggers does not run here",
        CATCH.format("<bpmn:timerEventDefinition /><bpmn:messageEventDefinition />"),
    ),
    ("event without a trigger does not run here", CATCH.format("")),
    (
        "a cycle does not run here",
        CATCH.format("<bpmn:timerEventDefinition><bpmn:timeCycle>R/P1D</bpmn:timeCycle></bpmn:timerEventDefinition>"),
    ),
    ("needs a date or a duration", CATCH.format("<bpmn:timerEventDefinition />")),
    ("needs a message with a name", CATCH.format("<bpmn:messageEventDefinition />")),
    (
        "multi-instance does not run here",
        ('<bpmn:userTask id="Check"><bpmn:multiInstanceLoopCharacteristics /></bpmn:userTask>'),
    ),
    (
        "standard loop does not run here",
        ('<bpmn:userTask id="Check"><bpmn:standardLoopCharacteristics /></bpmn:userTask>'),
    ),
    ("compensation does not run here", '<bpmn:userTask id="Check" isForCompensation="true" />'),
    ("ioSpecification does not run here", '<bpmn:userTask id="Check"><bpmn:ioSpecification /></bpmn:userTask>'),
    ("needs zeebe:taskDefinition type", '<bpmn:serviceTask id="Check" />'),
    ("needs zeebe:calledDecision decisionId", '<bpmn:businessRuleTask id="Check" />'),
    ("needs zeebe:calledElement processId", '<bpmn:callActivity id="Check" />'),
    ("No diagram holds the process 'other'", CALL.format("other")),
    ("The process calls itself: linear → linear", CALL.format("linear")),
    (
        "error event does not run here",
        ('<bpmn:boundaryEvent id="Check" attachedToRef="Ask"><bpmn:errorEventDefinition /></bpmn:boundaryEvent>'),
    ),
    ("attached to 'Done', where it can't be", '<bpmn:boundaryEvent id="Check" attachedToRef="Done" />'),
    ("it leads to something else than message and timer events", '<bpmn:eventBasedGateway id="Check" />'),
    (
        "trigger on a start event does not run here",
        '<bpmn:startEvent id="Check"><bpmn:messageEventDefinition /></bpmn:startEvent>',
    ),
    (
        "trigger on an end event does not run here",
        '<bpmn:endEvent id="Check"><bpmn:messageEventDefinition /></bpmn:endEvent>',
    ),
    (
        "escalation event does not run here",
        '<bpmn:boundaryEvent id="Check" attachedToRef="Ask"><bpmn:escalationEventDefinition /></bpmn:boundaryEvent>',
    ),
    (
        "compensation does not run here",
        '<bpmn:boundaryEvent id="Check" attachedToRef="Ask"><bpmn:compensateEventDefinition /></bpmn:boundaryEvent>',
    ),
    (
        "cancel event does not run here",
        '<bpmn:boundaryEvent id="Check" attachedToRef="Ask"><bpmn:cancelEventDefinition /></bpmn:boundaryEvent>',
    ),
    ("has 2 start events", '<bpmn:startEvent id="Check" />'),
    ("The id 'Ask' is used twice", '<bpmn:userTask id="Ask" />'),
    ("has no id, or one that holds", '<bpmn:userTask id="Check/1" />'),
    ("not both on this level", ""),
]

# What would run, but not mean what is drawn: (text, its replacement, part of the finding).
NOT_MEANT = [
    ('candidateGroups="window"', 'candidateGroups="window, hospital"', "for one role"),
    ('candidateGroups="window"', 'candidateGroups="=role"', "for one role"),
    ('candidateGroups="window"', 'candidateGroups="window" assignee="me"', "'assignee'"),
    ('formId="f" bindingType="deployment"', 'formId="f"', "binding"),
    ('<zeebe:formDefinition formId="f" bindingType="deployment" />', "", "needs zeebe:formDefinition"),
    ('name="step"', 'name="stepp"', "'stepp'"),
    ('name="step"', 'name="klock"', "'klock'"),
    ('source="=form"', 'source="=form +"', "'=form +' can't be used"),
    ('source="=form"', 'source="=shout(form)"', "shout"),
    ('target="application"', 'target="my application"', "name of a variable"),
    ('value="=county"', 'value="=county("', "can't be used"),
    ('<bpmn:userTask id="Check"', '<bpmn:userTask id="Check" completionQuantity="2"', "'completionQuantity'"),
    ("<zeebe:userTask />", "<zeebe:taskListeners />", "taskListeners does not run here"),
    ('id="linear" name', 'id="another" name', "must be named 'another.bpmn'"),
    ('targetRef="Done"', 'targetRef="Ask"', "without an end event"),
    ('isExecutable="true"', 'isExecutable="false"', "holds 0 executable processes"),
    ("</bpmn:process>", '</bpmn:process><bpmn:process id="b" isExecutable="true" />', "holds 2 executable processes"),
]


def linear(diagrams, old="", new=""):
    files = diagrams("linear")
    text = files["bpmn/linear.bpmn"].decode()
    assert old in text
    return {"bpmn/linear.bpmn": text.replace(old, new, 1).encode()}


def check(diagrams, new):
    text = diagrams("linear")["bpmn/linear.bpmn"].decode()
    start = text.index('<bpmn:userTask id="Check"')
    end = text.index("</bpmn:userTask>", start) + len("</bpmn:userTask>")
    return {"bpmn/linear.bpmn": (text[:start] + new + text[end:]).encode()}


@pytest.mark.parametrize(("what", "instead"), NOT_RUN)
def test_what_can_t_run_is_refused_by_the_checks_and_by_the_machine(diagrams, what, instead):
    files = check(diagrams, instead)
    errors = [each for each in findings(files) if each.severity == "error"]
    assert any(what in each.what for each in errors), errors
    assert all(each.remedy and each.what_zh and each.remedy_zh and each.file == "bpmn/linear.bpmn" for each in errors)
    with pytest.raises(ModelError) as refused:
        Machine(files)
    assert any(what in each.what for each in refused.value.findings)


@pytest.mark.parametrize(("old", "new", "part"), NOT_MEANT)
def test_what_would_be_ignored_or_mean_something_else_is_refused_by_the_checks(diagrams, old, new, part):
    found = findings(linear(diagrams, old, new))
    assert any(part in each.what and each.remedy for each in found), found


@pytest.mark.parametrize(
    ("name", "old", "new", "part"),
    [
        ("caller", 'propagateAllChildVariables="false"', "", "hands over all variables"),
        ("caller", 'bindingType="deployment" propagate', 'bindingType="latest" propagate', "binding"),
        ("stuck", "=n &lt; 0", "", "without a condition"),
        ("choose", "=age &gt;= 16", "=age &gt;=", "can't be used"),
        ("edges", 'correlationKey="=number"', "", "correlation key"),
        ("around", '<bpmn:startEvent id="InBegin" />', "", "has 0 start events"),
        ("parallel", 'source="=v" target="two"', 'source="=v" target="one"', "both write 'one'"),
        ("parallel", 'source="=v" target="two"', 'source="=v" target="one.two"', "both write 'one'"),
        ("edges", 'source="=kind" target="change"', 'source="=kind" target="a"', "both write 'a'"),
        ("delegates", 'bindingType="latest"', "", "binding"),
    ],
)
def test_other_diagrams_are_checked_for_what_they_hold(diagrams, name, old, new, part):
    files = diagrams(name, "child")
    text = files[f"bpmn/{name}.bpmn"].decode()
    files[f"bpmn/{name}.bpmn"] = text.replace(old, new, 1).encode()
    assert any(part in each.what for each in findings(files))


def test_branches_that_meet_before_they_write_and_exclusive_ways_may_write_one_name(diagrams):
    assert not any("both write" in each.what for each in findings(diagrams("parallel", "rounds", "loop", "delegates")))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml",
        b"<a>",
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b"<a/>",
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_diagram_is_a_finding_and_never_a_crash(content):
    found = findings({"bpmn/broken.bpmn": content})
    assert [each.severity for each in found][:1] == ["error"]
    assert all(each.file == "bpmn/broken.bpmn" for each in found)


def test_functions_of_the_host_may_be_called_when_they_are_named(diagrams):
    files = linear(diagrams, 'source="=form"', 'source="=working days after(form, 5)"')
    assert findings(files)
    assert [each for each in findings(files, {"working days after"}) if each.severity == "error"] == []


def test_the_diagrams_of_these_tests_pass_the_checks(diagrams):
    names = [path.stem for path in (Path(__file__).parent / "diagrams").glob("*.bpmn")]
    wrong = [each for each in findings(diagrams(*names)) if each.severity == "error"]
    # Two are drawn to get stuck, so that it is seen what the engine does then.
    assert {(each.file, each.element) for each in wrong} == {("bpmn/excess.bpmn", "Join"), ("bpmn/lost.bpmn", "Join")}
    assert all("waiting for a branch" in each.what for each in wrong)
