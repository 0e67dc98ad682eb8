"""What the tests share: clients of whatever server AWS_ENDPOINT_URL names, names that nobody else uses, and assertions whose words are short."""
import itertools
import re
import unittest

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

# Fewer attempts than a client makes by itself: moto answers some refusals with status 500, which would be repeated for long.
CONFIG = Config(retries={"mode": "standard", "total_max_attempts": 3}, parameter_validation=False)
secrets = boto3.client("secretsmanager", config=CONFIG)
# Some clients take a quota for a rate and repeat the call.
impatient = boto3.client("secretsmanager", config=Config(retries={"total_max_attempts": 1}))
kms = boto3.client("kms", config=CONFIG)
sts = boto3.client("sts", config=CONFIG)
ACCOUNT = "123456789012"
REGION = secrets.meta.region_name
MARKED = "You can't perform this operation on the secret because it was marked for deletion."
NOT_FOUND = "Secrets Manager can't find the specified secret."
BAD_NAME = "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!"

_numbers = itertools.count(1)


def name(text="secret"):
    """A name that no other test uses."""
    return f"{text}{next(_numbers):04}/x"


def token(number):
    return f"token-{number:030}"


def length(path, value, rule):
    return f"1 validation error detected: Value{value} at '{path}' failed to satisfy constraint: Member must have {rule}"


class Case(unittest.TestCase):
    maxDiff = None

    def same(self, shown, expected):
        """Fails with what was shown, on one line."""
        if shown != expected:
            raise AssertionError(f"gave {shown!r}, not {expected!r}")

    def refused(self, code, message, call, **given):
        """The call is refused with AWS's code, status 400, and AWS's words; None for words that AWS does not document."""
        try:
            call(**given)
        except ClientError as error:
            shown = error.response["Error"]
            self.same((shown["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]), (code, 400))
            if message is not None:
                self.same(shown.get("Message", ""), message)
            return
        raise AssertionError(f"was answered, not refused with {code}")

    def members(self, answer, expected):
        self.same(sorted(key for key in answer if key != "ResponseMetadata"), sorted(expected.split()))

    def create(self, text="secret", **given):
        """A secret with the value `one` under token 1, unless told otherwise; answers its name and ARN."""
        given = {"SecretString": "one", "ClientRequestToken": token(1), **given}
        given = {key: value for key, value in given.items() if value is not None}
        made = secrets.create_secret(Name=name(text), **given)
        return made["Name"], made["ARN"]

    def put(self, secret, number, value=None, client=secrets, **given):
        return client.put_secret_value(SecretId=secret, ClientRequestToken=token(number), SecretString=value or f"value {number}", **given)

    def labels(self, secret):
        """Labels by number of the version's token: {1: ["AWSCURRENT"]}."""
        described = secrets.describe_secret(SecretId=secret).get("VersionIdsToStages", {})
        return {int(version[-3:]): sorted(stages) for version, stages in described.items()}

    def matches(self, text, pattern):
        if not re.fullmatch(pattern, text):
            raise AssertionError(f"gave {text!r}, which is not {pattern}")
