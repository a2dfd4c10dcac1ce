# SPDX-License-Identifier: Apache-2.0
"""Journals every output of the kernel it runs in, so that no client has to listen all the time.

Executed once per attempt, inside the kernel, in a namespace of its own: nothing appears among the user's names. The
first execution installs the hooks and keeps this module in sys.modules; later ones only call open() again. `request`
(a dict) is put into the namespace by whoever sends this code, and the answer is left in `verdict`.

A journal is one JSON object per line:
  {"ch":"open", ...}                                      first line: facts about the kernel
  {"ch":"iopub"|"shell","h":{"msg_id","msg_type","date",...},"p":parent msg_id,"c":content[,"b":[base64, ...]]
   [,"m":metadata]}                                       "m": where a front end is asked and has to answer
  {"ch":"lost","n":count,"why":text}                      records that could not be written before this line
"""

import base64
import collections
import json
import os
import sys
import threading

MODULE = "_colab_controller_recorder"
VERSION = 1


class Journal:
    """The open file. Everything but open_file runs in the thread that sends iopub messages, so there is no lock."""

    def __init__(self, cap):
        self.fd = -1
        self.path = None
        self.cap = cap
        self.size = 0
        self.lost = 0
        self.why = ""
        self.torn = False
        self.parent_bytes = None
        self.parent_id = b'""'

    @staticmethod
    def open_file(path, first_line):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            size = os.fstat(fd).st_size
            # A file left by another kernel process may end in the middle of a line.
            os.write(fd, (b"\n" if size else b"") + first_line)
            return fd, os.fstat(fd).st_size
        except OSError:
            os.close(fd)
            raise

    def switch(self, fd, path, size):
        if self.fd >= 0:
            os.close(self.fd)
        self.fd, self.path, self.size = fd, path, size
        self.lost, self.why, self.torn = 0, "", False

    def put(self, line):
        if self.fd < 0:
            return
        if self.size + len(line) > self.cap:
            self.lose("the journal is full")
            return
        if self.lost or self.torn:
            line = self.marker() + line
        view = memoryview(line)
        try:
            while view:
                written = os.write(self.fd, view)
                self.size += written
                view = view[written:]
        except OSError as error:
            self.torn = self.torn or len(view) < len(line)
            self.lose(error.strerror or "write failed")
            return
        self.lost, self.torn = 0, False

    def lose(self, why):
        self.lost += 1
        self.why = why

    def marker(self):
        start = b"\n" if self.torn else b""
        if not self.lost:
            return start
        return start + json.dumps({"ch": "lost", "n": self.lost, "why": self.why}).encode() + b"\n"

    def published(self, header, parent, metadata, content, buffers):
        """A message on iopub: serialised JSON as it goes over the wire, so that nothing is parsed for every output."""
        if parent != self.parent_bytes:
            self.parent_bytes = parent
            self.parent_id = json.dumps(json.loads(parent).get("msg_id", "")).encode()
        extra = b',"m":' + one_line(metadata) if b"colab_request" in header else b""
        if buffers and json.loads(header)["msg_type"].startswith("comm_"):
            extra = b',"b":' + json.dumps([base64.b64encode(bytes(b)).decode() for b in buffers]).encode()
        self.put(b'{"ch":"iopub","h":%s,"p":%s,"c":%s%s}\n' % (one_line(header), self.parent_id, one_line(content), extra))

    def replied(self, header, parent, content):
        """A reply on shell: header and parent are dicts, content is serialised JSON."""
        date = header.get("date", "")
        head = {"msg_id": header["msg_id"], "msg_type": header["msg_type"],
                "date": date if isinstance(date, str) else date.isoformat().replace("+00:00", "Z")}
        self.put(b'{"ch":"shell","h":%s,"p":%s,"c":%s}\n'
                 % (json.dumps(head).encode(), json.dumps(parent.get("msg_id", "")).encode(), one_line(content)))


def one_line(text):
    return text.replace(b"\n", b" ")


class Pump:
    """Feeds what C code and child processes write to a standard descriptor into its stream.

    The reader of ipykernel 6 decodes blocks of 1000 bytes strictly: a character cut in two, or any invalid byte, ends
    its thread, and the next 64 KiB of output block the cell for ever. Later versions only garble such characters.
    """

    def __init__(self, stream, target):
        import codecs

        self.stream = stream
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.reader, writer = os.pipe()
        old = os.dup(target)
        os.dup2(writer, target)
        os.close(writer)
        self.busy = False
        self.wrote = False
        self.retire(old)
        threading.Thread(target=self.run, name="colab-controller-" + stream.name, daemon=True).start()

    def retire(self, old):
        """Ends ipykernel's own reader thread, which waits for a byte."""
        self.stream._should_watch = False
        os.write(old, b"\n")
        os.close(old)

    def run(self):
        import select

        poll = select.poll()
        poll.register(self.reader, select.POLLIN)
        while True:
            poll.poll()
            self.busy = True  # before the pipe looks empty, or waiting() would not see what is under way
            try:
                block = os.read(self.reader, 65536)
                if not block:
                    return
                text = self.decoder.decode(block)
                if text:
                    self.stream.write(text)
                    self.wrote = True
            except OSError:
                return
            except Exception:
                pass
            finally:
                self.busy = False

    def waiting(self):
        import array
        import fcntl
        import termios

        if self.busy:
            return True
        count = array.array("i", [0])
        fcntl.ioctl(self.reader, termios.FIONREAD, count)
        return count[0] > 0

    def drain(self, deadline):
        """What was written before a cell's end belongs to that cell: waits until it is in the stream."""
        import time

        while self.waiting() and time.monotonic() < deadline:
            time.sleep(0.001)
        if self.wrote:
            self.wrote = False
            self.stream.flush()


class Recorder:
    def __init__(self, cap):
        self.pid = os.getpid()
        self.start_folder = os.getcwd()
        self.kernel = get_kernel()
        self.journal = Journal(cap)
        self.pumps = []
        self.companions = {}  # name: file, process, its start
        self.replies = collections.deque()  # until the idle that follows each: waking the thread for them is not free
        self.failed = None   # attempt of which a cell has failed
        self.stops = False   # whether the running cell's failure stops the attempt
        self.hook()

    def hook(self):
        io = getattr(self.kernel, "iopub_thread", None)
        send = getattr(io, "_really_send", None)
        if send is None or not hasattr(io, "schedule"):
            raise RuntimeError("this ipykernel has no place to record outputs")
        session = self.kernel.session
        if not session.pack({}).strip().startswith(b"{"):
            raise RuntimeError("the kernel's messages are not JSON")
        self.io = io
        journal, replies, pid, getpid = self.journal, self.replies, self.pid, os.getpid

        def really_send(msg, *args, **kwargs):
            # A forked child sends through its parent, which records it then.
            if getpid() == pid:
                try:
                    at = msg.index(b"<IDS|MSG>")
                    content = bytes(msg[at + 5])
                    if replies and b"idle" in content[:40]:
                        while replies:
                            journal.replied(*replies.popleft())
                    journal.published(bytes(msg[at + 2]), bytes(msg[at + 3]), bytes(msg[at + 4]), content, msg[at + 6:])
                except Exception as error:
                    journal.lose("not recorded: %s" % type(error).__name__)
            return send(msg, *args, **kwargs)

        io._really_send = really_send
        self.hook_replies(session)
        io.schedule(self.lift_high_water_mark)
        for repair in (self.repair_pumps, self.guard_requests):
            try:
                repair()
            except Exception:
                pass

    def hook_replies(self, session):
        send, journal, pid = session.send, self.journal, self.pid

        def session_send(stream, msg_or_type, *args, **kwargs):
            is_reply = msg_or_type == "execute_reply" and os.getpid() == pid
            if is_reply:
                self.drain_pumps()
            msg = send(stream, msg_or_type, *args, **kwargs)
            if is_reply and msg:
                try:
                    if self.stops and msg["content"].get("status") == "error":
                        self.failed = attempt_of(msg["parent_header"])
                    self.replies.append((dict(msg["header"]), dict(msg["parent_header"]), session.pack(msg["content"])))
                except Exception as error:
                    journal.lose("not recorded: %s" % type(error).__name__)
            return msg

        session.send = session_send

    def guard_requests(self):
        """Aborts the cells of an attempt that come in after one of them has failed.

        ipykernel aborts only what has arrived when it handles the error: a cell that fails at once is over before the
        rest is here.
        """
        import inspect

        kernel = self.kernel
        run, abort = kernel.shell_handlers["execute_request"], kernel._send_abort_reply

        async def execute_request(stream, ident, parent):
            attempt = attempt_of(parent["header"])
            if attempt is not None and attempt == self.failed:
                result = abort(stream, parent, ident)
            else:
                self.stops = attempt is not None and bool(parent["content"].get("stop_on_error", True))
                result = run(stream, ident, parent)
            if inspect.isawaitable(result):
                await result

        kernel.shell_handlers["execute_request"] = execute_request

    def lift_high_water_mark(self):
        """By default ZeroMQ drops what a slow server has not fetched beyond 1000 messages, even a cell's end."""
        try:
            self.io.socket.sndhwm = 0
        except Exception:
            pass

    def repair_pumps(self):
        for stream, target in ((sys.stdout, 1), (sys.stderr, 2)):
            watch = getattr(type(stream), "_watch_pipe_fd", None)
            thread = getattr(stream, "watch_fd_thread", None)
            if watch is None or thread is None:
                continue
            if "getincrementaldecoder" in watch.__code__.co_names:
                continue
            self.pumps.append(Pump(stream, target))

    def drain_pumps(self):
        import time

        deadline = time.monotonic() + 0.5
        for pump in self.pumps:
            try:
                pump.drain(deadline)
            except Exception:
                pass

    def resolve(self, folder):
        return os.path.normpath(os.path.join(self.start_folder, folder))

    def open(self, path, facts):
        path = self.resolve(path)
        if path == self.journal.path:
            return path
        fd, size = Journal.open_file(path, json.dumps(dict(facts, ch="open")).encode() + b"\n")
        done = threading.Event()

        def switch():
            self.journal.switch(fd, path, size)
            done.set()

        self.io.schedule(switch)
        done.wait(5)
        return path

    def accompany(self, name, source, path, *arguments):
        """Starts a companion process that writes to path, or starts it again for another file."""
        known = self.companions.get(name)
        if known and known[0] == path and start_time(known[1]) == known[2]:
            return known[1]
        self.end_companion(name)
        import subprocess

        # Through a shell that ends at once, so that it is nobody's child here: code that waits for all its children must
        # not wait for it. In a session of its own, so that an interrupt of the kernel does not reach it.
        command = [sys.executable, "-I", "-S", "-c", source, str(os.getpid()), path] + [str(word) for word in arguments]
        out = subprocess.run(["/bin/sh", "-c", '"$@" >/dev/null & echo $!', "sh"] + command,
                             start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, timeout=10).stdout
        pid = int(out)
        self.companions[name] = (path, pid, start_time(pid))
        return pid

    def end_companion(self, name):
        import signal

        known = self.companions.pop(name, None)
        if known and known[2] and start_time(known[1]) == known[2]:
            try:
                os.kill(known[1], signal.SIGTERM)
            except OSError:
                pass


def attempt_of(header):
    """The attempt that a cell's request belongs to: its id is "<attempt>_<cell>"; nothing for any other request."""
    attempt, _, cell = header.get("msg_id", "").rpartition("_")
    return attempt if attempt and cell.isdigit() else None


def get_kernel():
    from IPython import get_ipython

    return get_ipython().kernel


def start_time(pid):
    """Tells a process from a later one with the same id; nothing where there is no /proc or no such process."""
    try:
        with open("/proc/%d/stat" % pid) as file:
            return file.read().rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return None


def facts():
    packages = {}
    for name in ("ipykernel", "IPython", "jupyter_client", "zmq", "numpy", "pandas", "torch", "tensorflow", "jax"):
        version = getattr(sys.modules.get(name), "__version__", None)
        if isinstance(version, str):
            packages[name] = version
    found = {"version": VERSION, "pid": os.getpid(), "python": sys.version.split()[0], "executable": sys.executable,
             "platform": sys.platform, "cpus": os.cpu_count(), "packages": packages}
    try:
        found["language_info"] = dict(get_kernel().language_info)
        found["kernel"] = get_kernel().implementation
        found["session"] = get_kernel().session.session
    except Exception:
        pass
    return found


def keep_out_of_history():
    """What a run executes stays out of the history file of the user's own sessions, as with nbclient.

    It may hold parameters that belong nowhere else, and a write for each cell is a tenth of a short cell's time.
    In, Out and %history of the run itself are as always. A kernel that somebody has used already is left alone.
    """
    shell = get_kernel().shell
    history = getattr(shell, "history_manager", None)
    if history is None or history.hist_file == ":memory:" or shell.execution_count > 1:
        return
    if getattr(history, "save_thread", None) is not None:
        history.save_thread.stop()  # it has the file open by itself
    history.db.close()
    history.hist_file = ":memory:"
    history.init_db()
    history.new_session()


def installed(cap):
    import types

    module = sys.modules.get(MODULE)
    if module is not None and module.recorder.pid == os.getpid():
        return module.recorder
    recorder = Recorder(cap)
    module = types.ModuleType(MODULE)
    module.recorder = recorder
    sys.modules[MODULE] = module
    return recorder


def step(verdict, name, work):
    try:
        verdict[name] = work()
    except Exception as error:
        verdict[name + "_error"] = "%s: %s" % (type(error).__name__, error)


def answer(request):
    verdict, start, folder = facts(), "", ""
    try:
        recorder = installed(request.get("cap", 1 << 32))
        start = recorder.start_folder
        folder = recorder.resolve(request["folder"])
        journal, samples = os.path.join(folder, request["journal"]), os.path.join(folder, request["samples"])
        step(verdict, "journal", lambda: recorder.open(journal, dict(verdict, attempt=request["attempt"])))
        if request.get("sampler"):
            step(verdict, "sampler",
                 lambda: recorder.accompany("sampler", request["sampler"], samples, request["interval_ms"]))
    except Exception as error:
        verdict["journal_error"] = "%s: %s" % (type(error).__name__, error)
    step(verdict, "history", keep_out_of_history)
    if request.get("working_directory"):
        step(verdict, "chdir", lambda: os.chdir(os.path.join(start, request["working_directory"])))
    step(verdict, "cwd", os.getcwd)
    if folder and request.get("keeper"):
        step(verdict, "keeper",
             lambda: recorder.accompany("keeper", request["keeper"], os.path.join(folder, request["checkpoints"]), os.getcwd(),
                                        request["checkpoint_ms"], *request["checkpoint_globs"]))
    elif folder:
        recorder.end_companion("keeper")
    return verdict


class Verdict:
    """Shown as plain JSON in user_expressions."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


sys.modules[MODULE + "_verdict"] = Verdict(json.dumps(answer(request)))  # noqa: F821
