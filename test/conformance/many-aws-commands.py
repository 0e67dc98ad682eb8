"""Runs many `aws` commands in one process, since starting the AWS CLI costs a second: argument lists in, what each printed out."""
import contextlib
import io
import json
import sys

from awscli.clidriver import create_clidriver


class Output(io.TextIOWrapper):
    """Standard output as the CLI knows it: text, and bytes below it."""

    def __init__(self):
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def text(self):
        return self.buffer.getvalue().decode("utf-8")


# One driver for all but those that name a Region: a driver keeps the Region that it was once given.
shared = create_clidriver()
results = []
for words in json.load(sys.stdin):
    out, err = Output(), Output()
    driver = create_clidriver() if "--region" in words else shared
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = driver.main(words)
    results.append({"exitCode": code, "stdout": out.text(), "stderr": err.text()})
json.dump(results, sys.stdout)
