"""What is found and read many at a time: ListSecrets, BatchGetSecretValue, GetRandomPassword."""
import string

from suite import Case, length, name, secrets


def filters(**given):
    return [{"Key": key.replace("_", "-"), "Values": values} for key, values in given.items()]


class List(Case):
    @classmethod
    def setUpClass(cls):
        for text, more in {
            "list/one": {"Description": "one and only", "Tags": [{"Key": "stage", "Value": "prod"}]},
            "list/onetwo": {"Description": "two and one"},
            "list/two": {"Description": "two", "Tags": [{"Key": "Stage", "Value": "dev"}]},
        }.items():
            secrets.create_secret(Name=text, SecretString=text, **more)

    def found(self, **given):
        return sorted(secret["Name"] for secret in secrets.list_secrets(Filters=filters(**{"name": ["list/"], **given}))["SecretList"])

    def test_members_of_an_entry(self):
        entry = secrets.list_secrets(Filters=filters(name=["list/onetwo"]))["SecretList"][0]
        self.members(entry, "ARN Name Description CreatedDate LastChangedDate SecretVersionsToStages")

    def test_name_is_a_prefix(self):
        self.same((self.found(name=["list/on"]), self.found(name=["one"])), (["list/one", "list/onetwo"], []))

    def test_name_is_case_sensitive(self):
        self.same(self.found(name=["LIST/one"]), [])

    def test_name_negated(self):
        self.same([secret for secret in self.found(name=["!list/one"]) if secret.startswith("list/")], ["list/two"])

    def test_description_wants_all_words_in_any_order(self):
        self.same(self.found(description=["one tw"]), ["list/onetwo"])

    def test_description_is_not_case_sensitive(self):
        self.same(self.found(description=["TWO"]), ["list/onetwo", "list/two"])

    def test_values_of_a_filter_are_alternatives(self):
        self.same(self.found(name=["list/one", "list/two"]), ["list/one", "list/onetwo", "list/two"])

    def test_filters_must_all_match(self):
        self.same(self.found(description=["two"], name=["list/two"]), ["list/two"])

    def test_tag_key_is_a_case_sensitive_prefix(self):
        self.same(self.found(tag_key=["sta"]), ["list/one"])

    def test_tag_value_is_a_prefix(self):
        self.same(self.found(tag_value=["pr"]), ["list/one"])

    def test_all_looks_at_names_descriptions_and_tags(self):
        self.same((self.found(all=["only"]), self.found(all=["prod"])), (["list/one"], ["list/one"]))

    def test_primary_region_never_matches_a_secret_without_replicas(self):
        self.same(self.found(primary_region=["eu-"]), [])

    def test_filter_key_that_is_none(self):
        message = (
            "1 validation error detected: Value 'Name' at 'filters.1.member.key' failed to satisfy constraint: "
            "Member must satisfy enum value set: [all, name, tag-key, description, tag-value]"
        )
        self.refused("ValidationException", message, secrets.list_secrets, Filters=[{"Key": "Name", "Values": ["x"]}])

    def test_filter_without_values(self):
        self.refused("InvalidParameterException", None, secrets.list_secrets, Filters=[{"Key": "name"}])

    def test_secrets_in_their_recovery_window_are_listed_when_asked_for(self):
        secret, _ = self.create("planned")
        secrets.delete_secret(SecretId=secret)
        wanted = filters(name=[secret])
        shown = secrets.list_secrets(Filters=wanted, IncludePlannedDeletion=True)["SecretList"]
        self.same((secrets.list_secrets(Filters=wanted)["SecretList"], len(shown), "DeletedDate" in shown[0]), ([], 1, True))

    def test_comes_in_pages(self):
        pages = list(secrets.get_paginator("list_secrets").paginate(Filters=filters(name=["list/"]), PaginationConfig={"PageSize": 2}))
        self.same([[secret["Name"] for secret in page["SecretList"]] for page in pages], [["list/one", "list/onetwo"], ["list/two"]])

    def test_sort_order(self):
        listed = secrets.list_secrets(Filters=filters(name=["list/"]), SortOrder="desc")["SecretList"]
        self.same([secret["Name"] for secret in listed], ["list/two", "list/onetwo", "list/one"])

    def test_sort_by_name(self):
        for text in ("sort/b", "sort/a"):
            secrets.create_secret(Name=text)
        listed = secrets.list_secrets(Filters=filters(name=["sort/"]), SortBy="name", SortOrder="asc")["SecretList"]
        self.same([secret["Name"] for secret in listed], ["sort/a", "sort/b"])

    def test_sort_order_that_is_none(self):
        self.refused("ValidationException", None, secrets.list_secrets, SortOrder="up")

    def test_page_of_101_is_refused(self):
        self.refused("ValidationException", length("maxResults", " '101'", "value less than or equal to 100"), secrets.list_secrets, MaxResults=101)

    def test_token_that_nobody_gave_out_is_refused(self):
        self.refused("InvalidNextTokenException", None, secrets.list_secrets, NextToken="none")

    def test_secret_that_was_never_rotated_shows_no_rotation(self):
        self.same("RotationEnabled" in secrets.list_secrets(Filters=filters(name=["list/two"]))["SecretList"][0], False)


class Batch(Case):
    def test_answers_values_and_errors(self):
        secret, _ = self.create()
        answer = secrets.batch_get_secret_value(SecretIdList=[secret, "none"])
        self.same([value["SecretString"] for value in answer["SecretValues"]], ["one"])
        self.same(answer["Errors"], [{"SecretId": "none", "ErrorCode": "ResourceNotFoundException", "Message": "Secrets Manager can't find the specified secret."}])

    def test_secret_in_its_recovery_window_is_an_error(self):
        secret, _ = self.create()
        secrets.delete_secret(SecretId=secret)
        self.same([error["ErrorCode"] for error in secrets.batch_get_secret_value(SecretIdList=[secret])["Errors"]], ["InvalidRequestException"])

    def test_by_filters_in_pages(self):
        prefix = name("batch")
        for number in range(3):
            secrets.create_secret(Name=f"{prefix}{number}", SecretString=str(number))
        page = secrets.batch_get_secret_value(Filters=filters(name=[prefix]), MaxResults=2)
        rest = secrets.batch_get_secret_value(Filters=filters(name=[prefix]), MaxResults=2, NextToken=page["NextToken"])
        self.same([value["SecretString"] for value in page["SecretValues"] + rest["SecretValues"]], ["0", "1", "2"])

    def test_secret_without_a_value_is_an_error(self):
        secret, _ = self.create("hollow", SecretString=None)
        answer = secrets.batch_get_secret_value(Filters=filters(name=[secret]))
        self.same([error["ErrorCode"] for error in answer["Errors"]], ["ResourceNotFoundException"])

    def test_neither_ids_nor_filters(self):
        self.refused("InvalidParameterException", None, secrets.batch_get_secret_value)

    def test_ids_and_filters(self):
        self.refused("InvalidParameterException", None, secrets.batch_get_secret_value, SecretIdList=["x"], Filters=filters(name=["x"]))

    def test_page_size_without_filters(self):
        self.refused("InvalidParameterException", None, secrets.batch_get_secret_value, SecretIdList=["x"], MaxResults=1)

    def test_more_than_20_ids_are_refused(self):
        self.refused("ValidationException", None, secrets.batch_get_secret_value, SecretIdList=[f"s{n}" for n in range(21)])


class Password(Case):
    def password(self, **given):
        return secrets.get_random_password(**given)["RandomPassword"]

    def test_has_32_characters(self):
        self.same(len(self.password()), 32)

    def test_has_one_of_each_class(self):
        for _ in range(5):
            password = self.password(PasswordLength=4)
            self.same([any(character in kind for character in password) for kind in (string.ascii_lowercase, string.ascii_uppercase, string.digits, string.punctuation)], [True] * 4)

    def test_keeps_its_length_when_characters_are_excluded(self):
        self.same(len(self.password(PasswordLength=40, ExcludeCharacters=string.ascii_letters[:40])), 40)

    def test_excludes_characters(self):
        self.same(set(self.password(PasswordLength=200, ExcludeCharacters="xyz!")) & set("xyz!"), set())

    def test_excludes_classes(self):
        self.matches(self.password(PasswordLength=100, ExcludeUppercase=True, ExcludePunctuation=True, ExcludeNumbers=True), "[a-z]{100}")

    def test_of_4097_characters_is_refused(self):
        self.refused("ValidationException", length("passwordLength", " '4097'", "value less than or equal to 4096"), secrets.get_random_password, PasswordLength=4097)

    def test_too_short_for_each_class_is_refused(self):
        self.refused("InvalidParameterException", None, secrets.get_random_password, PasswordLength=3)

    def test_of_nothing_is_refused(self):
        self.refused("InvalidParameterException", None, secrets.get_random_password, ExcludeLowercase=True, ExcludeUppercase=True, ExcludeNumbers=True, ExcludePunctuation=True)
