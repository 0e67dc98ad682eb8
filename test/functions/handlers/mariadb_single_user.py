"""A rotation function for one MariaDB user: boto3, PyMySQL, four steps."""
import json
import logging
import os

import boto3
import pymysql

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def lambda_handler(event, context):
    arn, token, step = event["SecretId"], event["ClientRequestToken"], event["Step"]
    client = boto3.client("secretsmanager", endpoint_url=os.environ["SECRETS_MANAGER_ENDPOINT"])
    versions = client.describe_secret(SecretId=arn)["VersionIdsToStages"]
    if "AWSCURRENT" in versions[token]:
        return
    {"createSecret": create_secret, "setSecret": set_secret, "testSecret": test_secret, "finishSecret": finish_secret}[step](client, arn, token, versions)


def create_secret(client, arn, token, versions):
    secret = value_of(client, SecretId=arn, VersionStage="AWSCURRENT")
    try:
        value_of(client, SecretId=arn, VersionId=token, VersionStage="AWSPENDING")
    except client.exceptions.ResourceNotFoundException:
        secret["password"] = client.get_random_password(ExcludeCharacters="/@\"'\\")["RandomPassword"]
        client.put_secret_value(SecretId=arn, ClientRequestToken=token, SecretString=json.dumps(secret), VersionStages=["AWSPENDING"])


def set_secret(client, arn, token, versions):
    pending = value_of(client, SecretId=arn, VersionId=token, VersionStage="AWSPENDING")
    if login(pending):
        return
    conn = login(value_of(client, SecretId=arn, VersionStage="AWSCURRENT"))
    if not conn:
        raise ValueError("Unable to log into database with previous, current, or pending secret of secret arn %s" % arn)
    with conn.cursor() as cur:
        if os.environ.get("BREAK"):
            # As a server quotes it: the driver's error has the new password in its text.
            cur.execute("ALTER USER CURRENT_USER() TO 'other' IDENTIFIED BY '%s'" % pending["password"])
        cur.execute("SET PASSWORD = PASSWORD(%s)", (pending["password"],))
    conn.commit()
    logger.info("setSecret: Successfully set password for user %s" % pending["username"])


def test_secret(client, arn, token, versions):
    conn = login(value_of(client, SecretId=arn, VersionId=token, VersionStage="AWSPENDING"))
    if not conn:
        raise ValueError("Unable to log into database with pending secret of secret ARN %s" % arn)
    with conn.cursor() as cur:
        cur.execute("SELECT NOW()")


def finish_secret(client, arn, token, versions):
    current = [version for version, stages in versions.items() if "AWSCURRENT" in stages][0]
    client.update_secret_version_stage(SecretId=arn, VersionStage="AWSCURRENT", MoveToVersionId=token, RemoveFromVersionId=current)


def login(secret):
    try:
        return pymysql.connect(host=secret["host"], port=secret["port"], user=secret["username"], password=secret["password"], connect_timeout=5)
    except pymysql.OperationalError:
        return None


def value_of(client, **which):
    return json.loads(client.get_secret_value(**which)["SecretString"])
