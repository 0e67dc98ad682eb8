"""Runs every test of this folder against AWS_ENDPOINT_URL and prints one JSON object: the test's name, and null or why it failed."""
import json
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).parent


class Outcomes(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.outcomes = {}

    def stopTest(self, test):
        super().stopTest(test)
        self.outcomes.setdefault(test.id(), None)

    def addFailure(self, test, err):
        self.outcomes[test.id()] = str(err[1])

    def addError(self, test, err):
        self.outcomes[test.id()] = f"{type(err[1]).__name__}: {err[1]}"


result = Outcomes()
unittest.defaultTestLoader.discover(str(HERE), pattern="*_tests.py", top_level_dir=str(HERE)).run(result)
json.dump(result.outcomes, sys.stdout)
