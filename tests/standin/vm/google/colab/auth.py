# SPDX-License-Identifier: Apache-2.0
"""auth.authenticate_user: with a credential from the front end, or with a code that the user pastes."""

import os

from google.colab import _machine, _message


def authenticate_user(clear_output=True, project_id=None):
    if _machine.credential("auth_user_ephemeral") is not None:
        return
    if os.environ.get("USE_AUTH_EPHEM", "0") != "1":
        if not input("Go to the following link in your browser and enter the verification code: "):
            raise ValueError("no verification code")
        return
    _message.blocking_request("request_auth", {"authType": "auth_user_ephemeral"}, None)
    if _machine.credential("auth_user_ephemeral") is None:
        raise ValueError("could not fetch credentials")
