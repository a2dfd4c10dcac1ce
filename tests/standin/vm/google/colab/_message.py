# SPDX-License-Identifier: Apache-2.0
"""Requests of the kernel to the front end: sent on iopub, answered on stdin."""

import itertools
import time

import zmq
from IPython import get_ipython

_numbers = itertools.count(1)
_POLL = 0.025


class MessageError(Exception):
    """The front end refused."""


def send_request(kind, request):
    """Without an answer to come."""
    _send(kind, request, {"colab_request_type": kind})


def blocking_request(kind, request=None, timeout_sec=5):
    """The data of the answer; None when none came in time. timeout_sec None: waits for ever."""
    number = next(_numbers)
    _send(kind, request or {}, {"colab_request_type": kind, "colab_msg_id": number})
    return _answer(number, timeout_sec)


def _send(kind, request, metadata):
    kernel = get_ipython().kernel
    session = kernel.get_parent("shell").get("header", {}).get("session", "")
    kernel.session.send(kernel.iopub_socket, "colab_request", content={"request": request}, metadata=metadata,
                        parent={"header": {"session": session}})


def _answer(number, timeout_sec):
    kernel = get_ipython().kernel
    until = None if timeout_sec is None else time.monotonic() + timeout_sec
    while until is None or time.monotonic() < until:
        _, message = kernel.session.recv(kernel.stdin_socket, zmq.NOBLOCK, copy=False)
        if message is None:
            time.sleep(_POLL)
            continue
        value = message["content"].get("value")
        if message["header"]["msg_type"] == "input_reply" and isinstance(value, dict) \
                and value.get("type") == "colab_reply" and value.get("colab_msg_id") == number:
            if "error" in value:
                raise MessageError(value["error"])
            return value.get("data")
    return None
