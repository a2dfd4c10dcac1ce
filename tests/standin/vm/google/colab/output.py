# SPDX-License-Identifier: Apache-2.0
"""output.eval_js: needs a browser, and blocks without an answer."""

from google.colab import _message


def eval_js(script, ignore_result=False, timeout_sec=None):
    if ignore_result:
        _message.send_request("cell_javascript_eval", {"script": script})
        return None
    return _message.blocking_request("cell_javascript_eval", {"script": script}, timeout_sec)
