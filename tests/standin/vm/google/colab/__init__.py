# SPDX-License-Identifier: Apache-2.0
"""The part of google.colab that asks the front end for something, as a stand-in machine offers it."""

from google.colab import auth, drive, files, output, runtime, userdata

__all__ = ["auth", "drive", "files", "output", "runtime", "userdata"]
