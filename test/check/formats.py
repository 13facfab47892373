"""What each format says, and that it is what its readers want."""

import json
import re

from project import GOOD, ROOT, SWAPPED, Project, main, needs

needs("attr", "jsonschema", "sarif_om")

import jsonschema

from sarif import Sarif

SCHEMA = json.loads((ROOT / "docs/check.schema.json").read_text())


def strict(schema):
    """The same, with no property that it does not name."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    result = {name: strict(one) for name, one in schema.items()}
    if "properties" in schema and "type" in schema:
        result["additionalProperties"] = False
    return result


class Formats(Project):
    def setUp(self):
        super().setUp()
        self.object()
        self.unit("src/a b.cpp", SWAPPED)

    def run_format(self, name, *words, **more):
        return self.check("--btf", "ev.bpf.o", f"--format={name}", *words,
                          **more).stdout

    def test_json(self):
        report = json.loads(self.run_format("json", expect=1))
        jsonschema.validate(report, strict(SCHEMA))
        self.assertEqual(report["version"], 1)
        self.assertEqual(report["root"], str(self.path))
        finding = report["findings"][0]
        self.assertEqual(finding["location"],
                         {"file": "src/a b.cpp", "line": 5, "column": 12,
                          "utf16Column": 12})
        self.assertEqual(finding["type"], "event")
        self.assertTrue(finding["notes"][-1]["edits"])

    def test_sarif(self):
        log = json.loads(self.run_format("sarif", expect=1))
        Sarif(self, log)
        result = log["runs"][0]["results"][0]
        self.assertEqual(result["ruleId"], "bpf-host-layout-reordered")
        self.assertEqual(
            result["locations"][0]["physicalLocation"]["artifactLocation"],
            {"uri": "src/a%20b.cpp", "uriBaseId": "SRCROOT"})
        self.assertTrue(result["fixes"])
        self.write("src/a b.cpp", "\n\n\n" + SWAPPED)
        moved = json.loads(self.run_format("sarif", expect=1))
        self.assertEqual(
            moved["runs"][0]["results"][0]["partialFingerprints"],
            result["partialFingerprints"])

    def everything(self):
        """A known finding, new ones of every sort, and files that fail."""
        self.unit("src/bad.cpp", "#include \"gone.h\"\n" + SWAPPED)
        self.check("--btf", "ev.bpf.o", "--baseline=known.json",
                   "--update-baseline")
        self.write("ev.h", SWAPPED + SWAPPED.replace("event", "unheard_of")
                   .replace("#pragma once", ""))
        self.unit("b.cpp", '#include "ev.h"\n')
        self.unit("c.cpp", '#include "ev.h"\nconst char *map = "counts";\n')
        self.unit("misused.cpp",
                  "__attribute__((bpf_host_layout(4))) int x;\n")
        self.unit("odd.cpp", GOOD, "g++ -fsso-struct=big-endian")
        return ["--require-coverage", "--baseline=known.json", "--set",
                "reordered=warning"]

    def test_json_of_everything(self):
        report = json.loads(
            self.run_format("json", *self.everything(), expect=1))
        jsonschema.validate(report, strict(SCHEMA))
        self.assertEqual({f["rule"] for f in report["findings"]},
                         {"reordered", "type-not-found", "", "unmarked"})
        self.assertEqual([f["known"] for f in report["findings"]].count(True),
                         1)
        self.assertEqual([f["file"] for f in report["failed"]],
                         ["src/bad.cpp", "odd.cpp"])
        self.assertEqual([s["name"] for s in report["notChecked"]],
                         ["event", "unheard_of"])
        self.assertEqual(report["summary"], {
            "files": 6, "structsChecked": 2, "structsNotChecked": 2,
            "calls": 0, "callsResolved": 0,
            "errors": 3, "warnings": 1, "known": 1, "filesFailed": 2,
            "exitCode": 1})

    def test_the_schema_refuses(self):
        """Or a schema that takes anything would pass for a good one."""
        report = json.loads(self.run_format("json", expect=1))
        for path, value in (("version", 2), ("root", "relative"),
                            ("findings", [{}]), ("summary", {})):
            with self.assertRaises(jsonschema.ValidationError):
                jsonschema.validate({**report, path: value}, SCHEMA)
        report["findings"][0]["news"] = 1
        jsonschema.validate(report, SCHEMA)
        with self.assertRaises(jsonschema.ValidationError):
            jsonschema.validate(report, strict(SCHEMA))

    def test_sarif_of_everything(self):
        log = json.loads(
            self.run_format("sarif", *self.everything(), expect=1))
        Sarif(self, log)
        run = log["runs"][0]
        # Each has a rule, and so a text of help.
        self.assertTrue(all("ruleIndex" in r for r in run["results"]))
        self.assertIn("bpf-host-layout", {r["ruleId"] for r in run["results"]})
        states = [r["baselineState"] for r in run["results"]]
        self.assertEqual(sorted(set(states)), ["new", "unchanged"])
        self.assertEqual(len(run["results"]), len(
            {r["partialFingerprints"]["hostLayout/v1"]
             for r in run["results"]}))
        invocation = run["invocations"][0]
        self.assertFalse(invocation["executionSuccessful"])
        self.assertEqual(len(invocation["toolExecutionNotifications"]), 2)

    def test_columns_of_sarif_are_utf16(self):
        self.unit("src/a b.cpp", SWAPPED.replace(
            "  uint64_t ts", "  /* \U0001f600 \u00e9 */ uint64_t ts"))
        log = json.loads(self.run_format("sarif", expect=1))
        region = (log["runs"][0]["results"][0]["locations"][0]
                  ["physicalLocation"]["region"])
        self.assertEqual(region["startColumn"], 23)

    def test_github(self):
        summary = self.path / "summary.md"
        out = self.check("--btf", "ev.bpf.o", expect=1,
                         env={"GITHUB_ACTIONS": "true",
                              "GITHUB_STEP_SUMMARY": str(summary)}).stdout
        self.assertRegex(out, r"(?m)^::error file=src/a b.cpp,line=5,col=12,"
                         r"title=bpf-host-layout-reordered::field 'ts'")
        self.assertIn("### HostLayout", summary.read_text())

    def test_github_escapes(self):
        self.write("a%b,c:d.h", SWAPPED)
        self.unit("x.cpp", '#include "a%b,c:d.h"\n')
        out = self.run_format("github", "x.cpp", expect=1)
        line, = re.findall(r"(?m)^::error .*$", out)
        self.assertTrue(line.startswith("::error file=a%25b%2Cc%3Ad.h,line=5,"))
        self.assertIn("has it at byte 0%0A'struct event' here", line)

    def test_github_with_a_file(self):
        """The runner reads annotations from the log, not from the file."""
        out = self.check("--btf", "ev.bpf.o", "-o", "report", expect=1,
                         env={"GITHUB_ACTIONS": "true"}).stdout
        self.assertEqual(len(re.findall(r"(?m)^::error ", out)), 1)
        self.assertIn("error: field 'ts'", self.read("report"))
        out = self.check("--btf", "ev.bpf.o", "--format=text", expect=1,
                         env={"GITHUB_ACTIONS": "true"}).stdout
        self.assertNotIn("::error", out)

    def test_github_shows_ten(self):
        for number in range(14):
            self.unit(f"s{number}.cpp", SWAPPED)
        out = self.run_format("github", expect=1)
        self.assertEqual(len(re.findall(r"(?m)^::error ", out)), 10)

    def test_gitlab(self):
        self.unit("b.cpp", SWAPPED)
        issues = json.loads(self.run_format("gitlab", expect=1))
        self.assertEqual(len({i["fingerprint"] for i in issues}), 2)
        for issue in issues:
            self.assertIn(issue["severity"], {"info", "minor", "major",
                                              "critical", "blocker"})
            self.assertFalse(issue["location"]["path"].startswith("/"))

    def test_output_file(self):
        done = self.check("--btf", "ev.bpf.o", "--format=sarif",
                          "-o", "out.sarif", expect=1)
        self.assertIn("error: field 'ts'", done.stdout)
        Sarif(self, json.loads(self.read("out.sarif")))
        self.check("--btf", "ev.bpf.o", "-o", "no/such/dir", expect=2)


if __name__ == "__main__":
    main()
