"""Secrets as wholes: create, read, describe, update, delete, restore, tag."""
import datetime

from suite import BAD_NAME, MARKED, NOT_FOUND, REGION, ACCOUNT, Case, kms, length, name, secrets, token

BOTH = "You can’t specify both a binary secret value and a string secret value in the same secret."


class Create(Case):
    def test_answers_arn_name_and_version(self):
        made = secrets.create_secret(Name=name(), SecretString="x", ClientRequestToken=token(1))
        self.members(made, "ARN Name VersionId")
        self.same(made["VersionId"], token(1))

    def test_without_a_value_makes_no_version(self):
        self.members(secrets.create_secret(Name=name()), "ARN Name")

    def test_arn_ends_in_six_letters_or_digits(self):
        secret, arn = self.create()
        self.matches(arn, f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{secret}-[A-Za-z0-9]{{6}}")

    def test_taken_name_is_refused(self):
        secret, _ = self.create()
        self.refused("ResourceExistsException", f"The operation failed because the secret {secret} already exists.", secrets.create_secret, Name=secret, SecretString="x", ClientRequestToken=token(2))

    def test_same_token_and_value_is_the_same_call(self):
        secret, arn = self.create()
        again = secrets.create_secret(Name=secret, SecretString="one", ClientRequestToken=token(1))
        self.same((again["ARN"], again["VersionId"]), (arn, token(1)))

    def test_same_token_and_other_value_is_refused(self):
        secret, arn = self.create()
        message = f"You can't use ClientRequestToken {token(1)} because that value is already in use for a version of secret {arn}."
        self.refused("ResourceExistsException", message, secrets.create_secret, Name=secret, SecretString="two", ClientRequestToken=token(1))

    def test_both_kinds_of_value_are_refused(self):
        self.refused("InvalidParameterException", BOTH, secrets.create_secret, Name=name(), SecretString="x", SecretBinary=b"x")

    def test_bad_characters_in_the_name_are_refused(self):
        self.refused("ValidationException", BAD_NAME, secrets.create_secret, Name="bad name", SecretString="x")

    def test_name_of_513_characters_is_refused(self):
        long = "n" * 513
        self.refused("ValidationException", length("name", f" '{long}'", "length less than or equal to 512"), secrets.create_secret, Name=long, SecretString="x")

    def test_value_over_65536_bytes_is_refused_without_showing_it(self):
        self.refused("ValidationException", length("secretString", "", "length less than or equal to 65536"), secrets.create_secret, Name=name(), SecretString="x" * 65537)

    def test_value_of_65536_bytes_is_taken(self):
        secret, _ = self.create(SecretString="x" * 65536)
        self.same(len(secrets.get_secret_value(SecretId=secret)["SecretString"]), 65536)

    def test_token_of_65_characters_is_refused(self):
        self.refused("ValidationException", None, secrets.create_secret, Name=name(), SecretString="x", ClientRequestToken="t" * 65)

    def test_description_of_2049_characters_is_refused(self):
        self.refused("ValidationException", None, secrets.create_secret, Name=name(), SecretString="x", Description="d" * 2049)

    def test_name_of_a_secret_in_its_recovery_window_is_refused(self):
        secret, _ = self.create()
        secrets.delete_secret(SecretId=secret)
        message = "You can't create this secret because a secret with this name is already scheduled for deletion."
        self.refused("InvalidRequestException", message, secrets.create_secret, Name=secret, SecretString="x")

    def test_key_id_that_is_none_is_refused(self):
        self.refused("InvalidParameterException", "The operation failed because of an invalid KMS key: Invalid keyId 'dummy'", secrets.create_secret, Name=name(), SecretString="x", KmsKeyId="dummy")

    def test_system_tag_is_refused(self):
        self.refused("InvalidParameterException", "You can't modify system tags. Tag key: 'aws:x'.", secrets.create_secret, Name=name(), Tags=[{"Key": "aws:x", "Value": "v"}])


class Read(Case):
    def test_members_of_a_text(self):
        secret, _ = self.create()
        self.members(secrets.get_secret_value(SecretId=secret), "ARN Name VersionId SecretString VersionStages CreatedDate")

    def test_bytes_come_back_as_they_were(self):
        secret, _ = self.create(SecretString=None, SecretBinary=bytes([0, 255, 10]))
        self.same(secrets.get_secret_value(SecretId=secret)["SecretBinary"], bytes([0, 255, 10]))

    def test_by_arn_and_by_arn_without_the_suffix(self):
        _, arn = self.create()
        self.same([secrets.get_secret_value(SecretId=given)["SecretString"] for given in (arn, arn[:-7])], ["one", "one"])

    def test_arn_that_ends_like_a_suffix_is_a_whole_one(self):
        made = secrets.create_secret(Name="reads-a1b2c3", SecretString="x")
        self.refused("ResourceNotFoundException", NOT_FOUND, secrets.get_secret_value, SecretId=made["ARN"][:-7])

    def test_unknown_secret(self):
        self.refused("ResourceNotFoundException", NOT_FOUND, secrets.get_secret_value, SecretId="none")

    def test_bad_characters_in_the_id(self):
        self.refused("ValidationException", BAD_NAME, secrets.get_secret_value, SecretId="bad name")

    def test_secret_without_a_value(self):
        secret, _ = self.create(SecretString=None)
        self.refused("ResourceNotFoundException", "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT", secrets.get_secret_value, SecretId=secret)

    def test_label_that_no_version_has(self):
        secret, _ = self.create()
        self.refused("ResourceNotFoundException", "Secrets Manager can't find the specified secret value for staging label: NONE", secrets.get_secret_value, SecretId=secret, VersionStage="NONE")

    def test_version_that_is_not_there(self):
        secret, _ = self.create()
        self.refused("ResourceNotFoundException", f"Secrets Manager can't find the specified secret value for VersionId: {token(9)}", secrets.get_secret_value, SecretId=secret, VersionId=token(9))

    def test_version_without_the_label_that_is_asked_for(self):
        secret, _ = self.create()
        self.put(secret, 2)
        self.refused("InvalidRequestException", "You provided a VersionStage that is not associated to the provided VersionId.", secrets.get_secret_value, SecretId=secret, VersionId=token(1), VersionStage="AWSCURRENT")

    def test_version_without_labels_is_readable_and_has_no_stages(self):
        secret, _ = self.create()
        self.put(secret, 2)
        self.put(secret, 3)
        self.members(secrets.get_secret_value(SecretId=secret, VersionId=token(1)), "ARN Name VersionId SecretString CreatedDate")

    def test_secret_in_its_recovery_window(self):
        secret, _ = self.create()
        secrets.delete_secret(SecretId=secret)
        self.refused("InvalidRequestException", MARKED, secrets.get_secret_value, SecretId=secret)

    def test_secret_whose_key_is_disabled(self):
        key = kms.create_key(Description=name("key"))["KeyMetadata"]["KeyId"]
        secret, _ = self.create(KmsKeyId=key)
        kms.disable_key(KeyId=key)
        self.refused("DecryptionFailure", None, secrets.get_secret_value, SecretId=secret)


class Describe(Case):
    def test_members_of_an_empty_secret(self):
        secret, _ = self.create(SecretString=None)
        self.members(secrets.describe_secret(SecretId=secret), "ARN Name CreatedDate LastChangedDate")

    def test_day_of_the_last_read_is_midnight_utc(self):
        secret, _ = self.create()
        before = "LastAccessedDate" in secrets.describe_secret(SecretId=secret)
        secrets.get_secret_value(SecretId=secret)
        day = secrets.describe_secret(SecretId=secret)["LastAccessedDate"].astimezone(datetime.timezone.utc)
        self.same((before, day.hour, day.minute, day.second), (False, 0, 0, 0))

    def test_secret_in_its_recovery_window(self):
        secret, _ = self.create()
        deleted = secrets.delete_secret(SecretId=secret)["DeletionDate"]
        self.same(abs((secrets.describe_secret(SecretId=secret)["DeletedDate"] - deleted).total_seconds()) < 1, True)

    def test_unknown_secret(self):
        self.refused("ResourceNotFoundException", NOT_FOUND, secrets.describe_secret, SecretId="none")

    def test_bare_alias_is_shown_as_its_arn(self):
        kms.create_alias(AliasName="alias/described", TargetKeyId=kms.create_key(Description=name("key"))["KeyMetadata"]["KeyId"])
        secret, _ = self.create(KmsKeyId="alias/described")
        self.same(secrets.describe_secret(SecretId=secret)["KmsKeyId"], f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/described")

    def test_versions_without_labels_are_not_shown(self):
        secret, _ = self.create()
        self.put(secret, 2)
        self.put(secret, 3)
        self.same(self.labels(secret), {2: ["AWSPREVIOUS"], 3: ["AWSCURRENT"]})


class Update(Case):
    def test_of_nothing_is_answered_without_a_version(self):
        secret, _ = self.create()
        self.members(secrets.update_secret(SecretId=secret), "ARN Name")

    def test_of_the_description_makes_no_version(self):
        secret, _ = self.create()
        self.members(secrets.update_secret(SecretId=secret, Description="d"), "ARN Name")
        self.same(self.labels(secret), {1: ["AWSCURRENT"]})

    def test_of_the_value_makes_a_version(self):
        secret, _ = self.create()
        self.same(secrets.update_secret(SecretId=secret, SecretString="two", ClientRequestToken=token(2))["VersionId"], token(2))
        self.same(self.labels(secret), {1: ["AWSPREVIOUS"], 2: ["AWSCURRENT"]})

    def test_to_the_same_value_makes_a_version(self):
        secret, _ = self.create()
        secrets.update_secret(SecretId=secret, SecretString="one", ClientRequestToken=token(2))
        self.same(self.labels(secret), {1: ["AWSPREVIOUS"], 2: ["AWSCURRENT"]})

    def test_same_token_and_value_is_the_same_call(self):
        secret, _ = self.create()
        self.same(secrets.update_secret(SecretId=secret, SecretString="one", ClientRequestToken=token(1)).get("VersionId"), token(1))

    def test_same_token_and_other_value_is_refused(self):
        secret, arn = self.create()
        message = f"You can't use ClientRequestToken {token(1)} because that value is already in use for a version of secret {arn}."
        self.refused("ResourceExistsException", message, secrets.update_secret, SecretId=secret, SecretString="two", ClientRequestToken=token(1))

    def test_of_the_key_makes_no_version(self):
        secret, _ = self.create()
        self.members(secrets.update_secret(SecretId=secret, KmsKeyId=kms.create_key(Description=name("key"))["KeyMetadata"]["Arn"]), "ARN Name")
        self.same(self.labels(secret), {1: ["AWSCURRENT"]})

    def test_both_kinds_of_value_are_refused(self):
        secret, _ = self.create()
        self.refused("InvalidParameterException", BOTH, secrets.update_secret, SecretId=secret, SecretString="x", SecretBinary=b"x")

    def test_unknown_secret(self):
        self.refused("ResourceNotFoundException", NOT_FOUND, secrets.update_secret, SecretId="none", SecretString="x")

    def test_secret_in_its_recovery_window(self):
        secret, _ = self.create()
        secrets.delete_secret(SecretId=secret)
        self.refused("InvalidRequestException", MARKED, secrets.update_secret, SecretId=secret, SecretString="x")


class Delete(Case):
    def days(self, deleted):
        return round((deleted["DeletionDate"] - datetime.datetime.now(datetime.timezone.utc)).total_seconds() / 86400)

    def test_window_is_30_days_unless_told(self):
        secret, _ = self.create()
        self.same(self.days(secrets.delete_secret(SecretId=secret)), 30)

    def test_window_of_6_days_is_refused(self):
        secret, _ = self.create()
        self.refused("InvalidParameterException", None, secrets.delete_secret, SecretId=secret, RecoveryWindowInDays=6)

    def test_window_and_force_are_refused(self):
        secret, _ = self.create()
        self.refused("InvalidParameterException", None, secrets.delete_secret, SecretId=secret, RecoveryWindowInDays=7, ForceDeleteWithoutRecovery=True)

    def test_window_without_force_is_fine(self):
        secret, _ = self.create()
        self.same(self.days(secrets.delete_secret(SecretId=secret, RecoveryWindowInDays=7, ForceDeleteWithoutRecovery=False)), 7)

    def test_by_force_of_an_unknown_name_is_answered(self):
        self.members(secrets.delete_secret(SecretId="none", ForceDeleteWithoutRecovery=True), "ARN Name DeletionDate")

    def test_unknown_secret(self):
        self.refused("ResourceNotFoundException", NOT_FOUND, secrets.delete_secret, SecretId="none")

    def test_twice_is_refused(self):
        secret, _ = self.create()
        secrets.delete_secret(SecretId=secret)
        self.refused("InvalidRequestException", None, secrets.delete_secret, SecretId=secret)

    def test_by_force_in_the_recovery_window_is_at_once(self):
        secret, _ = self.create()
        secrets.delete_secret(SecretId=secret)
        secrets.delete_secret(SecretId=secret, ForceDeleteWithoutRecovery=True)
        self.refused("ResourceNotFoundException", NOT_FOUND, secrets.describe_secret, SecretId=secret)

    def test_new_secret_of_an_old_name_has_another_arn(self):
        secret, arn = self.create()
        secrets.delete_secret(SecretId=secret, ForceDeleteWithoutRecovery=True)
        self.same(secrets.create_secret(Name=secret)["ARN"] == arn, False)

    def test_restored_secret_is_readable(self):
        secret, arn = self.create()
        secrets.delete_secret(SecretId=secret)
        self.same(secrets.restore_secret(SecretId=secret)["ARN"], arn)
        self.same(("DeletedDate" in secrets.describe_secret(SecretId=secret), secrets.get_secret_value(SecretId=secret)["SecretString"]), (False, "one"))

    def test_restore_of_a_secret_that_is_not_deleted_is_answered(self):
        secret, _ = self.create()
        self.members(secrets.restore_secret(SecretId=secret), "ARN Name")

    def test_restore_of_an_unknown_secret(self):
        self.refused("ResourceNotFoundException", NOT_FOUND, secrets.restore_secret, SecretId="none")


class Tags(Case):
    def shown(self, secret):
        tags = secrets.describe_secret(SecretId=secret).get("Tags")
        return None if tags is None else [(tag["Key"], tag["Value"]) for tag in tags]

    def test_are_absent_before_the_first_and_empty_after_the_last(self):
        secret, _ = self.create()
        before = self.shown(secret)
        secrets.tag_resource(SecretId=secret, Tags=[{"Key": "k", "Value": "v"}])
        secrets.untag_resource(SecretId=secret, TagKeys=["k"])
        self.same((before, self.shown(secret)), (None, []))

    def test_are_added_and_replaced_where_they_are(self):
        secret, _ = self.create(Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
        secrets.tag_resource(SecretId=secret, Tags=[{"Key": "c", "Value": "3"}, {"Key": "a", "Value": "4"}])
        self.same(self.shown(secret), [("a", "4"), ("b", "2"), ("c", "3")])

    def test_removing_one_that_is_not_there_is_answered(self):
        secret, _ = self.create(Tags=[{"Key": "a", "Value": "1"}])
        secrets.untag_resource(SecretId=secret, TagKeys=["none"])
        self.same(self.shown(secret), [("a", "1")])

    def test_of_the_system_are_refused(self):
        secret, _ = self.create()
        self.refused("InvalidParameterException", "You can't modify system tags. Tag key: 'aws:x'.", secrets.tag_resource, SecretId=secret, Tags=[{"Key": "aws:x", "Value": "v"}])

    def test_more_than_50_are_refused(self):
        secret, _ = self.create()
        self.refused("InvalidParameterException", None, secrets.tag_resource, SecretId=secret, Tags=[{"Key": f"k{n}", "Value": "v"} for n in range(51)])

    def test_key_of_129_characters_is_refused(self):
        secret, _ = self.create()
        long = "k" * 129
        self.refused("ValidationException", length("tags.1.member.key", f" '{long}'", "length less than or equal to 128"), secrets.tag_resource, SecretId=secret, Tags=[{"Key": long, "Value": "v"}])

    def test_secret_in_its_recovery_window(self):
        secret, _ = self.create()
        secrets.delete_secret(SecretId=secret)
        self.refused("InvalidRequestException", MARKED, secrets.tag_resource, SecretId=secret, Tags=[{"Key": "k", "Value": "v"}])

    def test_removing_in_the_recovery_window(self):
        secret, _ = self.create()
        secrets.delete_secret(SecretId=secret)
        self.refused("InvalidRequestException", MARKED, secrets.untag_resource, SecretId=secret, TagKeys=["k"])

    def test_unknown_secret(self):
        self.refused("ResourceNotFoundException", NOT_FOUND, secrets.tag_resource, SecretId="none", Tags=[{"Key": "k", "Value": "v"}])
