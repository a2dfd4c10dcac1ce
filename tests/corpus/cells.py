# SPDX-License-Identifier: GPL-3.0-or-later
"""The corpus as data: name -> (cells, arguments of make.build)."""

BOOKS = {}


def code(source, tags=(), outputs=(), count=None, **metadata):
    if tags:
        metadata["tags"] = list(tags)
    return {"cell_type": "code", "execution_count": count, "metadata": metadata, "outputs": list(outputs), "source": source}


def markdown(source, **more):
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}


def raw(source, **metadata):
    return {"cell_type": "raw", "metadata": metadata, "source": source}


def book(name, *cells, **arguments):
    BOOKS[name] = (cells, arguments)


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": [text]}


SHOW = "from IPython.display import *\n"
FLUSH = "import sys\ndef out(*a, **k): print(*a, **k, flush=True)\ndef err(*a, **k): print(*a, **k, file=sys.stderr, flush=True)\n"

R = {"kernelspec": {"display_name": "R", "language": "R", "name": "ir"}}

# Streams
book("stream_stdout", "print('one')\nprint('two')", "print('no newline', end='')")
book("stream_stderr", FLUSH + "err('careful')")
book("stream_interleaved", FLUSH + "out('a'); err('b'); out('c'); err('d'); err('e'); out('f')")
book("stream_flushed_pieces", FLUSH + "for i in range(20): out(i, end=' ')")
book("stream_carriage_return", FLUSH + "for i in range(0, 101, 10): out(f'\\r{i}%', end='')\nout()")
book("stream_carriage_return_lines", "print('50%\\r60%\\r70%\\nnext\\rNEXT\\r\\nwindows\\r\\nend')")
book("stream_backspace", "print('abc\\b\\bXY')")
book("stream_ansi", "print('\\x1b[31mred\\x1b[0m \\x1b[1;32mgreen\\x1b[0m')")
book("stream_around_display", SHOW + FLUSH + "out('before')\ndisplay('shown')\nout('after')")
book("stream_empty_writes", "import sys\nsys.stdout.write('')\nsys.stdout.write('x')\nsys.stdout.write('')")
book("stream_control_characters", "print('bell\\x07 tab\\t form\\x0c nul-free')")
book("stream_unicode", "print('é ü 漢字 مرحبا संस्कृत 🚀 e\\u0301')", "print('\\u2028 line separator')")
book("stream_long_line", "print('x' * 200_000)")
book("stream_many_lines", "for i in range(5_000): print(i)")
book("stream_large", "print('\\n'.join('y' * 99 for _ in range(20_000)))")
book("stream_writelines", "import sys\nsys.stdout.writelines(['a\\n', 'b\\n'])\nprint('c', file=sys.__stdout__ if False else sys.stdout)")

# clear_output
book("clear_output_now", SHOW + FLUSH + "out('gone')\nclear_output()\nout('stays')")
book("clear_output_wait", SHOW + FLUSH + "for i in range(5):\n    out(i)\n    clear_output(wait=True)\nout('last')")
book("clear_output_wait_nothing_follows", SHOW + FLUSH + "out('stays')\nclear_output(wait=True)")
book("clear_output_forgets_display_ids", SHOW + "h = display('a', display_id='x')\nclear_output()\ndisplay('b')", "h.update('c')")
book("clear_output_loop_with_display", SHOW + "for i in range(3):\n    clear_output(wait=True)\n    display(HTML(f'<b>{i}</b>'))")
book("clear_output_twice", SHOW + FLUSH + "out('a')\nclear_output(wait=True)\nclear_output()\nout('b')")

# Display ids
book("display_id_update", SHOW + "h = display('first', display_id=True)\nh.update('second')")
book("display_id_across_cells", SHOW + "h = display('one', display_id='shared')", "display('again', display_id='shared')", "h.update('changed in both')")
book("display_id_unknown", SHOW + "update_display('nobody has it', display_id='unknown')\nprint('on')")
book("display_id_on_result", SHOW + "display(1, display_id='n')\n2", "update_display(HTML('<i>3</i>'), display_id='n')")
book("display_id_nested_handles", SHOW + "a = display('a', display_id='a')\nb = display('b', display_id='b')\nfor i in range(3):\n    a.update(f'a{i}')\n    b.update(f'b{i}')")
book("display_id_changes_mime", SHOW + "h = display(HTML('<p>x</p>'), display_id=True)\nh.update(Markdown('**y**'))")
book("display_id_metadata", SHOW + "display({'text/plain': 'x'}, raw=True, metadata={'text/plain': {'a': 1}}, display_id='m')",
     "update_display({'text/plain': 'y'}, raw=True, metadata={'text/plain': {'b': 2}}, display_id='m')")

# Results and rich outputs
book("result_plain", "1 + 1", "'text'", "None", "[1, 2, {'a': (3,)}]")
book("result_semicolon", "41;", "_ if False else 42")
book("result_last_of_many", "1\n2\n3")
book("result_interactivity_all", "from IPython.core.interactiveshell import InteractiveShell\nInteractiveShell.ast_node_interactivity = 'all'", "1\n2\n3")
book("result_uses_out", "x = 5\nx", "_ + 1", "Out[2]")
book("result_html", "class T:\n    def _repr_html_(self): return '<table><tr><td>1</td></tr></table>'\n    def __repr__(self): return 'T'\nT()")
book("result_latex", SHOW + "Latex(r'$\\frac{a}{b}$')", "Math(r'\\sum_{i=1}^n i')")
book("result_json", SHOW + "JSON({'a': [1, 2.5, None, True], 'b': {'c': 'ü'}})", "display(JSON([1, 2], expanded=True))")
book("result_svg", SHOW + "SVG('<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>')")
book("result_png", SHOW + "import base64\nImage(base64.b64decode('@PNG@'))", "Image(base64.b64decode('@PNG@'), width=40, height=20)")
book("result_javascript", SHOW + "Javascript('console.log(1);\\nconsole.log(2);')")
book("result_markdown", SHOW + "Markdown('# Title\\n\\n* a\\n* b')")
book("result_bundle", "class M:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n        return {'text/plain': 'plain', 'text/html': '<b>h</b>', 'application/x.custom+json': {'k': [1]}, 'text/latex': '$x$'}, {'text/html': {'isolated': True}}\nM()")
# On one line each: which lines around a raising one IPython shows depends on the order of a set of objects.
book("result_failing_repr", "class B: __repr__ = lambda self: int('no repr')", "B()", "print('next')")
book("result_failing_html_repr", "class B: _repr_html_, __repr__ = lambda self: int('no html'), lambda self: 'plain'", "B()")
book("display_many", SHOW + "for i in range(50): display(HTML(f'<i>{i}</i>'))")
book("display_raw_data", SHOW + "display({'application/vnd.test.v1+json': {'x': [1, {'y': None}]}, 'text/plain': ['not', 'a', 'string'] and 'ok'}, raw=True)")
book("display_big_data", SHOW + "display({'text/plain': 'big', 'application/x-big': 'A' * 1_000_000}, raw=True)")
book("display_publish", SHOW + "publish_display_data({'text/plain': 'p'}, metadata={'own': 1})")
book("display_numbers", SHOW + "display(JSON({'big': 2**63 - 1, 'small': -5, 'float': 1e300, 'tiny': 5e-324, 'third': 1/3}))")
book("display_integer_beyond_64_bits", SHOW + "display(JSON({'big': 2**70}))")

# Errors
book("error_stops", "print('runs')", "1 / 0", code("print('never')", outputs=[stream("old\n")], count=9), options={"fails": True})
book("error_traceback", "def f(n):\n    return g(n - 1) if n else 1 / 0\ndef g(n):\n    return f(n)\nf(3)", options={"fails": True})
book("error_syntax", "x = = 1", options={"fails": True})
book("error_chained", "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise RuntimeError('second') from e", options={"fails": True})
book("error_unicode", "raise ValueError('größer als 漢字 🚀')", options={"fails": True})
book("error_raises_exception_tag", code("raise KeyError('expected')", ["raises-exception"]), "print('goes on')")
book("error_tag_without_error", code("print('no error after all')", ["raises-exception"]), "2")
book("error_allowed", "1 / 0", "undefined_name", "print('end')", options={"allow_errors": True})
book("error_unknown_magic", "%nosuchmagic", "print('never')", options={"fails": True})
book("error_unknown_magic_allowed", "%nosuchmagic", "print('end')", options={"allow_errors": True})
book("error_system_exit", "import sys\nsys.exit(3)", "print('never')", options={"fails": True})
book("error_system_exit_zero_allowed", "raise SystemExit(0)", "print('end')", options={"allow_errors": True})
book("error_keyboard_interrupt_allowed", "raise KeyboardInterrupt()", "print('end')", options={"allow_errors": True})
book("error_after_output", FLUSH + "out('before'); err('warn')\nraise RuntimeError('x')", options={"fails": True})
book("error_in_thread", FLUSH + "import threading\nthreading.excepthook = lambda a: err('thread failed:', a.exc_value)\nt = threading.Thread(target=lambda: 1 / 0)\nt.start(); t.join()\nout('main goes on')")
book("error_custom_traceback", "class E(Exception):\n    def _render_traceback_(self): return ['one line', 'two lines']\nraise E('x')", options={"fails": True})
book("error_input_refused", "input('name? ')", options={"fails": True})
book("error_input_caught", "try:\n    input('name? ')\nexcept Exception as e:\n    print(type(e).__name__)")
book("error_stdin_is_empty", "import sys\nprint(repr(sys.stdin.readline()))")
book("error_recursion", "import sys\nsys.setrecursionlimit(200)\ndef f(): f()\ntry:\n    f()\nexcept RecursionError as e:\n    print(type(e).__name__)")

# Which cells run
book("cells_blank", "", "   \n\n", "print(1)", code("\n", outputs=[stream("kept\n")], count=7), "print(2)")
book("cells_comment_only", "# only a comment", "1", "# another", "2")
book("cells_skip_execution", code("print('skipped')", ["skip-execution"], [stream("kept\n")], 4), "print('runs')")
book("cells_markdown_and_raw", markdown("# Title\n\nText"), "1", raw("raw text", format="text/x-rst"), markdown(""), "2")
book("cells_stale_outputs_replaced", code("print('new')", outputs=[stream("old\n")], count=99))
book("cells_none", markdown("only text"))
book("cells_empty_notebook")
book("cells_many", *[f"x = {i}\nx" for i in range(60)])
book("cells_counter_moved", "get_ipython().execution_count = 40", "41", "42")
book("cells_attachments", markdown("![x](attachment:x.png)", attachments={"x.png": {"image/png": "@PNG@"}}), "1")
book("cells_crlf_source", "print('a')\r\nprint('b')\r\n")
book("cells_trailing_newlines", "\n\nprint('x')\n\n\n")

# The kernel's services
book("magic_capture", "%%capture seen\nprint('hidden')", "seen.stdout")
book("magic_time", "%%time\nsum(range(1000))")
book("magic_line", "%precision 3\n3.14159", "%who_ls int", "x = 5\n%who int")
book("magic_bash", "%%bash\necho from bash\necho oops >&2")
book("magic_bash_fails", "%%bash\nexit 3", options={"fails": True})
book("magic_shell_line", "!printf 'a\\nb\\n'", "files = !echo one two\nfiles")
book("magic_writefile", "%%writefile written_by_cell.txt\nhello", "print(open('written_by_cell.txt').read())")
book("magic_html", "%%html\n<b>bold</b>")
book("magic_pager", "print?", "2")
book("magic_reset", "x = 1", "%reset -f", "'x' in globals()")
book("magic_env", "%env CORPUS=yes", "import os\nos.environ['CORPUS']")
book("kernel_exit_last", "print('bye')", "exit()")
book("kernel_async", "import asyncio\nawait asyncio.sleep(0.01)\nprint('awaited')", "async def f():\n    await asyncio.sleep(0.01)\n    return 7\nawait f()")
book("kernel_threads_joined", "import threading\nts = [threading.Thread(target=print, args=(i,)) for i in range(3)]\nfor t in ts:\n    t.start()\n    t.join()")
book("kernel_thread_into_later_cell", "import threading, time\nt = threading.Timer(0.6, lambda: print('late', flush=True))\nt.start()", "time.sleep(1.5)\nprint('second')")
book("kernel_output_after_the_end", "import threading\nprint('shown')\nthreading.Timer(0.4, lambda: print('too late', flush=True)).start()")
book("kernel_subprocess", "import subprocess, time\nsubprocess.run(['echo', 'from a child'])\ntime.sleep(0.6)")
book("kernel_subprocess_stderr", "import subprocess, time\nsubprocess.run(['sh', '-c', 'echo complaint >&2'])\ntime.sleep(0.6)")
book("kernel_subprocess_captured", "import subprocess\nsubprocess.run(['printf', 'x\\\\ny'], capture_output=True, text=True).stdout")
book("kernel_multiprocessing", "import multiprocessing, os\nwith multiprocessing.get_context('fork').Pool(2) as pool:\n    print(pool.map(abs, [-1, -2, -3]))")
book("kernel_working_folder", "import os\nos.path.basename(os.getcwd()), os.path.exists('kernel_working_folder.ipynb')")
book("kernel_warnings", "import warnings\nwarnings.warn('mind the gap')\nwarnings.warn('old', DeprecationWarning)")
book("kernel_logging", "import logging\nlogging.warning('root warns')\nlogging.getLogger('x').error('x errs')")
book("kernel_gc_and_names", "sorted(n for n in dir() if not n.startswith('_'))", "[n for n in globals() if 'journal' in n or 'nbj' in n]")
book("kernel_display_hook", "import sys\nsys.displayhook.__class__.__name__", "In[-1]")
book("kernel_argv", "import sys\nlen(sys.argv) > 0, __name__")
book("kernel_modules_untouched", "import builtins, sys\nprint.__module__, type(sys.stdout).__name__, sys.stdout.encoding")

# Metadata, versions
book("metadata_kept", code("1", custom={"a": [1, None]}, collapsed=True, jupyter={"source_hidden": True}),
     metadata={"authors": [{"name": "Ada"}], "title": "T", "vendor": {"x": {"y": 1}}})
book("metadata_trusted", code("1", trusted=True, scrolled="auto"), metadata={"signature": "sha256:0", "orig_nbformat": 3})
book("metadata_timing", code("1", execution={"iopub.status.busy": "2020-01-01T00:00:00.000000Z"}))
book("nbformat_4_0", "print(1)", markdown("x"), minor=0)
book("nbformat_4_2", "print(1)", code("2", outputs=[stream("old\n")]), minor=2)
book("nbformat_4_4", "1", minor=4)
book("nbformat_4_5_without_kernelspec", "1", kernelspec=False)
book("parameters_tag_without_values", code("alpha = 1  # rate", ["parameters"]), "alpha")

# Widgets, by hand: a comm of target jupyter.widget
COMM = "from ipykernel.comm import Comm\n"
STATE = "{'_model_name': 'IntSliderModel', '_model_module': '@jupyter-widgets/controls', '_model_module_version': '1.5.0', 'value': 3}"
book("widget_state", COMM + SHOW + f"c = Comm(target_name='jupyter.widget', comm_id='w1', data={{'state': {STATE}, 'buffer_paths': []}}, metadata={{'version': '2.0.0'}})\n"
     "display({'text/plain': 'slider', 'application/vnd.jupyter.widget-view+json': {'model_id': 'w1', 'version_major': 2, 'version_minor': 0}}, raw=True)")
book("widget_state_updated", COMM + f"c = Comm(target_name='jupyter.widget', comm_id='w1', data={{'state': {STATE}, 'buffer_paths': []}})",
     "c.send({'method': 'update', 'state': {'value': 9}, 'buffer_paths': []})")
book("widget_buffers", COMM + f"c = Comm(target_name='jupyter.widget', comm_id='w2', data={{'state': {STATE}, 'buffer_paths': [['img']]}}, buffers=[b'\\x01\\x02\\xff'])")
book("widget_closed", COMM + f"c = Comm(target_name='jupyter.widget', comm_id='w3', data={{'state': {STATE}, 'buffer_paths': []}})\nc.close()")
book("widget_without_model", COMM + "c = Comm(target_name='jupyter.widget', comm_id='w4', data={'state': {'_model_module': 'm', 'value': 1}, 'buffer_paths': []})")
book("comm_of_another_kind", COMM + "c = Comm(target_name='own.target', comm_id='o1', data={'hello': 1})\nc.send({'x': 2})\nprint('sent')")

# R: no recorder, no sampler
book("r_streams", "cat('one\\n')\nmessage('careful')\nprint(1:30)", "cat('no newline')", **R)
book("r_results", "1 + 1", "c(a = 1, b = 2)", "data.frame(x = 1:3, y = c('a', 'b', 'c'))", "invisible(3)", "function(x) x + 1", **R)
book("r_error", "cat('before\\n')", "f <- function() stop('no such luck')\nf()", "cat('never\\n')", options={"fails": True}, **R)
book("r_error_allowed", "stop('here')", "cat('after\\n')", options={"allow_errors": True}, **R)
book("r_warning", "warning('take care')\nas.integer('x')", **R)
book("r_display", "library(IRdisplay)\ndisplay_html('<b>bold</b>')\ndisplay_markdown('*it*')\n'last'", **R)
