# SPDX-License-Identifier: Apache-2.0
"""runtime.unassign: a notebook ends its own machine."""

from google.colab import _machine


def unassign():
    _machine.unassign()
