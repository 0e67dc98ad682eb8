"""Policies of secrets, and who is calling."""
import json

from suite import ACCOUNT, MARKED, NOT_FOUND, Case, secrets, sts


def policy(principal, **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": principal, "Action": "secretsmanager:GetSecretValue", "Resource": "*"}], **more})


OWN = policy({"AWS": f"arn:aws:iam::{ACCOUNT}:root"})


class Policy(Case):
    def test_comes_back_as_it_was_put(self):
        secret, arn = self.create()
        self.same(secrets.put_resource_policy(SecretId=secret, ResourcePolicy=OWN)["ARN"], arn)
        answer = secrets.get_resource_policy(SecretId=secret)
        self.members(answer, "ARN Name ResourcePolicy")
        self.same(json.loads(answer["ResourcePolicy"]), json.loads(OWN))

    def test_is_left_out_where_there_is_none(self):
        secret, _ = self.create()
        self.members(secrets.get_resource_policy(SecretId=secret), "ARN Name")

    def test_is_gone_when_deleted(self):
        secret, _ = self.create()
        secrets.put_resource_policy(SecretId=secret, ResourcePolicy=OWN)
        secrets.delete_resource_policy(SecretId=secret)
        self.members(secrets.get_resource_policy(SecretId=secret), "ARN Name")

    def test_deleting_none_is_answered(self):
        secret, _ = self.create()
        self.members(secrets.delete_resource_policy(SecretId=secret), "ARN Name")

    def test_that_is_no_json_is_refused(self):
        secret, _ = self.create()
        self.refused("MalformedPolicyDocumentException", "This policy has invalid syntax.", secrets.put_resource_policy, SecretId=secret, ResourcePolicy="some policy")

    def test_of_an_unknown_version_is_refused(self):
        secret, _ = self.create()
        self.refused("MalformedPolicyDocumentException", None, secrets.put_resource_policy, SecretId=secret, ResourcePolicy=OWN.replace("2012-10-17", "2019-10-19"))

    def test_for_everybody_is_taken(self):
        secret, _ = self.create()
        self.members(secrets.put_resource_policy(SecretId=secret, ResourcePolicy=policy("*")), "ARN Name")

    def test_for_everybody_is_refused_when_blocked(self):
        secret, _ = self.create()
        self.refused("PublicPolicyException", None, secrets.put_resource_policy, SecretId=secret, ResourcePolicy=policy("*"), BlockPublicPolicy=True)

    def test_of_an_unknown_secret(self):
        self.refused("ResourceNotFoundException", NOT_FOUND, secrets.put_resource_policy, SecretId="none", ResourcePolicy=OWN)

    def test_of_a_secret_in_its_recovery_window(self):
        secret, _ = self.create()
        secrets.delete_secret(SecretId=secret)
        self.refused("InvalidRequestException", MARKED, secrets.get_resource_policy, SecretId=secret)

    def test_passes_validation(self):
        answer = secrets.validate_resource_policy(ResourcePolicy=OWN)
        self.same((answer["PolicyValidationPassed"], answer["ValidationErrors"]), (True, []))

    def test_for_everybody_fails_validation(self):
        answer = secrets.validate_resource_policy(ResourcePolicy=policy("*"))
        self.same((answer["PolicyValidationPassed"], len(answer["ValidationErrors"])), (False, 1))

    def test_that_is_no_json_cannot_be_validated(self):
        self.refused("MalformedPolicyDocumentException", None, secrets.validate_resource_policy, ResourcePolicy="some policy")


class Caller(Case):
    def test_is_told_who_it_is(self):
        identity = sts.get_caller_identity()
        self.members(identity, "UserId Account Arn")
        self.same(identity["Account"], ACCOUNT)
