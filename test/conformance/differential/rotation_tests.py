"""Rotation and replicas, as far as no function has to run and no other server has to be there."""
import time

import boto3

from suite import ACCOUNT, CONFIG, NOT_FOUND, REGION, Case, secrets, token

AWAY = "eu-west-1"
away = boto3.client("secretsmanager", config=CONFIG, region_name=AWAY)
ON_REPLICA = "Operation not permitted on a replica secret. Call must be made in primary secret's region."


class Rotate(Case):
    def test_without_a_function_is_refused(self):
        secret, _ = self.create()
        self.refused("InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.", secrets.rotate_secret, SecretId=secret)

    def test_by_a_function_that_is_not_there_is_refused_and_stores_nothing(self):
        secret, _ = self.create()
        message = "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com."
        function = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:none"
        self.refused("AccessDeniedException", message, secrets.rotate_secret, SecretId=secret, RotationLambdaARN=function)
        self.same("RotationEnabled" in secrets.describe_secret(SecretId=secret), False)

    def test_days_over_1000_are_refused(self):
        secret, _ = self.create()
        self.refused("ValidationException", None, secrets.rotate_secret, SecretId=secret, RotationRules={"AutomaticallyAfterDays": 1001})

    def test_unknown_secret(self):
        self.refused("ResourceNotFoundException", NOT_FOUND, secrets.rotate_secret, SecretId="none")

    def test_in_the_recovery_window_is_refused(self):
        secret, _ = self.create()
        secrets.delete_secret(SecretId=secret)
        self.refused("InvalidRequestException", None, secrets.rotate_secret, SecretId=secret)

    def test_cancelling_what_was_never_configured_is_refused(self):
        secret, _ = self.create()
        self.refused("InvalidRequestException", None, secrets.cancel_rotate_secret, SecretId=secret)

    def test_cancelling_for_an_unknown_secret(self):
        self.refused("ResourceNotFoundException", NOT_FOUND, secrets.cancel_rotate_secret, SecretId="none")


class Replicas(Case):
    def replicated(self):
        secret, arn = self.create("copied", AddReplicaRegions=[{"Region": AWAY}])
        for _ in range(200):
            if [status["Status"] for status in secrets.describe_secret(SecretId=secret)["ReplicationStatus"]] == ["InSync"]:
                return secret, arn
            time.sleep(0.05)
        raise AssertionError("the replica was not in sync after ten seconds")

    def test_have_the_name_and_the_suffix_of_their_primary(self):
        secret, arn = self.replicated()
        described = away.describe_secret(SecretId=secret)
        self.same((described["ARN"], described["PrimaryRegion"]), (arn.replace(REGION, AWAY), REGION))

    def test_have_the_value(self):
        secret, _ = self.replicated()
        self.same(away.get_secret_value(SecretId=secret)["SecretString"], "one")

    def test_take_no_writes(self):
        secret, _ = self.replicated()
        self.refused("InvalidParameterException", ON_REPLICA, away.put_secret_value, SecretId=secret, SecretString="two", ClientRequestToken=token(2))

    def test_answer_their_policy(self):
        secret, _ = self.replicated()
        self.members(away.get_resource_policy(SecretId=secret), "ARN Name")

    def test_keep_their_primary_from_being_deleted(self):
        secret, arn = self.replicated()
        self.refused("InvalidParameterException", f"You can't delete secret {arn} that still has replica regions [{AWAY}].", secrets.delete_secret, SecretId=secret)

    def test_in_the_own_region_are_refused(self):
        secret, _ = self.create()
        self.refused("InvalidParameterException", "Invalid replica region.", secrets.replicate_secret_to_regions, SecretId=secret, AddReplicaRegions=[{"Region": REGION}])

    def test_that_are_removed_are_gone(self):
        secret, _ = self.replicated()
        self.same(secrets.remove_regions_from_replication(SecretId=secret, RemoveReplicaRegions=[AWAY])["ReplicationStatus"], [])
        for _ in range(200):
            if not away.list_secrets(Filters=[{"Key": "name", "Values": [secret]}])["SecretList"]:
                return
            time.sleep(0.05)
        raise AssertionError("the replica was still there after ten seconds")

    def test_are_added_later(self):
        secret, _ = self.create("later")
        answer = secrets.replicate_secret_to_regions(SecretId=secret, AddReplicaRegions=[{"Region": AWAY}])
        self.members(answer, "ARN ReplicationStatus")
        self.same([status["Region"] for status in answer["ReplicationStatus"]], [AWAY])

    def test_that_are_promoted_take_writes(self):
        secret, arn = self.replicated()
        self.same(away.stop_replication_to_replica(SecretId=secret)["ARN"], arn.replace(REGION, AWAY))
        away.put_secret_value(SecretId=secret, SecretString="two", ClientRequestToken=token(2))
        self.same((away.get_secret_value(SecretId=secret)["SecretString"], secrets.get_secret_value(SecretId=secret)["SecretString"]), ("two", "one"))

    def test_are_not_made_of_what_is_none(self):
        secret, _ = self.create()
        self.refused("InvalidRequestException", None, secrets.stop_replication_to_replica, SecretId=secret)
