"""A language client: as much of the protocol as an editor needs for diagnostics.

    with Server(["clangd"], root) as server:
        server.open(path, text)
        for d in server.settled(path): ...
"""

import json
import os
import pathlib
import queue
import re
import subprocess
import threading
import time

PATIENCE = float(os.environ.get("HOSTLAYOUT_EDITOR_TIMEOUT", "120"))


class Server:
    def __init__(self, command, root, env=None, folder=True):
        self.log = []
        self.root = pathlib.Path(root)
        self.process = subprocess.Popen(
            command, cwd=root, env=env, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.messages = queue.Queue()
        self.versions, self.published, self.status = {}, {}, {}
        self.is_verbose = "--log=verbose" in command
        self.sent = {}  # how long the log was when a text was sent
        self.last_id = 0
        for work in (self._read, self._read_errors):
            threading.Thread(target=work, daemon=True).start()
        self.capabilities = self.request("initialize", {
            "processId": os.getpid(),
            "rootUri": self.root.as_uri() if folder else None,
            "initializationOptions": {"clangdFileStatus": True},
            "capabilities": {"textDocument": {
                "publishDiagnostics": {"relatedInformation": True,
                                       "codeActionsInline": False},
                "codeAction": {"codeActionLiteralSupport": {
                    "codeActionKind": {"valueSet": ["quickfix"]}}}}},
        })["capabilities"]
        self.notify("initialized", {})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        """At once."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout,
                       self.process.stderr):
            stream.close()

    def stop(self):
        """Ends the server as an editor does; returns its exit code."""
        self.request("shutdown", None)
        self.notify("exit", None)
        self.process.stdin.close()
        return self.process.wait(PATIENCE)

    def _read(self):
        out = self.process.stdout
        while True:
            length = 0
            while line := out.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                self.messages.put(None)
                return
            self.messages.put(json.loads(out.read(length)))

    def _read_errors(self):
        for line in self.process.stderr:
            self.log.append(line.decode(errors="replace").rstrip())

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(
            b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _receive(self, deadline):
        """Takes in one message. Raises where the server is silent or gone."""
        try:
            message = self.messages.get(timeout=max(0, deadline - time.time()))
        except queue.Empty:
            raise TimeoutError("the server is silent\n" + self.state()) from None
        if message is None:
            raise EOFError(f"the server ended with {self.process.wait()}\n"
                           + self.state())
        method, params = message.get("method"), message.get("params")
        if method == "textDocument/publishDiagnostics":
            self.published[params["uri"]] = (params.get("version"),
                                             params["diagnostics"])
        elif method == "textDocument/clangd.fileStatus":
            self.status[params["uri"]] = params["state"]
        elif method and "id" in message:
            self._send({"id": message["id"], "result": None})
        return message

    def state(self):
        return "\n".join([json.dumps(self.published, indent=1),
                          json.dumps(self.status)] + self.log[-30:])

    def wait(self, seconds):
        """Takes in what comes meanwhile."""
        deadline = time.time() + seconds
        while time.time() < deadline:
            try:
                self._receive(deadline)
            except TimeoutError:
                return

    def request(self, method, params):
        self.last_id += 1
        self._send({"id": self.last_id, "method": method, "params": params})
        deadline = time.time() + PATIENCE
        while True:
            message = self._receive(deadline)
            if message.get("id") == self.last_id and "method" not in message:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]

    def notify(self, method, params):
        self._send({"method": method, "params": params})

    def open(self, path, text):
        uri = pathlib.Path(path).as_uri()
        self.versions[uri] = 1
        self.sent[uri] = len(self.log)
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": uri, "version": 1, "text": text,
            "languageId": "c" if str(path).endswith(".c") else "cpp"}})

    def edit(self, path, text):
        """Replaces the whole text."""
        uri = pathlib.Path(path).as_uri()
        self.versions[uri] += 1
        self.sent[uri] = len(self.log)
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": uri, "version": self.versions[uri]},
            "contentChanges": [{"text": text}]})

    def close(self, path):
        uri = pathlib.Path(path).as_uri()
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        self.published.pop(uri, None)

    def settled(self, path):
        """The diagnostics once the server is at rest with the last text.

        clangd shows what it has with old headers before it reads the new ones,
        and calls itself idle in between. Its verbose log says when they are read,
        or need not be. What is asked of the text then waits until it is, too.
        """
        uri = pathlib.Path(path).as_uri()
        deadline = time.time() + PATIENCE
        if self.is_verbose:
            self._includes_read(path, deadline)
        for _ in range(2):
            while (self.published.get(uri, (None,))[0] != self.versions[uri]
                   or self.status.get(uri) != "idle"
                   or not self.messages.empty()):
                self._receive(deadline)
            self.request("textDocument/documentSymbol",
                         {"textDocument": {"uri": uri}})
        return self.published[uri][1]

    def _includes_read(self, path, deadline):
        uri = pathlib.Path(path).as_uri()
        name, version = re.escape(str(path)), self.versions[uri]
        done = re.compile(f"(Built|Could not build a) preamble .*file {name} "
                          f"version {version}\\b|Reusing preamble version .* "
                          f"for version {version} of {name}")
        while not any(done.search(line) for line in self.log[self.sent[uri]:]):
            if time.time() > deadline:
                raise TimeoutError("no includes are read\n" + self.state())
            self.wait(0.02)

    def quick_fixes(self, path, diagnostic):
        uri = pathlib.Path(path).as_uri()
        return self.request("textDocument/codeAction", {
            "textDocument": {"uri": uri}, "range": diagnostic["range"],
            "context": {"diagnostics": [diagnostic], "only": ["quickfix"]}})


def apply(text, action, path):
    """The text of path after a quick fix."""
    edits = action["edit"]["changes"][pathlib.Path(path).as_uri()]
    lines = text.split("\n")

    def offset(place):
        return (sum(len(line) + 1 for line in lines[:place["line"]])
                + place["character"])

    for edit in sorted(edits, key=lambda e: offset(e["range"]["start"]),
                       reverse=True):
        text = (text[:offset(edit["range"]["start"])] + edit["newText"]
                + text[offset(edit["range"]["end"]):])
    return text
