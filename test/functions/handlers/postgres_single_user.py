"""A rotation function for one PostgreSQL user, as AWS's users have them: boto3, PyGreSQL, four steps."""
import json
import logging
import os

import boto3
import pg
import pgdb

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def lambda_handler(event, context):
    arn = event["SecretId"]
    token = event["ClientRequestToken"]
    step = event["Step"]
    service_client = boto3.client("secretsmanager", endpoint_url=os.environ["SECRETS_MANAGER_ENDPOINT"])

    metadata = service_client.describe_secret(SecretId=arn)
    if "RotationEnabled" in metadata and not metadata["RotationEnabled"]:
        logger.error("Secret %s is not enabled for rotation" % arn)
        raise ValueError("Secret %s is not enabled for rotation" % arn)
    versions = metadata["VersionIdsToStages"]
    if token not in versions:
        raise ValueError("Secret version %s has no stage for rotation of secret %s." % (token, arn))
    if "AWSCURRENT" in versions[token]:
        logger.info("Secret version %s already set as AWSCURRENT for secret %s." % (token, arn))
        return
    if "AWSPENDING" not in versions[token]:
        raise ValueError("Secret version %s not set as AWSPENDING for rotation of secret %s." % (token, arn))

    steps = {"createSecret": create_secret, "setSecret": set_secret, "testSecret": test_secret, "finishSecret": finish_secret}
    if step not in steps:
        raise ValueError("Invalid step parameter %s for secret %s" % (step, arn))
    steps[step](service_client, arn, token)


def create_secret(service_client, arn, token):
    current_dict = get_secret_dict(service_client, arn, "AWSCURRENT")
    try:
        get_secret_dict(service_client, arn, "AWSPENDING", token)
        logger.info("createSecret: Successfully retrieved secret for %s." % arn)
    except service_client.exceptions.ResourceNotFoundException:
        current_dict["password"] = service_client.get_random_password(
            ExcludeCharacters=os.environ.get("EXCLUDE_CHARACTERS", ":/@\"'\\"),
            PasswordLength=int(os.environ.get("PASSWORD_LENGTH", 32)),
            ExcludeNumbers=False,
            ExcludePunctuation=False,
            ExcludeUppercase=False,
            ExcludeLowercase=False,
            RequireEachIncludedType=True,
        )["RandomPassword"]
        service_client.put_secret_value(
            SecretId=arn, ClientRequestToken=token, SecretString=json.dumps(current_dict), VersionStages=["AWSPENDING"]
        )
        logger.info("createSecret: Successfully put secret for ARN %s and version %s." % (arn, token))


def set_secret(service_client, arn, token):
    try:
        previous_dict = get_secret_dict(service_client, arn, "AWSPREVIOUS")
    except (service_client.exceptions.ResourceNotFoundException, KeyError):
        previous_dict = None
    current_dict = get_secret_dict(service_client, arn, "AWSCURRENT")
    pending_dict = get_secret_dict(service_client, arn, "AWSPENDING", token)

    conn = get_connection(pending_dict)
    if conn:
        conn.close()
        logger.info("setSecret: AWSPENDING secret is already set as password in PostgreSQL DB for secret arn %s." % arn)
        return
    if current_dict["username"] != pending_dict["username"]:
        raise ValueError("Attempting to modify user %s other than current user %s" % (pending_dict["username"], current_dict["username"]))
    if current_dict["host"] != pending_dict["host"]:
        raise ValueError("Attempting to modify user for host %s other than current host %s" % (pending_dict["host"], current_dict["host"]))

    conn = get_connection(current_dict)
    if not conn and previous_dict:
        conn = get_connection(previous_dict)
    if not conn:
        logger.error("setSecret: Unable to log into database with previous, current, or pending secret of secret arn %s" % arn)
        raise ValueError("Unable to log into database with previous, current, or pending secret of secret arn %s" % arn)
    try:
        with conn.cursor() as cur:
            cur.execute("SELECT quote_ident(%s)", (pending_dict["username"],))
            username = cur.fetchone()[0]
            cur.execute("ALTER USER %s" % username + " WITH PASSWORD %s", (pending_dict["password"],))
            conn.commit()
            logger.info("setSecret: Successfully set password for user %s in PostgreSQL DB for secret arn %s." % (pending_dict["username"], arn))
    finally:
        conn.close()


def test_secret(service_client, arn, token):
    conn = get_connection(get_secret_dict(service_client, arn, "AWSPENDING", token))
    if not conn:
        raise ValueError("Unable to log into database with pending secret of secret ARN %s" % arn)
    try:
        with conn.cursor() as cur:
            cur.execute("SELECT NOW()")
            conn.commit()
    finally:
        conn.close()
    logger.info("testSecret: Successfully signed into PostgreSQL DB with AWSPENDING secret in %s." % arn)


def finish_secret(service_client, arn, token):
    metadata = service_client.describe_secret(SecretId=arn)
    current_version = None
    for version in metadata["VersionIdsToStages"]:
        if "AWSCURRENT" in metadata["VersionIdsToStages"][version]:
            if version == token:
                return
            current_version = version
            break
    service_client.update_secret_version_stage(
        SecretId=arn, VersionStage="AWSCURRENT", MoveToVersionId=token, RemoveFromVersionId=current_version
    )
    logger.info("finishSecret: Successfully set AWSCURRENT stage to version %s for secret %s." % (token, arn))


def get_connection(secret_dict):
    """A connection, or None when the login does not work. TLS is tried first where the secret does not say."""
    wanted = secret_dict.get("ssl")
    ways = [True, False] if wanted is None else [wanted in (True, "true")]
    for use_ssl in ways:
        try:
            return pgdb.connect(
                host=secret_dict["host"],
                user=secret_dict["username"],
                password=secret_dict["password"],
                database=secret_dict.get("dbname", "postgres"),
                port=int(secret_dict.get("port", 5432)),
                connect_timeout=5,
                sslmode="verify-full" if use_ssl else "disable",
                **({"sslrootcert": "/etc/pki/tls/cert.pem"} if use_ssl else {})
            )
        except pg.InternalError as error:
            logger.info("No login with sslmode %s: %s" % ("verify-full" if use_ssl else "disable", str(error).strip().split("\n")[0]))
    return None


def get_secret_dict(service_client, arn, stage, token=None):
    args = {"SecretId": arn, "VersionStage": stage}
    if token:
        args["VersionId"] = token
    secret_dict = json.loads(service_client.get_secret_value(**args)["SecretString"])
    if secret_dict.get("engine") not in ("postgres", "aurora-postgresql"):
        raise KeyError("Database engine must be set to 'postgres' in order to use this rotation lambda")
    for field in ("host", "username", "password"):
        if field not in secret_dict:
            raise KeyError("%s key is missing from secret JSON" % field)
    return secret_dict
