"""Calls every operation through boto3, as a program would, and prints what came back as one JSON text."""
import datetime
import json
import time
import uuid

import boto3
from botocore.exceptions import ClientError

secrets, kms, sts = boto3.client("secretsmanager"), boto3.client("kms"), boto3.client("sts")
out = {}
called = set()
for client, service in ((secrets, "secretsmanager"), (kms, "kms"), (sts, "sts")):
    client.meta.events.register("before-call", lambda model, service=service, **_given: called.add(f"{service}:{model.name}"))


def keep(answer):
    """An answer without what only this call has; bytes and dates as text."""
    kept = {key: value for key, value in answer.items() if key != "ResponseMetadata"}
    return json.loads(json.dumps(kept, default=lambda value: value.hex() if isinstance(value, bytes) else value.isoformat()))


def error_of(call, **given):
    try:
        call(**given)
    except ClientError as error:
        metadata = error.response["ResponseMetadata"]
        return [type(error).__name__, error.response["Error"]["Code"], error.response["Error"]["Message"], metadata["HTTPStatusCode"]]
    return "answered"


first, second = str(uuid.uuid4()), str(uuid.uuid4())
out["identity"] = keep(sts.get_caller_identity())

key = kms.create_key(Description="for the tour")["KeyMetadata"]
out["key"] = [key["Enabled"], key["KeyState"], key["KeyUsage"], key["KeySpec"], key["KeyManager"], key["Description"]]
kms.create_alias(AliasName="alias/tour", TargetKeyId=key["KeyId"])
out["described_key"] = kms.describe_key(KeyId="alias/tour")["KeyMetadata"]["KeyId"] == key["KeyId"]
out["keys"] = key["KeyId"] in [listed["KeyId"] for page in kms.get_paginator("list_keys").paginate() for listed in page["Keys"]]
out["aliases"] = [alias["AliasName"] for page in kms.get_paginator("list_aliases").paginate(PaginationConfig={"PageSize": 1}) for alias in page["Aliases"]]
spare = kms.create_key()["KeyMetadata"]["KeyId"]
kms.update_alias(AliasName="alias/tour", TargetKeyId=spare)
out["moved_alias"] = kms.describe_key(KeyId="alias/tour")["KeyMetadata"]["KeyId"] == spare
kms.update_alias(AliasName="alias/tour", TargetKeyId=key["KeyId"])
kms.create_alias(AliasName="alias/spare", TargetKeyId=spare)
kms.delete_alias(AliasName="alias/spare")
out["no_alias"] = error_of(kms.describe_key, KeyId="alias/spare")

created = secrets.create_secret(
    Name="tour/db", ClientRequestToken=first, KmsKeyId="alias/tour", Description="d", SecretString='{"p":"é€😀"}', Tags=[{"Key": "team", "Value": "web"}]
)
arn = created["ARN"]
out["created"] = [created["Name"], created["VersionId"] == first]
out["again"] = secrets.create_secret(
    Name="tour/db", ClientRequestToken=first, KmsKeyId="alias/tour", Description="d", SecretString='{"p":"é€😀"}', Tags=[{"Key": "team", "Value": "web"}]
)["ARN"] == arn
put = secrets.put_secret_value(SecretId=arn, ClientRequestToken=second, SecretBinary=bytes([0, 255, 1]))
out["put"] = [put["VersionId"] == second, put["VersionStages"]]
out["current"] = secrets.get_secret_value(SecretId="tour/db")["SecretBinary"].hex()
out["previous"] = secrets.get_secret_value(SecretId=arn, VersionStage="AWSPREVIOUS")["SecretString"]
out["by_id"] = secrets.get_secret_value(SecretId=arn, VersionId=first)["VersionStages"]
secrets.update_secret_version_stage(SecretId=arn, VersionStage="AWSCURRENT", RemoveFromVersionId=second, MoveToVersionId=first)
out["rolled_back"] = secrets.get_secret_value(SecretId="tour/db")["SecretString"]
out["updated"] = keep(secrets.update_secret(SecretId=arn, Description="changed"))["Name"]
described = secrets.describe_secret(SecretId=arn)
out["described"] = [described["Description"], described["Tags"], sorted(described["VersionIdsToStages"].values()), described["KmsKeyId"].split(":")[-1]]
out["versions"] = sorted(version["VersionStages"] for version in secrets.list_secret_version_ids(SecretId=arn)["Versions"])
secrets.tag_resource(SecretId=arn, Tags=[{"Key": "stage", "Value": "dev"}])
secrets.untag_resource(SecretId=arn, TagKeys=["team"])
out["tags"] = secrets.describe_secret(SecretId=arn)["Tags"]

for number in range(12):
    secrets.create_secret(Name=f"tour/page/{number:02}", SecretString="x")
pages = list(secrets.get_paginator("list_secrets").paginate(Filters=[{"Key": "name", "Values": ["tour/page/"]}], SortOrder="asc", PaginationConfig={"PageSize": 5}))
out["pages"] = [[secret["Name"][-2:] for secret in page["SecretList"]] for page in pages]
batch = secrets.batch_get_secret_value(SecretIdList=["tour/page/03", "tour/none"])
out["batch"] = [[value["Name"] for value in batch["SecretValues"]], batch["Errors"]]
page = secrets.batch_get_secret_value(Filters=[{"Key": "name", "Values": ["tour/page/"]}], MaxResults=10)
rest = secrets.batch_get_secret_value(Filters=[{"Key": "name", "Values": ["tour/page/"]}], MaxResults=10, NextToken=page["NextToken"])
out["batch_pages"] = [len(page["SecretValues"]), len(rest["SecretValues"]), "NextToken" in rest]
own_policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": out["identity"]["Account"]}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]})
out["valid_policy"] = keep(secrets.validate_resource_policy(SecretId=arn, ResourcePolicy=own_policy))
secrets.put_resource_policy(SecretId=arn, ResourcePolicy=own_policy, BlockPublicPolicy=True)
out["policy"] = secrets.get_resource_policy(SecretId=arn)["ResourcePolicy"] == own_policy
secrets.delete_resource_policy(SecretId=arn)
out["no_policy"] = "ResourcePolicy" in secrets.get_resource_policy(SecretId=arn)
password = secrets.get_random_password(PasswordLength=40, ExcludePunctuation=True)["RandomPassword"]
out["password"] = [len(password), password.isalnum()]

deleted = secrets.delete_secret(SecretId="tour/page/00", RecoveryWindowInDays=7)
out["deleted"] = round((deleted["DeletionDate"] - datetime.datetime.now(datetime.timezone.utc)).total_seconds() / 86400)
out["marked"] = error_of(secrets.get_secret_value, SecretId="tour/page/00")
out["restored"] = keep(secrets.restore_secret(SecretId="tour/page/00"))["Name"]
secrets.delete_secret(SecretId="tour/page/00", ForceDeleteWithoutRecovery=True)
out["gone"] = error_of(secrets.get_secret_value, SecretId="tour/page/00")

function = f"arn:aws:lambda:{secrets.meta.region_name}:{out['identity']['Account']}:function:builtin-postgres-single"
rules = {"ScheduleExpression": "rate(10 days)", "Duration": "2h"}
secrets.rotate_secret(SecretId="tour/page/01", RotationLambdaARN=function, RotationRules=rules, RotateImmediately=False)
rotating = secrets.describe_secret(SecretId="tour/page/01")
secrets.cancel_rotate_secret(SecretId="tour/page/01")
out["rotation_of_a_secret"] = [rotating["RotationEnabled"], rotating["RotationRules"]["ScheduleExpression"], secrets.describe_secret(SecretId="tour/page/01")["RotationEnabled"]]


def in_sync(name):
    """Waits for a replica to be in sync, as programs must: AWS has no waiter for it."""
    for _ in range(200):
        if [status["Status"] for status in secrets.describe_secret(SecretId=name)["ReplicationStatus"]] == ["InSync"]:
            return
        time.sleep(0.05)
    raise TimeoutError(name)


away = boto3.client("secretsmanager", region_name="eu-west-1")
replicated = secrets.create_secret(Name="tour/replicated", SecretString="x", AddReplicaRegions=[{"Region": "eu-west-1"}])
in_sync("tour/replicated")
out["replica"] = [away.get_secret_value(SecretId="tour/replicated")["SecretString"], error_of(away.put_secret_value, SecretId="tour/replicated", SecretString="y")[:2]]
out["removed"] = secrets.remove_regions_from_replication(SecretId="tour/replicated", RemoveReplicaRegions=["eu-west-1"])["ReplicationStatus"]
secrets.create_secret(Name="tour/promoted", SecretString="x")
out["added"] = [status["Region"] for status in secrets.replicate_secret_to_regions(SecretId="tour/promoted", AddReplicaRegions=[{"Region": "eu-west-1"}])["ReplicationStatus"]]
in_sync("tour/promoted")
away.meta.events.register("before-call", lambda model, **_given: called.add(f"secretsmanager:{model.name}"))
away.stop_replication_to_replica(SecretId="tour/promoted")
away.put_secret_value(SecretId="tour/promoted", SecretString="its own")
out["promoted"] = away.get_secret_value(SecretId="tour/promoted")["SecretString"]

sealed = kms.encrypt(KeyId="alias/tour", Plaintext=b"text", EncryptionContext={"a": "b"})["CiphertextBlob"]
moved = kms.re_encrypt(CiphertextBlob=sealed, SourceEncryptionContext={"a": "b"}, DestinationKeyId=spare)
out["opened"] = [kms.decrypt(CiphertextBlob=sealed, EncryptionContext={"a": "b"})["Plaintext"].decode(), kms.decrypt(CiphertextBlob=moved["CiphertextBlob"])["Plaintext"].decode()]
data_key = kms.generate_data_key(KeyId=spare, KeySpec="AES_256")
hidden = kms.generate_data_key_without_plaintext(KeyId=spare, NumberOfBytes=16)
out["data_keys"] = [len(data_key["Plaintext"]), len(kms.decrypt(CiphertextBlob=hidden["CiphertextBlob"])["Plaintext"]), len(kms.generate_random(NumberOfBytes=7)["Plaintext"])]
kms.update_key_description(KeyId=spare, Description="spare")
kms.tag_resource(KeyId=spare, Tags=[{"TagKey": tag, "TagValue": "v"} for tag in "abc"])
kms.untag_resource(KeyId=spare, TagKeys=["b"])
out["key_tags"] = [tag["TagKey"] for page in kms.get_paginator("list_resource_tags").paginate(KeyId=spare, PaginationConfig={"PageSize": 1}) for tag in page["Tags"]]
out["key_policies"] = [name for page in kms.get_paginator("list_key_policies").paginate(KeyId=spare) for name in page["PolicyNames"]]
kms.put_key_policy(KeyId=spare, Policy=kms.get_key_policy(KeyId=spare)["Policy"])
kms.enable_key_rotation(KeyId=spare, RotationPeriodInDays=90)
out["rotation"] = [kms.get_key_rotation_status(KeyId=spare)["RotationPeriodInDays"]]
kms.disable_key_rotation(KeyId=spare)
for _ in range(2):
    kms.rotate_key_on_demand(KeyId=spare)
out["rotation"] += [rotation["RotationType"] for page in kms.get_paginator("list_key_rotations").paginate(KeyId=spare, PaginationConfig={"PageSize": 1}) for rotation in page["Rotations"]]
me = out["identity"]["Arn"]
grants = [kms.create_grant(KeyId=spare, GranteePrincipal=me, RetiringPrincipal=me, Operations=["Decrypt"], Name=name) for name in ("one", "two", "three")]
out["grants"] = [grant["Name"] for page in kms.get_paginator("list_grants").paginate(KeyId=spare, PaginationConfig={"PageSize": 2}) for grant in page["Grants"]]
kms.revoke_grant(KeyId=spare, GrantId=grants[0]["GrantId"])
kms.retire_grant(GrantToken=grants[1]["GrantToken"])
out["retirable"] = [grant["Name"] for page in kms.get_paginator("list_retirable_grants").paginate(RetiringPrincipal=me) for grant in page["Grants"]]
kms.disable_key(KeyId=spare)
out["disabled"] = error_of(kms.encrypt, KeyId=spare, Plaintext=b"x")[:2]
kms.enable_key(KeyId=spare)
kms.schedule_key_deletion(KeyId=spare, PendingWindowInDays=7)
out["pending"] = error_of(kms.enable_key, KeyId=spare)[:2]
kms.cancel_key_deletion(KeyId=spare)
out["kept"] = kms.describe_key(KeyId=spare)["KeyMetadata"]["KeyState"]

session = sts.assume_role(RoleArn=me.replace(":user/developer", ":role/tour"), RoleSessionName="tour")
out["session"] = session["AssumedRoleUser"]["Arn"]
temporary = {f"aws_{name}": session["Credentials"][key] for name, key in (("access_key_id", "AccessKeyId"), ("secret_access_key", "SecretAccessKey"), ("session_token", "SessionToken"))}
out["denied"] = error_of(boto3.client("secretsmanager", **temporary).list_secrets)[1]
out["waiters"] = [secrets.waiter_names, kms.waiter_names, sts.waiter_names]
out["paginators"] = sorted(
    f"{service}:{name}" for client, service in ((secrets, "secretsmanager"), (kms, "kms")) for name in {operation.split(":")[1] for operation in called if operation.startswith(service + ":")}
    if client.can_paginate("".join("_" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("_"))
)
out["called"] = sorted(called)

out["errors"] = [
    error_of(secrets.create_secret, Name="tour/db", SecretString="other"),
    error_of(secrets.create_secret, Name="bad name", SecretString="x"),
    error_of(secrets.create_secret, Name="tour/large", SecretString="x" * 65537),
    error_of(secrets.put_secret_value, SecretId=arn, ClientRequestToken=first, SecretString="other"),
    error_of(kms.describe_key, KeyId="alias/none"),
]
print(json.dumps(out))
