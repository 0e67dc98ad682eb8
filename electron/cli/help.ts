export const HELP = `coffer: a secrets workbench on your own machine, spoken to like AWS Secrets Manager

  coffer serve --vault DIR [--port N | --socket PATH] [--region R] [--account A] [--passphrase-file F] [--no-auth]
               [--accept-older-vault] [--new-home-region R] [--read-rate N] [--write-rate N]
      Opens the vault without a window and serves the AWS endpoint on 127.0.0.1 (port 7345 unless given; 0 picks a free
      one). An empty DIR becomes a new vault. It is unlocked by COFFER_PASSPHRASE or --passphrase-file, else by the
      operating system's keychain. One line of JSON says when it is ready. --no-auth takes any credentials: for
      throw-away vaults only. SIGTERM ends it. --socket opens a Unix socket that only you can use, and no port. One
      access key may make 10,000 reading and 1,000 changing calls a second unless the rates say otherwise. When the store
      of the home region is lost, --new-home-region goes on, for good, with another region's.
  coffer get NAME [--key KEY] [--version-id ID] [--version-stage LABEL] [--json]
      Prints a secret's value, or one key of its JSON. A line end follows only on a terminal: a file or a pipe gets the
      value and nothing else.
  coffer put NAME [--file F] [--description TEXT] [--kms-key-id KEY] [--binary] [--json]
      Writes a value from a file or from standard input, as it is; what is typed at a terminal is not shown. Never from
      an argument, which others could see.
  coffer list [PREFIX] [--json]
      Lists secrets whose names begin with PREFIX.
  coffer explain PRINCIPAL ACTION [SECRET] [--version-stage LABEL] [--version-id ID] [--context KEY=VALUE]... [--json]
      Says whether a user or role (name or ARN) may do it, by which statement of which policy, and the same for the key:
      coffer explain user/ci GetSecretValue prod/db. For kms actions give a key, for sts:AssumeRole a role's ARN. * marks
      the statement that decided, + others that fit, - those that did not. Ends with 1 when it is denied.
  coffer rotate [NAME] [--function NAME|ARN] [--days N | --schedule EXPRESSION] [--duration 3h] [--test-only] [--no-wait]
               [--password-length N] [--exclude-characters CHARS] [--exclude-preset url|shell|connection-string]
               [--exclude-lowercase] [--exclude-uppercase] [--exclude-numbers] [--exclude-punctuation]
               [--require-each-included-type true|false] [--password-defaults] [--json]
      Rotates a secret now and shows its four steps; with a function and a schedule it sets rotation up first. --test-only
      changes nothing at the database. What new passwords are like is kept as tags of the secret, for the rotations to come
      as well; --password-defaults takes them away. Without NAME it lists all rotations. Ends with 1 when it did not succeed.
  coffer functions list | runtimes [--json]
      Lists rotation functions, those that come with Coffer and your own; or what runs your own here (the node and python3
      of PATH, or of COFFER_NODE and COFFER_PYTHON where Coffer was started), and how they are shut in.
  coffer functions new DIR --runtime python|nodejs
      Writes the beginning of a rotation function.
  coffer functions add|update NAME --runtime python|nodejs --code PATH --handler FILE.FUNCTION [--env K=V]...
      [--env-file F] [--timeout S] [--memory MIB] [--role ARN] [--description TEXT] [--yes] [--json]
      Names your code as a Lambda function, by an ARN that RotateSecret takes. It runs unchanged, in a process of its own.
  coffer functions agree NAME [--yes]
      Shows what would run and where, and lets it. Asked again when the code changes; --yes agrees without asking.
  coffer functions invoke NAME [--event FILE|-] [--yes] [--json]
      Runs a function once with an event, and shows its log and its answer. Ends with 1 when it failed.
  coffer functions logs NAME [--last N] [--json]
      Shows what its last runs printed, each line with its time in UTC, without the secrets in it.
  coffer functions remove NAME
      Forgets a function; its code stays.
  coffer status [--json]
      Says whether a Coffer is running, and what state the vault and the endpoint are in.
  coffer unlock [--passphrase-file F | --keychain | --recovery] [--accept-older-vault] [--new-home-region R]
      Unlocks the vault of the running Coffer, by COFFER_PASSPHRASE, the file or the keychain; else it asks, and what is
      typed is not shown.
  coffer seal
      Seals the vault of the running Coffer.
  coffer doctor [--json]
      Looks for what could keep Coffer from working, and says what to do.

Options for all but serve: --vault DIR (else COFFER_VAULT, else the app's own vault), --account A, --region R.
--json prints AWS's response shapes. They speak to the Coffer that has the vault open, app or serve.
Exit codes: 0 done, 1 refused or failed, 2 not understood, 3 no Coffer is running, 130 interrupted.`
