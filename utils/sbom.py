"""The parts list of a release, as SPDX 2.3, on standard output.

usage: sbom.py VERSION EPOCH BUILD FILE...

EPOCH is the time that the list is from, in seconds; BUILD a build directory, whose
cache says what was built with; FILES are what is released. On Debian the versions
are those of the installed packages.
"""

import datetime
import hashlib
import json
import pathlib
import re
import subprocess
import sys
from urllib.parse import quote

LICENCE = "Apache-2.0 WITH LLVM-exception"
# What becomes part of the programs, and what these load where they run.
PARTS = (("nlohmann-json3-dev", "MIT", "BUILD_DEPENDENCY_OF"),
         ("libstdc++-{gcc}-dev", "GPL-3.0-or-later WITH GCC-exception-3.1",
          "STATIC_LINK"),
         ("libc6-dev", "LGPL-2.1-or-later", "STATIC_LINK"))
LLVM = (("libclang-{}-dev", "BUILD_DEPENDENCY_OF"),
        ("llvm-{}-dev", "BUILD_DEPENDENCY_OF"))


def installed(package):
    done = subprocess.run(["dpkg-query", "-W", "-f=${Version}", package],
                          capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else None


def identifier(name):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def cached(build, key):
    found = re.search(rf"^{key}:[^=]*=(.*)$",
                      (build / "CMakeCache.txt").read_text(), re.M)
    return found.group(1) if found else ""


def majors(build):
    """Those that modules were built for."""
    return sorted(int(re.search(r"-(\d+)\.so$", p.name).group(1)) for p in
                  (build / "lib/hostlayout").glob("HostLayoutPlugin-*.so"))


def package(name, version, licence, **more):
    return {"name": name, "SPDXID": identifier(name), "versionInfo": version,
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
            "licenseConcluded": licence, "licenseDeclared": licence,
            "copyrightText": "NOASSERTION", **more}


def main():
    version, epoch, build, *names = sys.argv[1:]
    build = pathlib.Path(build)
    when = datetime.datetime.fromtimestamp(int(epoch), datetime.timezone.utc)
    compiler = cached(build, "CMAKE_CXX_COMPILER")
    gcc = subprocess.run([compiler, "-dumpversion"], capture_output=True,
                         text=True, check=True).stdout.split(".")[0].strip()

    own = package("HostLayout", version, LICENCE,
                  primaryPackagePurpose="APPLICATION")
    packages, relations = [own], []
    files = []
    for name in sorted(pathlib.Path(n).name for n in names):
        content = pathlib.Path(name).read_bytes()
        files.append({
            "fileName": "./" + name, "SPDXID": identifier("File-" + name),
            "fileTypes": ["SOURCE" if name == f"host-layout-{version}.tar.gz"
                          else "BINARY", "ARCHIVE"],
            "checksums": [
                {"algorithm": "SHA1",
                 "checksumValue": hashlib.sha1(content).hexdigest()},
                {"algorithm": "SHA256",
                 "checksumValue": hashlib.sha256(content).hexdigest()}],
            "licenseConcluded": LICENCE, "copyrightText": "NOASSERTION"})
        relations.append((own["SPDXID"], "CONTAINS", files[-1]["SPDXID"]))

    wanted = [(name.format(gcc=gcc), licence, how)
              for name, licence, how in PARTS]
    wanted += [(name.format(n), LICENCE, how)
               for n in majors(build) for name, how in LLVM]
    for name, licence, how in wanted:
        found = installed(name)
        if not found:
            continue
        part = package(name, found, licence, externalRefs=[{
            "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
            "referenceLocator": f"pkg:deb/debian/{name}@{quote(found)}"}])
        packages.append(part)
        ends = own["SPDXID"], part["SPDXID"]
        if how.endswith("_OF"):
            ends = ends[::-1]
        relations.append((ends[0], how, ends[1]))

    print(json.dumps({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT", "name": f"host-layout-{version}",
        # The same files, the same name.
        "documentNamespace": "https://spdx.org/spdxdocs/host-layout-"
        + version + "-" + hashlib.sha256(
            json.dumps(files).encode()).hexdigest()[:32],
        "creationInfo": {"created": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
                         "creators": ["Tool: host-layout-sbom"]},
        "packages": packages, "files": files,
        "relationships": [
            {"spdxElementId": "SPDXRef-DOCUMENT",
             "relationshipType": "DESCRIBES",
             "relatedSpdxElement": own["SPDXID"]}]
        + [{"spdxElementId": a, "relationshipType": how,
            "relatedSpdxElement": b} for a, how, b in relations]}, indent=2))


main()
