"""Replicates secrets between two regions through boto3, as a program would, and prints what came back as one JSON text."""
import json
import time

import boto3
from botocore.exceptions import ClientError

HOME, AWAY = "eu-central-1", "eu-west-1"
home, away = (boto3.client("secretsmanager", region_name=region) for region in (HOME, AWAY))
keys = boto3.client("kms", region_name=AWAY)
out = {}


def error_of(call, **given):
    try:
        call(**given)
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["Error"]["Message"]]
    return "answered"


def settled(name):
    """The statuses once nothing is in progress."""
    for _ in range(500):
        status = home.describe_secret(SecretId=name).get("ReplicationStatus", [])
        if all(replica["Status"] != "InProgress" for replica in status):
            return status
        time.sleep(0.01)
    raise TimeoutError(status)


out["empty"] = [away.list_secrets()["SecretList"], keys.list_keys()["Keys"]]
created = home.create_secret(Name="tour/replicated", SecretString="one", AddReplicaRegions=[{"Region": AWAY}])
out["created"] = created["ReplicationStatus"]
out["status"] = settled("tour/replicated")
out["same_suffix"] = away.describe_secret(SecretId="tour/replicated")["ARN"] == created["ARN"].replace(HOME, AWAY)
home.put_secret_value(SecretId="tour/replicated", SecretString="two")
settled("tour/replicated")
value = away.get_secret_value(SecretId="tour/replicated")
out["value"] = [value["SecretString"], value["VersionStages"], away.get_secret_value(SecretId="tour/replicated", VersionStage="AWSPREVIOUS")["SecretString"]]
out["read_only"] = error_of(away.put_secret_value, SecretId="tour/replicated", SecretString="x")
out["not_deleted"] = error_of(home.delete_secret, SecretId="tour/replicated")[1].replace(created["ARN"], "ARN")
out["own_region"] = error_of(home.replicate_secret_to_regions, SecretId="tour/replicated", AddReplicaRegions=[{"Region": HOME}])
out["listed"] = [[secret["Name"], secret["PrimaryRegion"]] for secret in away.list_secrets(Filters=[{"Key": "primary-region", "Values": [HOME]}])["SecretList"]]

key = keys.create_key()["KeyMetadata"]["KeyId"]
keys.create_alias(AliasName="alias/away", TargetKeyId=key)
away.create_secret(Name="tour/clash", SecretString="theirs")
home.create_secret(Name="tour/clash", SecretString="ours")
home.replicate_secret_to_regions(SecretId="tour/clash", AddReplicaRegions=[{"Region": AWAY, "KmsKeyId": "alias/away"}])
out["clash"] = [[replica["Status"], replica["StatusMessage"]] for replica in settled("tour/clash")]
home.replicate_secret_to_regions(SecretId="tour/clash", AddReplicaRegions=[{"Region": AWAY, "KmsKeyId": "alias/away"}], ForceOverwriteReplicaSecret=True)
out["forced"] = [[replica["Status"], replica["KmsKeyId"].rsplit(":", 1)[1]] for replica in settled("tour/clash")]
out["forced"].append(away.get_secret_value(SecretId="tour/clash")["SecretString"])

away.stop_replication_to_replica(SecretId="tour/clash")
away.put_secret_value(SecretId="tour/clash", SecretString="independent")
for _ in range(500):
    if "ReplicationStatus" not in home.describe_secret(SecretId="tour/clash"):
        break
    time.sleep(0.01)
out["promoted"] = [home.describe_secret(SecretId="tour/clash").get("ReplicationStatus"), away.describe_secret(SecretId="tour/clash").get("PrimaryRegion")]
out["removed"] = home.remove_regions_from_replication(SecretId="tour/replicated", RemoveReplicaRegions=[AWAY])["ReplicationStatus"]
for _ in range(500):
    out["gone"] = error_of(away.describe_secret, SecretId="tour/replicated")
    if out["gone"] != "answered":
        break
    time.sleep(0.01)
home.delete_secret(SecretId="tour/replicated", ForceDeleteWithoutRecovery=True)
out["unknown_region"] = error_of(boto3.client("secretsmanager", region_name="mars-north-1", endpoint_url=home.meta.endpoint_url).list_secrets)
print(json.dumps(out))
