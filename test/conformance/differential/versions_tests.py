"""Versions and their labels: PutSecretValue, UpdateSecretVersionStage, ListSecretVersionIds."""
from suite import MARKED, NOT_FOUND, Case, impatient, secrets, token


class Put(Case):
    def test_answers_the_labels_that_the_version_has(self):
        secret, _ = self.create()
        answer = self.put(secret, 2)
        self.members(answer, "ARN Name VersionId VersionStages")
        self.same(answer["VersionStages"], ["AWSCURRENT"])

    def test_moves_current_and_previous(self):
        secret, _ = self.create()
        self.put(secret, 2)
        self.same(self.labels(secret), {1: ["AWSPREVIOUS"], 2: ["AWSCURRENT"]})

    def test_leaves_one_previous(self):
        secret, _ = self.create()
        self.put(secret, 2)
        self.put(secret, 3)
        self.same(self.labels(secret), {2: ["AWSPREVIOUS"], 3: ["AWSCURRENT"]})

    def test_with_another_label_leaves_current_where_it_is(self):
        secret, _ = self.create()
        self.put(secret, 2, VersionStages=["CUSTOM"])
        self.same(self.labels(secret), {1: ["AWSCURRENT"], 2: ["CUSTOM"]})

    def test_first_version_gets_current_beside_its_label(self):
        secret, _ = self.create(SecretString=None)
        self.same(sorted(self.put(secret, 1, VersionStages=["AWSPENDING"])["VersionStages"]), ["AWSCURRENT", "AWSPENDING"])

    def test_takes_a_label_from_the_version_that_has_it(self):
        secret, _ = self.create()
        self.put(secret, 2, VersionStages=["CUSTOM"])
        self.put(secret, 3, VersionStages=["CUSTOM"])
        self.same(self.labels(secret), {1: ["AWSCURRENT"], 3: ["CUSTOM"]})

    def test_pending_goes_from_the_version_that_current_leaves(self):
        secret, _ = self.create(SecretString=None)
        self.put(secret, 1, VersionStages=["AWSPENDING"])
        self.put(secret, 2)
        self.same(self.labels(secret), {1: ["AWSPREVIOUS"], 2: ["AWSCURRENT"]})

    def test_custom_labels_stay_on_the_version_that_current_leaves(self):
        secret, _ = self.create()
        self.put(secret, 2, VersionStages=["AWSCURRENT", "AWSSOMETHING", "PUT1"])
        self.put(secret, 3)
        self.same(self.labels(secret), {2: ["AWSPREVIOUS", "AWSSOMETHING", "PUT1"], 3: ["AWSCURRENT"]})

    def test_same_token_and_value_changes_nothing(self):
        secret, _ = self.create()
        self.put(secret, 2)
        self.same(self.put(secret, 1, "one")["VersionId"], token(1))
        self.same(self.labels(secret), {1: ["AWSPREVIOUS"], 2: ["AWSCURRENT"]})

    def test_same_token_and_other_value_is_refused(self):
        secret, arn = self.create()
        message = f"You can't use ClientRequestToken {token(1)} because that value is already in use for a version of secret {arn}."
        self.refused("ResourceExistsException", message, self.put, secret=secret, number=1, value="two")

    def test_without_a_value_is_refused(self):
        secret, _ = self.create()
        self.refused("InvalidRequestException", "You must provide either SecretString or SecretBinary.", secrets.put_secret_value, SecretId=secret)

    def test_both_kinds_of_value_are_refused(self):
        secret, _ = self.create()
        message = "You can’t specify both a binary secret value and a string secret value in the same secret."
        self.refused("InvalidParameterException", message, secrets.put_secret_value, SecretId=secret, SecretString="x", SecretBinary=b"x")

    def test_more_than_20_labels_are_refused(self):
        secret, _ = self.create()
        self.refused("LimitExceededException", None, self.put, secret=secret, number=2, client=impatient, VersionStages=[f"L{n}" for n in range(20)])

    def test_list_of_21_labels_is_refused(self):
        secret, _ = self.create()
        self.refused("ValidationException", None, self.put, secret=secret, number=2, VersionStages=[f"L{n}" for n in range(21)])

    def test_label_of_257_characters_is_refused(self):
        secret, _ = self.create()
        self.refused("ValidationException", None, self.put, secret=secret, number=2, VersionStages=["l" * 257])

    def test_does_not_make_a_secret(self):
        self.refused("ResourceNotFoundException", NOT_FOUND, secrets.put_secret_value, SecretId="none", SecretString="x")

    def test_secret_in_its_recovery_window(self):
        secret, _ = self.create()
        secrets.delete_secret(SecretId=secret)
        self.refused("InvalidRequestException", MARKED, self.put, secret=secret, number=2)


class Stage(Case):
    def move(self, secret, label, old=None, new=None):
        given = {} if old is None else {"RemoveFromVersionId": token(old)}
        given |= {} if new is None else {"MoveToVersionId": token(new)}
        return secrets.update_secret_version_stage(SecretId=secret, VersionStage=label, **given)

    def two(self):
        secret, _ = self.create()
        self.put(secret, 2)
        return secret

    def test_current_moves_back_and_previous_follows(self):
        secret = self.two()
        self.members(self.move(secret, "AWSCURRENT", 2, 1), "ARN Name")
        self.same(self.labels(secret), {1: ["AWSCURRENT"], 2: ["AWSPREVIOUS"]})

    def test_pending_stays_where_current_comes(self):
        secret, _ = self.create()
        self.put(secret, 2, VersionStages=["AWSPENDING"])
        self.move(secret, "AWSCURRENT", 1, 2)
        self.same(self.labels(secret), {1: ["AWSPREVIOUS"], 2: ["AWSCURRENT", "AWSPENDING"]})

    def test_free_label_is_attached(self):
        secret = self.two()
        self.move(secret, "NEW", None, 1)
        self.same(self.labels(secret), {1: ["AWSPREVIOUS", "NEW"], 2: ["AWSCURRENT"]})

    def test_label_that_is_somewhere_must_say_from_where(self):
        secret = self.two()
        message = (
            f"The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version {token(2)}, "
            "so you must explicitly reference that version in RemoveFromVersionId."
        )
        self.refused("InvalidParameterException", message, self.move, secret=secret, label="AWSCURRENT", new=1)

    def test_current_cannot_be_taken_away(self):
        secret = self.two()
        message = "You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed."
        self.refused("InvalidParameterException", message, self.move, secret=secret, label="AWSCURRENT", old=2)

    def test_version_without_its_last_label_is_deprecated(self):
        secret, _ = self.create()
        self.put(secret, 2, VersionStages=["CUSTOM"])
        self.move(secret, "CUSTOM", 2)
        self.same(self.labels(secret), {1: ["AWSCURRENT"]})
        self.same(secrets.get_secret_value(SecretId=secret, VersionId=token(2))["SecretString"], "value 2")

    def test_label_that_is_not_on_the_version_is_refused(self):
        secret = self.two()
        self.refused("InvalidParameterException", None, self.move, secret=secret, label="AWSCURRENT", old=1, new=2)

    def test_version_that_is_not_there_is_refused(self):
        secret = self.two()
        self.refused("InvalidParameterException", None, self.move, secret=secret, label="NEW", new=9)

    def test_unknown_secret(self):
        self.refused("ResourceNotFoundException", NOT_FOUND, self.move, secret="none", label="NEW", new=1)

    def test_secret_in_its_recovery_window(self):
        secret = self.two()
        secrets.delete_secret(SecretId=secret)
        self.refused("InvalidRequestException", MARKED, self.move, secret=secret, label="NEW", new=1)


class Versions(Case):
    def three(self):
        secret, _ = self.create()
        self.put(secret, 2)
        self.put(secret, 3)
        return secret

    def numbers(self, answer):
        return sorted(int(version["VersionId"][-3:]) for version in answer["Versions"])

    def test_members(self):
        secret, _ = self.create()
        answer = secrets.list_secret_version_ids(SecretId=secret)
        self.members(answer, "ARN Name Versions")
        self.members(answer["Versions"][0], "VersionId VersionStages CreatedDate KmsKeyIds")
        self.same(answer["Versions"][0]["KmsKeyIds"], ["DefaultEncryptionKey"])

    def test_without_labels_are_listed_when_asked_for(self):
        secret = self.three()
        self.same(self.numbers(secrets.list_secret_version_ids(SecretId=secret)), [2, 3])
        self.same(self.numbers(secrets.list_secret_version_ids(SecretId=secret, IncludeDeprecated=True)), [1, 2, 3])

    def test_come_in_pages(self):
        secret = self.three()
        page = secrets.list_secret_version_ids(SecretId=secret, MaxResults=1)
        rest = secrets.list_secret_version_ids(SecretId=secret, MaxResults=1, NextToken=page["NextToken"])
        self.same((len(page["Versions"]), len(rest["Versions"]), sorted(self.numbers(page) + self.numbers(rest))), (1, 1, [2, 3]))

    def test_of_an_empty_secret_are_none(self):
        secret, _ = self.create(SecretString=None)
        self.same(secrets.list_secret_version_ids(SecretId=secret)["Versions"], [])

    def test_token_that_nobody_gave_out_is_refused(self):
        secret = self.three()
        self.refused("InvalidNextTokenException", None, secrets.list_secret_version_ids, SecretId=secret, NextToken="none")

    def test_unknown_secret(self):
        self.refused("ResourceNotFoundException", NOT_FOUND, secrets.list_secret_version_ids, SecretId="none")
