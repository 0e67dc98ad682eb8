"""A rotation function: gives a secret a new value in the four steps of AWS Secrets Manager.

It runs in AWS Lambda and in Coffer as it is. What is yours to write is where the new value is told to the service that it
is for (set_secret), and where it is tried there (test_secret). Until then it rotates values that no service has to learn
of, such as signing keys.

Variables: EXCLUDE_CHARACTERS (not used in new passwords), PASSWORD_LENGTH (32), SECRET_KEY (member of a secret's JSON that
is given a new value, "password").
"""
import json
import logging
import os

import boto3

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def lambda_handler(event, context):
    """Is called once for each step, in this order: createSecret, setSecret, testSecret, finishSecret.

    A step may be called again after a failure, so that each has to find out what is done already.
    """
    arn = event["SecretId"]
    token = event["ClientRequestToken"]
    step = event["Step"]

    client = boto3.client("secretsmanager", endpoint_url=os.environ.get("SECRETS_MANAGER_ENDPOINT"))

    metadata = client.describe_secret(SecretId=arn)
    if not metadata.get("RotationEnabled"):
        raise ValueError("Secret %s is not enabled for rotation" % arn)
    stages = metadata["VersionIdsToStages"]
    if token not in stages:
        raise ValueError("Secret version %s has no stage for rotation of secret %s." % (token, arn))
    if "AWSCURRENT" in stages[token]:
        logger.info("Secret version %s already set as AWSCURRENT for secret %s." % (token, arn))
        return
    if "AWSPENDING" not in stages[token]:
        raise ValueError("Secret version %s not set as AWSPENDING for rotation of secret %s." % (token, arn))

    if step == "createSecret":
        create_secret(client, arn, token)
    elif step == "setSecret":
        set_secret(client, arn, token)
    elif step == "testSecret":
        test_secret(client, arn, token)
    elif step == "finishSecret":
        finish_secret(client, arn, token, stages)
    else:
        raise ValueError("Invalid step parameter %s for secret %s" % (step, arn))


def create_secret(client, arn, token):
    """Makes the new value and keeps it as the version AWSPENDING, once: a repeat finds it and leaves it."""
    current = client.get_secret_value(SecretId=arn, VersionStage="AWSCURRENT")["SecretString"]
    try:
        client.get_secret_value(SecretId=arn, VersionId=token, VersionStage="AWSPENDING")
        logger.info("createSecret: The secret %s has its new value already." % arn)
        return
    except client.exceptions.ResourceNotFoundException:
        pass
    password = client.get_random_password(
        ExcludeCharacters=os.environ.get("EXCLUDE_CHARACTERS", "/@\"'\\"),
        PasswordLength=int(os.environ.get("PASSWORD_LENGTH", "32")),
    )["RandomPassword"]
    client.put_secret_value(
        SecretId=arn, ClientRequestToken=token, SecretString=with_new_value(current, password), VersionStages=["AWSPENDING"]
    )
    logger.info("createSecret: Put the new value of secret %s and version %s." % (arn, token))


def set_secret(client, arn, token):
    """Tells the service of the new value. Try first whether it knows it: then this step ran before, and is done."""
    pending = client.get_secret_value(SecretId=arn, VersionId=token, VersionStage="AWSPENDING")["SecretString"]
    # Here the service is told, signed in with the value of AWSCURRENT or, if that is refused, of AWSPREVIOUS.
    logger.info("setSecret: %d characters are ready; no service has to be told." % len(pending))


def test_secret(client, arn, token):
    """Tries the new value where it is used, by reading something."""
    pending = client.get_secret_value(SecretId=arn, VersionId=token, VersionStage="AWSPENDING")["SecretString"]
    current = client.get_secret_value(SecretId=arn, VersionStage="AWSCURRENT")["SecretString"]
    # Here the service is asked for something that needs the new value. Raise an error when it refuses.
    if pending == current:
        raise ValueError("testSecret: The new value of secret %s is the old one." % arn)
    logger.info("testSecret: The new value of secret %s is a new one." % arn)


def finish_secret(client, arn, token, stages):
    """Moves AWSCURRENT to the new version; AWSPREVIOUS goes to the old one by itself."""
    current = next(version for version, labels in stages.items() if "AWSCURRENT" in labels)
    client.update_secret_version_stage(
        SecretId=arn, VersionStage="AWSCURRENT", MoveToVersionId=token, RemoveFromVersionId=current
    )
    logger.info("finishSecret: Set AWSCURRENT to version %s of secret %s." % (token, arn))


def with_new_value(current, password):
    """The secret with a new password: in its member of a JSON object, or instead of a plain text."""
    try:
        value = json.loads(current)
    except ValueError:
        return password
    if not isinstance(value, dict):
        return password
    value[os.environ.get("SECRET_KEY", "password")] = password
    return json.dumps(value)
