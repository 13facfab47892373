"""What a SARIF log must be, for the objects that appear in ours."""

import json
import pathlib

import attr
import jsonschema
import sarif_om

from project import HOST_LAYOUT

SCHEMA = pathlib.Path(HOST_LAYOUT).parents[1] / "sarif-2.1.0.json"
LEVELS = {"none", "note", "warning", "error"}


class Sarif:
    """Holds a log against the rules of SARIF 2.1.0: properties by sarif_om,
    whose classes are made from the specification's schema; types, ranges and
    references here; all of it by the schema itself where there is a copy, see
    utils/fetch-sarif-schema.sh."""

    def __init__(self, test, log):
        self.test = test
        if SCHEMA.exists():
            jsonschema.validate(log, json.loads(SCHEMA.read_text()),
                                format_checker=jsonschema.FormatChecker())
        self.only("SarifLog", log)
        test.assertEqual(log["version"], "2.1.0")
        for run in log["runs"]:
            self.run(run)

    def only(self, kind, value):
        self.test.assertIsInstance(value, dict)
        fields = {f.metadata["schema_property_name"]: f
                  for f in attr.fields(getattr(sarif_om, kind))}
        self.test.assertLessEqual(set(value), set(fields), kind)
        for name, field in fields.items():
            if field.default is attr.NOTHING:
                self.test.assertIn(name, value, kind)

    def message(self, value, kind="Message"):
        self.only(kind, value)
        self.test.assertIsInstance(value["text"], str)
        self.test.assertTrue(value["text"])

    def run(self, run):
        self.only("Run", run)
        self.only("Tool", run["tool"])
        driver = run["tool"]["driver"]
        self.only("ToolComponent", driver)
        self.test.assertTrue(driver["name"])
        self.rules = [rule["id"] for rule in driver["rules"]]
        self.test.assertEqual(len(set(self.rules)), len(self.rules))
        for rule in driver["rules"]:
            self.only("ReportingDescriptor", rule)
            for text in ("shortDescription", "fullDescription", "help"):
                self.message(rule[text], "MultiformatMessageString")
            self.only("ReportingConfiguration", rule["defaultConfiguration"])
            self.test.assertIn(rule["defaultConfiguration"]["level"], LEVELS)
        self.bases = run["originalUriBaseIds"]
        for base in self.bases.values():
            self.only("ArtifactLocation", base)
            self.test.assertRegex(base["uri"], r"^file:///.*/$")
        self.test.assertIn(run["columnKind"],
                           {"utf16CodeUnits", "unicodeCodePoints"})
        for invocation in run["invocations"]:
            self.only("Invocation", invocation)
            self.test.assertIsInstance(invocation["executionSuccessful"], bool)
            self.test.assertIsInstance(invocation["exitCode"], int)
            for one in invocation["toolExecutionNotifications"]:
                self.only("Notification", one)
                self.test.assertIn(one["level"], LEVELS)
                self.message(one["message"])
                for location in one["locations"]:
                    self.location(location)
        for result in run["results"]:
            self.result(result)

    def artifact(self, value):
        self.only("ArtifactLocation", value)
        self.test.assertRegex(value["uri"], r"^[!-~]+$")
        if "uriBaseId" in value:
            self.test.assertIn(value["uriBaseId"], self.bases)
            self.test.assertFalse(value["uri"].startswith("/"))

    def region(self, value):
        self.only("Region", value)
        for number in value.values():
            self.test.assertIsInstance(number, int)
            self.test.assertGreaterEqual(number, 1)

    def location(self, value):
        self.only("Location", value)
        if "message" in value:
            self.message(value["message"])
        for logical in value.get("logicalLocations", []):
            self.only("LogicalLocation", logical)
        if "physicalLocation" in value:
            self.only("PhysicalLocation", value["physicalLocation"])
            self.artifact(value["physicalLocation"]["artifactLocation"])
            if "region" in value["physicalLocation"]:
                self.region(value["physicalLocation"]["region"])

    def result(self, result):
        self.only("Result", result)
        self.message(result["message"])
        self.test.assertIn(result["level"], LEVELS)
        if "ruleIndex" in result:
            self.test.assertEqual(self.rules[result["ruleIndex"]],
                                  result["ruleId"])
        for location in (result["locations"] +
                         result.get("relatedLocations", [])):
            self.location(location)
        ids = [one["id"] for one in result.get("relatedLocations", [])]
        self.test.assertEqual(len(set(ids)), len(ids))
        for text in result["partialFingerprints"].values():
            self.test.assertIsInstance(text, str)
        for one in result.get("suppressions", []):
            self.only("Suppression", one)
        for fix in result.get("fixes", []):
            self.only("Fix", fix)
            self.test.assertTrue(fix["artifactChanges"])
            for change in fix["artifactChanges"]:
                self.only("ArtifactChange", change)
                self.artifact(change["artifactLocation"])
                self.test.assertTrue(change["replacements"])
                for one in change["replacements"]:
                    self.only("Replacement", one)
                    self.only("ArtifactContent", one["insertedContent"])
                    self.region(one["deletedRegion"])
