# SPDX-License-Identifier: Apache-2.0
"""userdata.get: a secret that the front end keeps."""

from google.colab import _message


class SecretNotFoundError(Exception):
    pass


class NotebookAccessError(Exception):
    pass


class TimeoutException(Exception):
    pass


def get(key):
    answer = _message.blocking_request("GetSecret", {"key": key}, 10)
    if answer is None:
        raise TimeoutException("Requesting secret %s timed out." % key)
    if not answer.get("exists"):
        raise SecretNotFoundError("Secret %s does not exist." % key)
    if not answer.get("access"):
        raise NotebookAccessError("Notebook does not have access to secret %s" % key)
    return answer.get("payload")
