"""One DMN file to the parts of a graph: types first, then every element's logic."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.decisions.builtins import BUILTINS
from app.decisions.dmn import xml
from app.decisions.dmn.boxed import Boxes, expression_in
from app.decisions.dmn.definitions import component_names, defined, endless
from app.decisions.dmn.feel import Reach, Texts
from app.decisions.dmn.graph import Graph, Key, Need, Part, Service
from app.decisions.dmn.report import Report
from app.decisions.dmn.xml import Element
from app.decisions.feel.compile import Compiler
from app.decisions.feel.run import Closure
from app.decisions.values.types import ANY, Type

_REQUIRED = ("requiredInput", "requiredDecision", "requiredKnowledge")
_PARTS = ("inputData", "decision", "businessKnowledgeModel", "decisionService")


@dataclass(slots=True)
class File:
    """One file: its root, its imports by name, its types."""

    root: Element
    namespace: str
    aliases: dict[str, str]
    types: dict[str, Type]


class Loader:
    """Loads the files of one model, the imported ones first, into one graph."""

    def __init__(self, report: Report, functions: Iterable[str] | None) -> None:
        self.report = report
        self.functions = None if functions is None else frozenset(functions)
        self.asked: dict[str | None, set[str]] = {}
        self.texts: dict[str, Texts] = {}

    def load(self, root: Element, others: Mapping[str, Element]) -> Graph:
        graph = Graph(root.get("namespace") or "")
        files = self._files(root, others)
        for file in files:
            for element in xml.kids(file.root, *_PARTS):
                self._outline(element, file, graph)
        for file in files:
            self._fill(file, graph)
        self._cycles(graph)
        return graph

    def _files(self, root: Element, others: Mapping[str, Element]) -> list[File]:
        """The file and all that it imports, each once, the imported ones first."""
        done: dict[str, File] = {}
        self._visit(root, others, done, ())
        return list(done.values())

    def _visit(
        self, root: Element, others: Mapping[str, Element], done: dict[str, File], path: tuple[str, ...]
    ) -> File:
        namespace = root.get("namespace") or ""
        aliases: dict[str, str] = {}
        types: dict[str, Type] = {}
        for element in xml.kids(root, "import"):
            alias, wanted = xml.name(element), element.get("namespace") or ""
            if wanted not in others or "DMN" not in (element.get("importType") or "DMN") or wanted in path:
                self._no_import(alias or wanted)
                continue
            if wanted not in done:
                self._visit(others[wanted], others, done, (*path, namespace))
            aliases[wanted] = alias
            types |= {f"{alias}.{name}" if alias else name: of for name, of in done[wanted].types.items()}
        file = done.setdefault(namespace, File(root, namespace, aliases, types))
        texts = self._texts(file)
        for element in xml.kids(root, "itemDefinition"):
            file.types[xml.name(element)] = ANY
        for element in xml.kids(root, "itemDefinition"):
            file.types[xml.name(element)] = defined(element, texts)
        self._refuse_endless(file)
        return file

    def _refuse_endless(self, file: File) -> None:
        for name in [name for name, of in file.types.items() if endless(of)]:
            zh = (f"类型“{name}”以自身为定义", "请为该类型指定另一个类型，或列出其成员。")
            what = f"The type {name!r} is defined by itself."
            self.report.error(name, what, "Give it another type, or list its members.", zh)
            file.types[name] = ANY

    def _no_import(self, wanted: str) -> None:
        zh = (f"找不到导入的模型“{wanted}”", "请一并提供被导入的 DMN 文件。")
        self.report.error(
            wanted, f"The import {wanted!r} can't be found.", "Hand in the DMN file that is imported.", zh
        )

    def _texts(self, file: File) -> Texts:
        if file.namespace not in self.texts:
            compiler = Compiler(BUILTINS, file.types)
            texts = Texts(self.report, compiler, component_names(file.root), self.functions)
            texts.asked = self.asked
            self.texts[file.namespace] = texts
        return self.texts[file.namespace]

    def _outline(self, element: Element, file: File, graph: Graph) -> None:
        """A part without its logic, so that every other part can find it."""
        key = (file.namespace, xml.identity(element))
        if key in graph.parts:
            zh = (f"标识“{key[1]}”重复", "请使用不同的标识。")
            self.report.error(key[1], f"The id {key[1]!r} is used twice.", "Use another id.", zh)
        variable = xml.kid(element, "variable")
        name, label = xml.name(variable) or xml.name(element), xml.name(element)
        of = self._texts(file).type(xml.type_name(variable), key[1])
        kind = xml.kind(element)
        needs = tuple(self._needs(element, file))
        if kind == "decisionService":
            outputs = tuple(self._keys(element, file, "outputDecision"))
            given = (*self._keys(element, file, "inputData"), *self._keys(element, file, "inputDecision"))
            graph.parts[key] = Service(key, kind, name, label, of, needs, outputs=outputs, given=given)
        else:
            graph.parts[key] = Part(key, kind, name, label, of, needs, called=element.get("label") or "")

    def _needs(self, element: Element, file: File) -> Iterable[Need]:
        for requirement in xml.kids(element, "informationRequirement", "knowledgeRequirement"):
            for key in self._keys(requirement, file, *_REQUIRED):
                yield Need(key, file.aliases.get(key[0]))

    def _keys(self, element: Element, file: File, *kinds: str) -> Iterable[Key]:
        for each in xml.kids(element, *kinds):
            namespace, _, name = (each.get("href") or "").rpartition("#")
            yield namespace or file.namespace, name

    def _fill(self, file: File, graph: Graph) -> None:
        texts = self._texts(file)
        boxes = Boxes(texts)
        for part in graph.parts.values():
            if isinstance(part, Service) and part.key[0] == file.namespace:
                self._present(part, (*part.outputs, *part.given), graph)
        for element in xml.kids(file.root, "decision", "businessKnowledgeModel"):
            part = graph.parts[file.namespace, xml.identity(element)]
            seen = self._seen(part, graph)
            if part.kind == "decision":
                part.open = not any(
                    graph.parts[need.key].kind != "businessKnowledgeModel" for need in self._known(part, graph)
                )
                part.logic = self._logic(element, boxes, Reach(seen, open=part.open, owner=part.key[1]), part.name)
            else:
                own = Reach(seen | {part.name}, owner=part.key[1])
                part.logic = self._knowledge(element, boxes, own, part.name)

    def _known(self, part: Part, graph: Graph) -> list[Need]:
        return [need for need in part.needs if need.key in graph.parts]

    def _seen(self, part: Part, graph: Graph) -> frozenset[str]:
        """The names that a part's requirements give it; a missing one is reported."""
        self._present(part, (need.key for need in part.needs), graph)
        return frozenset(need.alias or graph.parts[need.key].name for need in self._known(part, graph))

    def _present(self, part: Part, keys: Iterable[Key], graph: Graph) -> None:
        for key in keys:
            if key not in graph.parts:
                zh = (f"依赖的元素“{key[1]}”不存在", "请更正或删除该依赖。")
                what = f"The requirement {key[1]!r} does not exist."
                self.report.error(part.key[1], what, "Correct or remove the requirement.", zh)

    def _logic(self, element: Element, boxes: Boxes, reach: Reach, name: str) -> Closure | None:
        found = expression_in(element)
        if found is None:
            at = xml.identity(element)
            zh = (f"决策“{name}”没有内容", "请填写决策表或表达式。")
            self.report.error(at, f"The decision {name!r} has no logic.", "Give it a table or an expression.", zh)
            return None
        return boxes.closure(found, reach, name)

    def _knowledge(self, element: Element, boxes: Boxes, reach: Reach, name: str) -> Closure | None:
        logic = xml.kid(element, "encapsulatedLogic")
        if logic is None:
            return None
        return boxes.function(logic, reach, name)

    def _cycles(self, graph: Graph) -> None:
        """Report requirements that go round; they would never be met."""
        settled: set[Key] = set()

        def visit(key: Key, path: tuple[Key, ...]) -> None:
            if key in path:
                zh = (f"“{key[1]}”的依赖成环", "请去掉其中一条依赖。")
                self.report.error(key[1], f"{key[1]!r} requires itself.", "Remove one of the requirements.", zh)
            if key in settled or key in path or key not in graph.parts:
                return
            for need in graph.parts[key].needs:
                visit(need.key, (*path, key))
            settled.add(key)

        for key, part in graph.parts.items():
            if part.kind == "decision":
                visit(key, ())
