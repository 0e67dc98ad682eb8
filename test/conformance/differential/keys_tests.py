"""KMS: keys, aliases, ciphertexts, rotation, tags, policies, grants."""
import json

from suite import ACCOUNT, REGION, Case, kms, name

ABSENT = "0d990263-018e-4e65-a703-eff731de951e"
CONTEXT = {"a": "b"}


def key(**given):
    return kms.create_key(**{"Description": name("key"), **given})["KeyMetadata"]["KeyId"]


def arn(key_id):
    return f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{key_id}"


class Keys(Case):
    def test_members_of_a_new_one(self):
        made = kms.create_key()["KeyMetadata"]
        self.members(
            made,
            "AWSAccountId Arn CreationDate CurrentKeyMaterialId CustomerMasterKeySpec Description Enabled EncryptionAlgorithms KeyId KeyManager KeySpec KeyState KeyUsage MultiRegion Origin",
        )
        self.same((made["Description"], made["KeyState"], made["MultiRegion"]), ("", "Enabled", False))

    def test_unknown_id(self):
        self.refused("NotFoundException", f"Key '{arn(ABSENT)}' does not exist", kms.describe_key, KeyId=ABSENT)

    def test_id_that_is_none(self):
        self.refused("NotFoundException", "Invalid keyId 'fake-key-id'", kms.describe_key, KeyId="fake-key-id")

    def test_arn_of_another_region(self):
        self.refused("NotFoundException", "Invalid arn us-west-1", kms.describe_key, KeyId=arn(ABSENT).replace(REGION, "us-west-1"))

    def test_disabled_one_says_so(self):
        made = key()
        kms.disable_key(KeyId=made)
        self.refused("DisabledException", f"{arn(made)} is disabled.", kms.encrypt, KeyId=made, Plaintext=b"x")

    def test_one_that_is_pending_deletion_says_so(self):
        made = key()
        kms.schedule_key_deletion(KeyId=made)
        self.refused("KMSInvalidStateException", f"{arn(made)} is pending deletion.", kms.encrypt, KeyId=made, Plaintext=b"x")

    def test_deletion_answers_the_arn_the_date_and_the_window(self):
        made = key()
        answer = kms.schedule_key_deletion(KeyId=made, PendingWindowInDays=7)
        self.members(answer, "KeyId DeletionDate KeyState PendingWindowInDays")
        self.same((answer["KeyId"], answer["KeyState"], answer["PendingWindowInDays"]), (arn(made), "PendingDeletion", 7))

    def test_deletion_that_is_cancelled_leaves_it_disabled(self):
        made = key()
        kms.schedule_key_deletion(KeyId=made)
        kms.cancel_key_deletion(KeyId=made)
        self.same(kms.describe_key(KeyId=made)["KeyMetadata"]["KeyState"], "Disabled")

    def test_deletion_that_is_not_planned_cannot_be_cancelled(self):
        made = key()
        self.refused("KMSInvalidStateException", f"{arn(made)} is not pending deletion.", kms.cancel_key_deletion, KeyId=made)

    def test_window_of_6_days_is_refused(self):
        self.refused("ValidationException", None, kms.schedule_key_deletion, KeyId=key(), PendingWindowInDays=6)

    def test_asymmetric_ones_need_a_usage(self):
        message = "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys."
        self.refused("ValidationException", message, kms.create_key, KeySpec="RSA_2048")

    def test_usage_that_does_not_fit_is_refused(self):
        self.refused("ValidationException", "KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048", kms.create_key, KeySpec="RSA_2048", KeyUsage="KEY_AGREEMENT")

    def test_description_changes(self):
        made = key(Description="before")
        kms.update_key_description(KeyId=made, Description="after")
        self.same(kms.describe_key(KeyId=made)["KeyMetadata"]["Description"], "after")

    def test_come_in_pages(self):
        mine = {key() for _ in range(3)}
        listed = [listed["KeyId"] for page in kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 2}) for listed in page["Keys"]]
        self.same((mine - set(listed), len(listed) == len(set(listed))), (set(), True))


class Aliases(Case):
    def test_name_a_key(self):
        made = key()
        kms.create_alias(AliasName="alias/named", TargetKeyId=made)
        self.same([kms.describe_key(KeyId=given)["KeyMetadata"]["KeyId"] for given in ("alias/named", f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/named")], [made, made])

    def test_unknown_one(self):
        self.refused("NotFoundException", f"Alias arn:aws:kms:{REGION}:{ACCOUNT}:alias/none is not found.", kms.describe_key, KeyId="alias/none")

    def test_without_the_prefix_is_refused(self):
        message = 'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html'
        self.refused("ValidationException", message, kms.create_alias, AliasName="none", TargetKeyId=key())

    def test_of_aws_are_refused(self):
        self.refused("NotAuthorizedException", None, kms.create_alias, AliasName="alias/aws/mine", TargetKeyId=key())

    def test_with_other_characters_are_refused(self):
        message = "1 validation error detected: Value 'alias/a!' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$"
        self.refused("ValidationException", message, kms.create_alias, AliasName="alias/a!", TargetKeyId=key())

    def test_that_are_taken_are_refused(self):
        made = key()
        kms.create_alias(AliasName="alias/taken", TargetKeyId=made)
        self.refused("AlreadyExistsException", f"An alias with the name arn:aws:kms:{REGION}:{ACCOUNT}:alias/taken already exists", kms.create_alias, AliasName="alias/taken", TargetKeyId=made)

    def test_for_aliases_are_refused(self):
        kms.create_alias(AliasName="alias/target", TargetKeyId=key())
        self.refused("ValidationException", "Aliases must refer to keys. Not aliases", kms.create_alias, AliasName="alias/to", TargetKeyId="alias/target")

    def test_point_elsewhere(self):
        first, second = key(), key()
        kms.create_alias(AliasName="alias/moved", TargetKeyId=first)
        kms.update_alias(AliasName="alias/moved", TargetKeyId=second)
        self.same([alias["TargetKeyId"] for alias in kms.list_aliases(KeyId=second)["Aliases"]], [second])

    def test_that_are_deleted_are_gone(self):
        kms.create_alias(AliasName="alias/gone", TargetKeyId=key())
        kms.delete_alias(AliasName="alias/gone")
        self.refused("NotFoundException", None, kms.describe_key, KeyId="alias/gone")

    def test_that_are_none_cannot_be_deleted(self):
        self.refused("NotFoundException", f"Alias arn:aws:kms:{REGION}:{ACCOUNT}:alias/none is not found.", kms.delete_alias, AliasName="alias/none")


class Ciphertexts(Case):
    def seal(self, made, **given):
        return kms.encrypt(KeyId=made, Plaintext=b"text", **given)["CiphertextBlob"]

    def test_members(self):
        made = key()
        sealed = kms.encrypt(KeyId=made, Plaintext=b"text")
        self.members(sealed, "CiphertextBlob EncryptionAlgorithm KeyId")
        opened = kms.decrypt(CiphertextBlob=sealed["CiphertextBlob"])
        self.members(opened, "EncryptionAlgorithm KeyId KeyMaterialId Plaintext")
        self.same((opened["Plaintext"], opened["KeyId"]), (b"text", arn(made)))

    def test_open_with_their_context_in_any_order(self):
        blob = self.seal(key(), EncryptionContext={"a": "b", "c": "d"})
        self.same(kms.decrypt(CiphertextBlob=blob, EncryptionContext={"c": "d", "a": "b"})["Plaintext"], b"text")

    def test_do_not_open_with_another_context(self):
        blob = self.seal(key(), EncryptionContext=CONTEXT)
        self.refused("InvalidCiphertextException", "", kms.decrypt, CiphertextBlob=blob, EncryptionContext={"a": "c"})

    def test_do_not_open_with_another_key(self):
        blob = self.seal(key())
        self.refused("IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.", kms.decrypt, CiphertextBlob=blob, KeyId=key())

    def test_do_not_open_with_a_byte_changed(self):
        blob = self.seal(key())
        self.refused("InvalidCiphertextException", "", kms.decrypt, CiphertextBlob=blob[:-1] + bytes([blob[-1] ^ 1]))

    def test_do_not_open_with_a_byte_added(self):
        self.refused("InvalidCiphertextException", "", kms.decrypt, CiphertextBlob=self.seal(key()) + b"x")

    def test_plaintext_of_4097_bytes_is_refused_without_showing_it(self):
        message = "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096"
        self.refused("ValidationException", message, kms.encrypt, KeyId=key(), Plaintext=b"x" * 4097)

    def test_are_encrypted_again_under_another_key(self):
        first, second = key(), key()
        answer = kms.re_encrypt(CiphertextBlob=self.seal(first), DestinationKeyId=second, DestinationEncryptionContext=CONTEXT)
        self.same((answer["SourceKeyId"], answer["KeyId"]), (arn(first), arn(second)))
        self.same(kms.decrypt(CiphertextBlob=answer["CiphertextBlob"], EncryptionContext=CONTEXT)["Plaintext"], b"text")

    def test_of_data_keys_open_to_them(self):
        made = kms.generate_data_key(KeyId=key(), KeySpec="AES_256")
        self.members(made, "CiphertextBlob KeyId KeyMaterialId Plaintext")
        self.same((len(made["Plaintext"]), kms.decrypt(CiphertextBlob=made["CiphertextBlob"])["Plaintext"] == made["Plaintext"]), (32, True))

    def test_of_data_keys_without_plaintext(self):
        made = kms.generate_data_key_without_plaintext(KeyId=key(), NumberOfBytes=64)
        self.members(made, "CiphertextBlob KeyId KeyMaterialId")
        self.same(len(kms.decrypt(CiphertextBlob=made["CiphertextBlob"])["Plaintext"]), 64)

    def test_data_key_of_no_length_is_refused(self):
        self.refused("ValidationException", "Please specify either number of bytes or key spec.", kms.generate_data_key, KeyId=key())

    def test_data_key_of_1025_bytes_is_refused(self):
        self.refused("ValidationException", None, kms.generate_data_key, KeyId=key(), NumberOfBytes=1025)

    def test_dry_run_says_that_it_would_have_worked(self):
        self.refused("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.", kms.encrypt, KeyId=key(), Plaintext=b"x", DryRun=True)

    def test_of_a_signing_key_are_refused(self):
        made = key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
        self.refused("InvalidKeyUsageException", f"{arn(made)} key usage is SIGN_VERIFY which is not valid for Encrypt.", kms.encrypt, KeyId=made, Plaintext=b"x")

    def test_random_bytes(self):
        self.same(len(kms.generate_random(NumberOfBytes=1024)["Plaintext"]), 1024)

    def test_random_bytes_of_no_length_are_refused(self):
        self.refused("ValidationException", "NumberOfBytes is required.", kms.generate_random)


class Rotation(Case):
    def test_is_off_at_first(self):
        self.members(kms.get_key_rotation_status(KeyId=key()), "KeyId KeyRotationEnabled")

    def test_shows_its_period_and_date_while_it_is_on(self):
        made = key()
        kms.enable_key_rotation(KeyId=made, RotationPeriodInDays=90)
        status = kms.get_key_rotation_status(KeyId=made)
        self.members(status, "KeyId KeyRotationEnabled NextRotationDate RotationPeriodInDays")
        kms.disable_key_rotation(KeyId=made)
        self.members(kms.get_key_rotation_status(KeyId=made), "KeyId KeyRotationEnabled")

    def test_period_of_89_days_is_refused(self):
        self.refused("ValidationException", None, kms.enable_key_rotation, KeyId=key(), RotationPeriodInDays=89)

    def test_on_demand_leaves_old_ciphertexts_readable(self):
        made = key()
        blob = kms.encrypt(KeyId=made, Plaintext=b"text")["CiphertextBlob"]
        before = kms.describe_key(KeyId=made)["KeyMetadata"]["CurrentKeyMaterialId"]
        self.same(kms.rotate_key_on_demand(KeyId=made)["KeyId"], arn(made))
        self.same(kms.describe_key(KeyId=made)["KeyMetadata"]["CurrentKeyMaterialId"] == before, False)
        self.same(kms.decrypt(CiphertextBlob=blob)["KeyMaterialId"], before)

    def test_on_demand_is_listed(self):
        made = key()
        kms.rotate_key_on_demand(KeyId=made)
        self.same([rotation["RotationType"] for rotation in kms.list_key_rotations(KeyId=made)["Rotations"]], ["ON_DEMAND"])

    def test_of_a_mac_key_is_refused(self):
        self.refused("UnsupportedOperationException", None, kms.enable_key_rotation, KeyId=key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC"))


class Tags(Case):
    def test_are_added_and_removed(self):
        made = key(Tags=[{"TagKey": "a", "TagValue": "1"}])
        kms.tag_resource(KeyId=made, Tags=[{"TagKey": "b", "TagValue": "2"}])
        kms.untag_resource(KeyId=made, TagKeys=["a"])
        answer = kms.list_resource_tags(KeyId=made)
        self.members(answer, "Tags Truncated")
        self.same(answer["Tags"], [{"TagKey": "b", "TagValue": "2"}])

    def test_twice_in_a_request_are_refused(self):
        self.refused("TagException", "Duplicate tag keys", kms.create_key, Tags=[{"TagKey": "a", "TagValue": "1"}] * 2)

    def test_of_aws_are_refused(self):
        self.refused("TagException", "Tags beginning with aws: are reserved", kms.tag_resource, KeyId=key(), Tags=[{"TagKey": "aws:x", "TagValue": "1"}])

    def test_more_than_50_are_refused(self):
        self.refused("TagException", "Too many tags", kms.create_key, Tags=[{"TagKey": f"k{n}", "TagValue": "v"} for n in range(51)])


class Policies(Case):
    def test_delegates_to_the_account_at_first(self):
        policy = json.loads(kms.get_key_policy(KeyId=key(), PolicyName="default")["Policy"])
        self.same((policy["Id"], policy["Statement"][0]["Sid"]), ("key-default-1", "Enable IAM User Permissions"))

    def test_names(self):
        self.same(kms.list_key_policies(KeyId=key())["PolicyNames"], ["default"])

    def test_that_locks_out_is_refused(self):
        statement = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:root"}, "Action": "kms:*", "Resource": "*"}
        message = "The new key policy will not allow you to update the key policy in the future."
        self.refused("MalformedPolicyDocumentException", message, kms.put_key_policy, KeyId=key(), PolicyName="default", Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))

    def test_that_is_no_json_is_refused(self):
        self.refused("MalformedPolicyDocumentException", None, kms.create_key, Policy="my policy")

    def test_of_another_name_are_refused(self):
        made = key()
        self.refused("UnsupportedOperationException", None, kms.put_key_policy, KeyId=made, PolicyName="other", Policy=kms.get_key_policy(KeyId=made)["Policy"])


class Grants(Case):
    GRANTEE = f"arn:aws:iam::{ACCOUNT}:root"

    def test_are_listed_until_they_are_revoked(self):
        made = key()
        grant = kms.create_grant(KeyId=made, GranteePrincipal=self.GRANTEE, Operations=["Decrypt"], Name="own")
        self.members(grant, "GrantId GrantToken")
        listed = kms.list_grants(KeyId=made)["Grants"]
        self.same([(one["GrantId"], one["KeyId"], one["Operations"]) for one in listed], [(grant["GrantId"], arn(made), ["Decrypt"])])
        kms.revoke_grant(KeyId=made, GrantId=grant["GrantId"])
        self.same(kms.list_grants(KeyId=made)["Grants"], [])

    def test_of_one_name_are_one(self):
        made = key()
        first, second = [kms.create_grant(KeyId=made, GranteePrincipal=self.GRANTEE, Operations=["Decrypt"], Name="same") for _ in range(2)]
        self.same(first["GrantId"], second["GrantId"])

    def test_are_retired_by_their_token(self):
        made = key()
        grant = kms.create_grant(KeyId=made, GranteePrincipal=self.GRANTEE, RetiringPrincipal=self.GRANTEE, Operations=["Decrypt"])
        self.same([one["GrantId"] for one in kms.list_retirable_grants(RetiringPrincipal=self.GRANTEE)["Grants"]], [grant["GrantId"]])
        kms.retire_grant(GrantToken=grant["GrantToken"])
        self.same(kms.list_grants(KeyId=made)["Grants"], [])

    def test_of_an_id_that_is_none_cannot_be_revoked(self):
        self.refused("InvalidGrantIdException", None, kms.revoke_grant, KeyId=key(), GrantId="none")
