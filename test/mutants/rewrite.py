"""Rewrites a C++ source so that it holds its mutants.

Each is switched on at run time (Mutant.h): `a < b` becomes
`(is(7) ? (a <= b) : (a < b))`, so one build has them all. Places come from
clang's AST, so that what is rewritten is what the compiler reads. Only one
mutant runs at a time: within a mutated branch everything else is as it was.

What is done, in each function of the source itself:

- a condition is inverted, part by part of && and ||; a comparison with it
- a comparison takes in its boundary, or leaves it out
- + and - are exchanged, of integers
- true is returned for false
- a statement is dropped: a call, an assignment, a return inside an if, a break
"""

import json
import subprocess

INVERSE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
BOUNDARY = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
OTHER_SIGN = {"+": "-", "-": "+", "+=": "-=", "-=": "+="}
LEFT_ALONE = {"StaticAssertDecl", "CaseStmt", "ParmVarDecl", "EnumDecl",
              "TemplateArgument", "CXXDefaultArgExpr", "AttributedStmt"}
DROPPED = {"CallExpr", "CXXMemberCallExpr", "CXXOperatorCallExpr",
           "BinaryOperator", "CompoundAssignOperator", "UnaryOperator",
           "ExprWithCleanups"}
TRANSPARENT = {"ImplicitCastExpr", "ExprWithCleanups", "ParenExpr",
               "MaterializeTemporaryExpr", "CXXBindTemporaryExpr",
               "ConstantExpr"}


def dumped(compiler, flags, source):
    """The declarations of our namespace in one source."""
    done = subprocess.run(
        [compiler, *flags, "-w", "-fsyntax-only", "-Xclang", "-ast-dump=json",
         "-Xclang", "-ast-dump-filter=hostlayout", source],
        capture_output=True, text=True, check=True)
    decoder, text, at = json.JSONDecoder(), done.stdout, 0
    while True:
        while at < len(text) and text[at] != "{":
            at += 1
        if at == len(text):
            return
        found, at = decoder.raw_decode(text, at)
        yield found


class Mutation:
    def __init__(self, begin, end, what, text, function):
        """text replaces [begin, end); None drops the statement."""
        self.begin, self.end, self.what = begin, end, what
        self.text, self.function = text, function
        self.number = 0

    @property
    def key(self):
        return self.begin, self.end, self.what


class Source:
    def __init__(self, name, text):
        self.name, self.text = name, text
        self.raw = text.encode()
        self.found = {}  # (begin, end, what): Mutation
        self.function = ""

    # Places.

    @staticmethod
    def place(node):
        """(begin, end), if all of it is written in the source itself."""
        found = []
        r = node.get("range", {})
        for side in ("begin", "end"):
            at = r.get(side, {})
            if "offset" not in at or "includedFrom" in at:
                return None
            found.append(at["offset"] + (at["tokLen"] if side == "end" else 0))
        return tuple(found)

    def at(self, begin, end):
        return self.raw[begin:end].decode()

    def add(self, node, what, text):
        place = self.place(node)
        if place and place[0] < place[1]:
            self.found.setdefault(
                (*place, what), Mutation(*place, what, text, self.function))

    # The walk.

    def walk(self, node, parents=()):
        kind = node.get("kind")
        if not kind or kind in LEFT_ALONE or node.get("isImplicit"):
            return
        if kind.endswith("Decl"):
            if node.get("constexpr") or kind == "FieldDecl":
                return
            if kind in ("FunctionDecl", "CXXMethodDecl",
                        "CXXConstructorDecl") and node.get(
                            "name") != "operator()":
                if "includedFrom" in node.get("loc", {}):
                    return
                outer, self.function = self.function, node.get("name", "")
                self.children(node, parents)
                self.function = outer
                return
        if kind == "IfStmt" and (node.get("isConstexpr") or
                                 node.get("isConsteval")):
            return
        self.visit(kind, node, parents)
        self.children(node, parents)

    def children(self, node, parents):
        for child in node.get("inner", []):
            if child:
                self.walk(child, parents + (node,))

    def visit(self, kind, node, parents):
        inner = node.get("inner", [])
        if kind == "BinaryOperator":
            self.operator(node, inner)
        elif kind == "CompoundAssignOperator":
            self.sign(node, inner)
        elif kind in ("IfStmt", "WhileStmt"):
            if not node.get("hasVar"):
                self.condition(inner[1 if node.get("hasInit") else 0])
        elif kind == "ForStmt" and len(inner) == 5 and inner[2]:
            self.condition(inner[2])
        elif kind == "ConditionalOperator":
            self.condition(inner[0])
        elif kind == "ReturnStmt" and inner and (
                inner[0].get("type", {}).get("qualType") == "bool"):
            self.condition(inner[0])
        elif kind == "VarDecl" and inner and (
                node.get("type", {}).get("qualType") in ("bool", "const bool")):
            self.condition(inner[-1])
        elif kind == "CompoundStmt":
            function = parents and parents[-1].get("kind", "").endswith(
                ("Decl", "LambdaExpr"))
            for i, child in enumerate(inner):
                self.statement(child, function and i + 1 == len(inner))
        if kind in ("IfStmt", "ForStmt", "WhileStmt", "CXXForRangeStmt"):
            for child in inner[-2:] if kind == "IfStmt" else inner[-1:]:
                self.statement(child, False)

    # What is done.

    def operands(self, node, inner):
        """(left, operator, right) as they are written."""
        if len(inner) != 2:
            return None
        whole, left, right = (self.place(n) for n in (node, *inner))
        if not whole or not left or not right:
            return None
        if left[0] < whole[0] or right[1] > whole[1] or left[1] > right[0]:
            return None
        return self.at(*left), node["opcode"], self.at(*right)

    def operator(self, node, inner):
        parts = self.operands(node, inner)
        if not parts:
            return
        left, op, right = parts
        if op in INVERSE:
            self.add(node, "inverted", f"{left} {INVERSE[op]} {right}")
        if op in BOUNDARY:
            self.add(node, "boundary", f"{left} {BOUNDARY[op]} {right}")
        if op in ("&&", "||"):
            for child in inner:
                self.condition(child)
        if op in ("+", "-"):
            self.sign(node, inner)

    def sign(self, node, inner):
        parts = self.operands(node, inner)
        if not parts or parts[1] not in OTHER_SIGN:
            return
        ty = node.get("type", {})
        ty = ty.get("desugaredQualType", ty.get("qualType", ""))
        if "*" in ty or "iterator" in ty:
            return
        left, op, right = parts
        self.add(node, "sign", f"{left} {OTHER_SIGN[op]} {right}")

    def condition(self, node):
        while node.get("kind") in TRANSPARENT and len(
                node.get("inner", [])) == 1:
            node = node["inner"][0]
        kind = node.get("kind")
        inner = node.get("inner", [])
        if kind == "BinaryOperator" and node.get("opcode") in (
                *INVERSE, "&&", "||"):
            return  # by the operator
        if kind == "UnaryOperator" and node.get("opcode") == "!":
            self.condition(inner[0])
            return
        if kind in ("ConditionalOperator", "CXXDefaultArgExpr", "LambdaExpr"):
            return
        if kind == "CXXBoolLiteralExpr":
            self.add(node, "literal", "false" if node["value"] else "true")
            return
        place = self.place(node)
        if place:
            self.add(node, "inverted", f"!({self.at(*place)})")

    def statement(self, node, last):
        kind = node.get("kind")
        if kind in DROPPED or kind in ("BreakStmt", "ContinueStmt") or (
                kind == "ReturnStmt" and not last):
            place = self.place(node)
            if not place:
                return
            end = self.raw.find(b";", place[1])
            if end < 0 or self.raw[place[1]:end].strip():
                return
            key = (place[0], end + 1, "dropped")
            self.found.setdefault(key, Mutation(place[0], end + 1, "dropped",
                                                None, self.function))

    # The text.

    def number(self, first):
        """All mutations in order of place, from the number given."""
        every = sorted(self.found.values(),
                       key=lambda m: (m.begin, -m.end, m.what))
        for i, m in enumerate(every):
            m.number = first + i
        return every

    def rewritten(self, every):
        """What stands around each place, innermost last at a beginning."""
        before, after = {}, {}
        for m in every:
            is_it = f"hostlayout::mutants::is({m.number})"
            if m.text is None:
                head, tail = f"{{ if (!{is_it}) {{ ", " } }"
            elif m.what == "inverted" and m.text.startswith("!("):
                head, tail = f"({is_it} ? {m.text} : bool(", "))"
            else:
                head, tail = f"({is_it} ? ({m.text}) : (", "))"
            before.setdefault(m.begin, []).append((-m.end, head))
            after.setdefault(m.end, []).append((-m.begin, tail))
        out, last = [], 0
        for at in sorted(set(before) | set(after)):
            out.append(self.raw[last:at].decode())
            last = at
            # What ends here began last to first, what begins ends last first.
            out += [t for _, t in sorted(after.get(at, []),
                                         key=lambda x: x[0])]
            out += [h for _, h in sorted(before.get(at, []),
                                         key=lambda x: x[0])]
        out.append(self.raw[last:].decode())
        return "".join(out)


def rewrite(declarations, path, name, first, left_out=()):
    """(the new text, its mutations), but for those whose keys are left out.
    declarations: of dumped()"""
    with open(path) as f:
        source = Source(name, f.read())
    for declaration in declarations:
        source.walk(declaration)
    for key in left_out:
        source.found.pop(key, None)
    every = source.number(first)
    for m in every:
        m.file = name
        m.was = source.at(m.begin, m.end)
        m.line = source.text.count("\n", 0, len(
            source.raw[:m.begin].decode())) + 1
    return '#include "Mutant.h"\n' + source.rewritten(every), every
