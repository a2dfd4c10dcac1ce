# SPDX-License-Identifier: Apache-2.0
"""files.upload and files.download: both need a browser."""

from google.colab import output


def upload():
    return output.eval_js("google.colab._files._uploadFiles()")


def download(filename):
    output.eval_js("google.colab._files._download(%r)" % filename, ignore_result=True)
