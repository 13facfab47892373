"""Each message that says something is wrong stands in docs/troubleshooting.md, where
it is looked for, or on the page of a kind of difference."""

import re

from house import files, finish, text

# Who is called with a message, and in CMake.
CALLS = re.compile(r'\b(?:Error|fail|fails|failure|refuse|say|stale)\(|'
                   r'\bHere, |return (?=")|\bWhy = |configurationDiag\(')
STRING = r'"(?:[^"\\]|\\.)*"'
ROOMS = ("lib/Support/", "lib/Clang/", "lib/Judge/", "lib/BTF/", "lib/Compare/",
         "lib/Generate/", "lib/Lock/", "lib/Report/", "plugin/", "utils/")
# These say that no compiler wrote such bytes, or what doctor advises; or it is no
# user whom they talk to.
NOT_LOOKED_FOR = ("lib/BTF/ValidationError.cpp", "lib/BTF/TypeTable.cpp", "lib/BTF/Format.cpp",
                  "lib/BTF/Validate.cpp", "lib/Generate/Shape.cpp",
                  "lib/Generate/GoAccessors.cpp", "lib/Generate/CMapFunctions.cpp",
                  "lib/Generate/CppMaps.cpp",
                  "utils/host-layout/Manual.cpp", "utils/host-layout/stamp/Stamp.cpp",
                  "lib/Report/HelperLines.cpp", "lib/Lock/Parse.cpp", "lib/Lock/ParseTypes.cpp",
                  "utils/host-layout-check/CheckOptions.cpp",
                  "utils/host-layout-check/DwarfLines.cpp",
                  "cmake/package/DebianFiles.cmake")
DAMAGE = re.compile(r"damaged|incomplete|cut off|BTF's magic|too short|overlap|"
                    r"ELF class|ELF byte order|ELF file has no|escape sequence|"
                    r"section starts|section ends")


def plain(string):
    """What a reader sees of it: "a" "b" is one text; \\n ends one."""
    whole = "".join(s[1:-1] for s in re.findall(STRING, string))
    return whole.replace('\\"', '"').replace("\\n", "").strip()


def pieces(call):
    """The texts of a call, without what stands between them."""
    return [plain(s) for s in re.findall(rf"{STRING}(?:\s*{STRING})*", call)]


def messages(name):
    body = re.sub(r"//.*|/\*.*?\*/|#include.*", "", text(name))
    for call in CALLS.finditer(body):
        end = re.compile(r";\n|\}\n|,\n\s*[A-Z]\w+\(").search(body, call.end())
        rest = body[call.end():end.start() if end else None]
        found = [p for p in pieces(rest) if len(p.split()) >= 3 and "%s%u" not in p]
        if found:
            yield max(found, key=len)


def cmake_messages(name):
    body = text(name)
    for call in re.finditer(r"message\((?:FATAL_ERROR|WARNING)\s+([^()]*)", body):
        whole = re.sub(r"\$\{\w+\}", "\n", "".join(pieces(call[1])))
        yield max(whole.split("\n"), key=len).strip(" :.;")


def fragment(message):
    """What of a message is the same each time, as far as it must be quoted."""
    parts = re.split(r"%[-.*]*[a-z]+", message)
    return max(parts, key=len).strip(" :;,.'")


pages = {n: re.sub(r"\s+", " ", text(n)) for n in files("docs")
         if n.endswith(".md")}
known = " ".join(body for name, body in pages.items()
                 if name == "docs/troubleshooting.md" or "/differences/" in name)
known = re.sub(r"\s+", " ", known.replace("`", "").replace("\\|", "|"))
faults, count = [], 0
for name in files():
    if name in NOT_LOOKED_FOR or "/Doctor" in name:
        continue
    if name.startswith(ROOMS) and name.endswith((".cpp", ".h")):
        found = messages(name)
    elif name.startswith("cmake/package/"):
        found = cmake_messages(name)
    else:
        continue
    for message in found:
        said = re.sub(r"\s+", " ", fragment(message))
        if len(said.split()) < 3 or DAMAGE.search(said):
            continue
        count += 1
        if said not in known:
            faults.append(f"{name}: in no page: {said}")
finish(faults, f"{count} messages" if count else "")
